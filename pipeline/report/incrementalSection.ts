/** The section on what the panel adds to measures that need no judge, and how its families agree about ideas. */
import { html, type Markup } from '../page/html.ts';
import { table } from '../page/table.ts';
import { formatCorrelation, formatCount, formatEstimate } from '../page/wording.ts';
import {
  type DigitsByFamily,
  type Estimate,
  EXPLAINERS,
  type Explainer,
  type FamilyCorrelation,
  type IncrementalValidity,
} from './incrementalValidity.ts';

const NAMES: Readonly<Record<Explainer, string>> = {
  ssimToClassMean: 'structural similarity to the mean image of the digit',
  ink: 'ink',
  edgeLength: 'length of edges',
};

/** The numbers, each with what it means. */
export function incrementalSection(validity: IncrementalValidity | null): Markup {
  if (validity === null) return html`<p>With fewer than three models this cannot be told.</p>`;
  const { families, multitrait } = validity;
  return html`<p>${describeAdded(validity)}</p>
${explainedTable(validity)}
<p class="note">R squared of ordinary least squares, with 95% intervals bootstrapped over models. What is left is no proof that judges see more: it may be their errors. Whether it is more shows where what is left of one family’s score is held against what is left of another’s: were it errors that have nothing to do with each other, they would correlate at 0.</p>
${familiesTable(families)}
${multitrait === null ? null : multitraitTable(multitrait)}`;
}

/** The finding in a sentence or two. */
export function describeAdded({ ideas, models, families }: IncrementalValidity): string {
  const share = (estimate: Estimate) => (estimate.value === null ? 'undefined' : formatShare(estimate.value));
  const explained = `Likeness to the digit’s mean image, ink and edges, which need no judge, explain ${share(ideas.all)} of the score’s variance between ideas and ${share(models.all)} between models`;
  const left = families.flatMap(({ left: { value } }) => value ?? []);
  if (left.length === 0) return `${explained}.`;
  const [low, high] = [Math.min(...left), Math.max(...left)].map(formatCorrelation);
  const range = low === high ? `${low}` : `${low} to ${high}`;
  return `${explained}. In what they leave, families of judges correlate at ${range}.`;
}

function explainedTable({ ideas, models }: IncrementalValidity): Markup {
  const row = (name: string, pick: (level: typeof ideas) => Estimate) => [
    name,
    ...[ideas, models].map((level) => write(pick(level), formatShare)),
  ];
  const left = ({ all }: typeof ideas): Estimate => ({
    value: all.value === null ? null : 1 - all.value,
    interval: all.interval && [1 - all.interval[1], 1 - all.interval[0]],
  });
  return table(
    'Does the panel add anything? How much of its score is explained without a judge',
    ['explained by', `over ${formatCount(ideas.rows)} ideas`, `over ${formatCount(models.rows)} models`],
    [
      ...EXPLAINERS.map((name) => row(NAMES[name], ({ each }) => each[name])),
      row('all three', ({ all }) => all),
      row('left', left),
    ],
  );
}

function familiesTable(families: readonly FamilyCorrelation[]): Markup | null {
  if (families.length === 0) return null;
  return table(
    'Do families of judges agree about ideas? Pearson’s correlation of P(intended)',
    ['families', 'correlation', 'of what is left'],
    families.map(({ families: pair, correlation, left }) => [
      pair.join(' and '),
      write(correlation, formatCorrelation),
      write(left, formatCorrelation),
    ]),
  );
}

function multitraitTable({ models, digits, sameDigit, sameFamily, neither }: DigitsByFamily): Markup {
  return html`${table(
    `Multitrait-multimethod: mean correlation over ${formatCount(models)} models of scores by digit (${digits} traits) and family (methods)`,
    ['scores of', 'mean correlation'],
    [
      ['the same digit by two families', write(sameDigit, formatCorrelation)],
      ['two digits by the same family', write(sameFamily, formatCorrelation)],
      ['two digits by two families', write(neither, formatCorrelation)],
    ],
  )}
<p class="note">Families that measure the ideas, and not a manner of their own, agree more about the same digit than one family does about two digits (D. T. Campbell and D. W. Fiske, Psychological Bulletin 56(2), 1959). What two digits share by two families is that some models are better than others at all of them.</p>`;
}

function write({ value, interval }: Estimate, format: (value: number) => string): string {
  return formatEstimate(value, interval, format);
}

function formatShare(share: number): string {
  return `${Math.round(100 * share)}%`;
}
