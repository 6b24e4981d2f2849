/**
 * What a report is made of: sections, and in one of them figures that are repeated, once for every facet of a study that
 * varies more than a figure can lay out.
 */
import { html, type Markup } from './html.ts';

/** A part of a report. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
  /** Who judged and how firm it is, each in a word or two: `machine-judged`, `exploratory`. None where no score is told. */
  readonly standing?: readonly string[];
}

/** Sections that belong together, under one title in the contents. */
export interface Chapter {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** A section below its heading. */
export function renderSection({ id, title, body, standing = [] }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${renderStanding(standing)}${body}
</section>
`;
}

/** Who judged and how firm it is, as small labels; nothing where there are none. */
export function renderStanding(standing: readonly string[]): Markup | null {
  if (standing.length === 0) return null;
  return html`<p class="standing">${standing.map((word, at) => html`${at > 0 ? ' ' : null}<span>${word}</span>`)}</p>
`;
}

/** The contents: chapters with links to their sections. */
export function renderContents(chapters: readonly Chapter[]): Markup {
  return html`<nav class="contents" aria-label="Contents"><ol>${chapters.map(
    ({ title, sections }) =>
      html`<li><span>${title}</span><ol>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ol></li>
`,
  )}</ol></nav>`;
}

/** What one figure of a section shows of a study that needs several. */
export interface Facet<Items> {
  /** The settings that its cells share, such as `optimizer sgd`; empty where there is one facet. */
  readonly title: string;
  readonly items: Items;
}

/**
 * What `render` makes of each facet, below its title where there are several. What holds for all of them needs to be said
 * by the first alone.
 */
export function renderFacets<Items>(
  facets: readonly Facet<Items>[],
  render: (items: Items, isFirst: boolean) => Markup,
): Markup {
  return html`${facets.map(
    ({ title, items }, k) =>
      html`${title === '' ? null : html`<h3 class="facet">${title}</h3>\n`}${render(items, k === 0)}`,
  )}`;
}
