/** The part of a comparison's page that shows ideas side by side. */
import { html, type Markup } from '../page/html.ts';
import { formatCount } from '../page/wording.ts';
import type { IdeaComparison, IdeaDifference } from './ideas.ts';
import { describePixels, describeShare } from './wording.ts';

/** The ideas that differ and have pictures, by model; how many more there are. */
export function renderIdeas({ compared, differences }: IdeaComparison): Markup {
  const shown = differences.filter(({ picture }) => picture !== null);
  const others = differences.length - shown.length;
  const share = describeShare(differences.length, compared, 'idea');
  return html`<p>${share.slice(0, 1).toUpperCase() + share.slice(1)}.</p>
${
  shown.length === 0
    ? null
    : html`<p class="note">In the difference, orange is where A has more ink, and blue is where B has.</p>
<div class="pairs">${shown.map(renderIdea)}</div>`
}
${others === 0 ? null : html`<p class="note">${formatCount(others)} more differ and are not shown: they differ in fewer pixels, or one side has no image of them.</p>`}`;
}

function renderIdea({ model, idea, pixels, picture }: IdeaDifference): Markup {
  const words = describePixels({ pixels });
  return html`<figure><div class="heads" aria-hidden="true"><span>A</span><span>B</span><span>difference</span></div>
<img src="${picture}" width="86" height="28" alt="${idea} of ${model} in A, in B, and where they differ: ${words}">
<figcaption><b>${model}</b> ${idea}: ${words}</figcaption></figure>
`;
}
