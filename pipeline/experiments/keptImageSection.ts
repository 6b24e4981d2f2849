/** How images that a record keeps are drawn in a section. */
import { html, type Markup } from '../page/html.ts';
import { bytesDataUri } from '../page/ideaImage.ts';
import { formatScore } from '../page/wording.ts';

/** An image, as base64 of its bytes, as it stands among ideas, with what is written below it. */
export function renderKeptImage(
  base64: string,
  { alt, label }: { readonly alt: string; readonly label: string },
): Markup {
  return html`<div class="idea"><img src="${bytesDataUri(base64)}" width="28" height="28" alt="${alt}"><span aria-hidden="true">${label}</span></div>`;
}

/** A score with two decimals; a dash where the judges were not asked. */
export function formatOptionalScore(score: number | undefined): string {
  return score === undefined ? '–' : formatScore(score);
}
