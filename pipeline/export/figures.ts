/** The figures of a report as files of their own: SVG that needs no style sheet, dark on white. */
import { parseHTML } from 'linkedom';
import { standAlone } from '../page/chart.ts';
import { escapeMarkdown } from '../page/table.ts';

/** A figure: its name, such as `training-1`, what it shows, and its SVG. */
export interface Figure {
  readonly name: string;
  readonly finding: string;
  readonly svg: string;
}

/** The section of the cards of single models, whose small curves are all in the figure of the section `training`. */
const CARDS = 'models';

/** The charts of a report's page, named by their section and counted in it from 1. */
export function listFigures(page: string): Figure[] {
  const { document } = parseHTML(page);
  const sections = [...document.querySelectorAll('section[id]')].filter(({ id }) => id !== CARDS);
  return sections.flatMap((section) =>
    [...section.querySelectorAll('svg.chart')].map((svg, at) => ({
      name: `${section.id}-${at + 1}`,
      finding: svg.getAttribute('aria-label') ?? '',
      svg: standAlone(svg),
    })),
  );
}

/** The first line of the README of a study's figures. */
export function titleFiguresReadme(study: string): string {
  return `# Figures of the study ${escapeMarkdown(study)}`;
}

/** The README of a study's figures: what each of them shows. */
export function renderFiguresReadme(study: string, figures: readonly Figure[]): string {
  return `${titleFiguresReadme(study)}

Those of its report, named by the section they stand in: each as SVG, and as PNG with two pixels to one of the SVG.

${figures.map(({ name, finding }) => `- \`${name}\`: ${escapeMarkdown(finding)}\n`).join('')}`;
}

/** The names of the figures in a README that {@link renderFiguresReadme} gave. */
export function listFormerFigures(readme: string): string[] {
  return [...readme.matchAll(/^- `([\w-]+)`: /gm)].map(([, name]) => name!);
}
