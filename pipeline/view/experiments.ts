/** What else was asked of the models, as sections of a report; none where nothing was. */
import type {
  CounterfeitSummary,
  Experiments,
  HintSummary,
  Judged,
  StudyResults,
} from '../analysis/tables.ts';
import type { HintSource } from '../study/experiments.ts';
import { drawCounterfeitCurves, drawHintCurves } from './changeCharts.ts';
import { comparisonSection } from './comparison.ts';
import { html, type Markup } from './html.ts';
import type { Section } from './section.ts';
import { table } from './table.ts';
import { transferSection } from './transfer.ts';
import { formatCount, formatPercent, formatQuantity, formatScore, nameCell } from './wording.ts';

/** The sections of the experiments that were done; `hints` and `counterfeits` are summed up already. */
export function experimentSections(results: StudyResults): Section[] {
  const { experiments, hintSummaries, counterfeitSummaries } = results;
  return [
    ...comparisonSections(experiments),
    ...(hintSummaries.length === 0
      ? []
      : [{ id: 'hints', title: 'Hints: drawing what the model wants', body: hintsSection(hintSummaries) }]),
    ...(counterfeitSummaries.length === 0
      ? []
      : [
          {
            id: 'counterfeits',
            title: 'Counterfeits: one digit to the judges, another to the model',
            body: counterfeitsSection(counterfeitSummaries),
          },
        ]),
    ...(experiments.transfer === null
      ? []
      : [
          {
            id: 'transfer',
            title: 'Transfer: who reads whose ideas',
            body: transferSection(experiments.transfer),
          },
        ]),
  ];
}

function comparisonSections({ comparisons }: Experiments): Section[] {
  if (comparisons.length === 0) return [];
  return [{ id: 'searches', title: 'Searches compared', body: comparisonSection(comparisons) }];
}

const SOURCE_NAMES: Readonly<Record<HintSource, string>> = {
  idea: 'the idea',
  mean: 'the class mean',
  random: 'noise',
};

/** The finding about hints: the share read right after 64 pixels, from each source, over all models. */
export function describeHints(summaries: readonly HintSummary[]): string {
  const images = summaries.reduce((sum, summary) => sum + summary.images, 0);
  if (images === 0) return 'The models misread no test image, so there is nobody to help.';
  const shareOf = (source: HintSource) => {
    const right = summaries.map((summary) => {
      const point = summary.curves.find((one) => one.source === source && one.pixels === SHOWN_PIXELS);
      return (point?.share ?? 0) * summary.images;
    });
    return formatPercent(right.reduce((sum, value) => sum + value, 0) / images);
  };
  return (
    `Of ${formatCount(images)} misread images, ${shareOf('idea')} are read right after ${SHOWN_PIXELS} pixels from ` +
    `the model’s idea of the right digit, ${shareOf('mean')} after as many from the class mean and ` +
    `${shareOf('random')} after as many from noise.`
  );
}

/** The number of pixels at which the finding looks. */
const SHOWN_PIXELS = 64;

function hintsSection(summaries: readonly HintSummary[]): Markup {
  const caption =
    'Median of the fewest pixels that make the model read a misread image right, where they are chosen for the model; and the judges’ P of the digit, before and after those of the idea.';
  const header = [
    'hidden × batch',
    'images',
    ...Object.values(SOURCE_NAMES).map((name) => `from ${name}`),
    'judges before',
    'judges after',
  ];
  const rows = summaries.map(({ hidden, batch, images, fewest, judged }) => [
    nameCell({ hidden, batch }),
    formatCount(images),
    ...[fewest.idea, fewest.mean, fewest.random].map(formatMedian),
    judged ? formatScore(judged.before) : '–',
    judged ? formatScore(judged.after) : '–',
  ]);
  return html`<figure class="wide"><figcaption>${describeHints(summaries)}</figcaption>
<div class="scroll">${drawHintCurves(summaries, describeHints(summaries))}</div>
<p class="note">Share of misread test images that the model reads right after pixels in which they differ were copied in random order, as by someone who knows what to draw and nothing else. All misread images of the seeds together. Solid: from the model’s idea. Dashed: from the mean training image of the digit. Dotted: from noise with as much ink as the idea.</p></figure>
${table(caption, header, rows)}
<p class="note">Chosen for the model, a few pixels are enough whatever they are taken from; that is why the curves above choose at random.</p>`;
}

/** The finding about counterfeits: the medians' range over the grid, and what the judges say. */
export function describeCounterfeits(summaries: readonly CounterfeitSummary[]): string {
  const measured = summaries.filter(({ images }) => images > 0);
  if (measured.length === 0) return 'The models read none of the test images right, so none could be forged.';
  const known = measured.flatMap(({ flips }) => (flips === null ? [] : [flips]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const range =
    known.length === 0
      ? 'Most images withstand every number of flips that was tried.'
      : low === high
        ? `The median image needs ${formatQuantity(low, 'flip')} to be read as another digit.`
        : `The median image needs between ${formatCount(low)} and ${formatQuantity(high, 'flip')} to be read as another digit, depending on the model.`;
  const judged = measured.flatMap((summary) => (summary.judged ? [summary.judged] : []));
  return judged.length === 0 ? range : `${range} ${describeJudged(judged)}`;
}

function describeJudged(judged: readonly Judged[]): string {
  const images = judged.reduce((sum, one) => sum + one.images, 0);
  const still = judged.reduce((sum, one) => sum + (one.stillDigit ?? 0) * one.images, 0) / images;
  return `To the judges ${formatPercent(still)} of these counterfeits still look more like the digit that they were.`;
}

function counterfeitsSection(summaries: readonly CounterfeitSummary[]): Markup {
  const header = [
    'hidden × batch',
    'images',
    'median flips',
    'judges before',
    'judges after',
    'still the digit',
  ];
  const rows = summaries.map(({ hidden, batch, images, flips, judged }) => [
    nameCell({ hidden, batch }),
    formatCount(images),
    formatMedian(flips),
    judged ? formatScore(judged.before) : '–',
    judged ? formatScore(judged.after) : '–',
    judged?.stillDigit == null ? '–' : formatPercent(judged.stillDigit),
  ]);
  const finding = describeCounterfeits(summaries);
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawCounterfeitCurves(summaries, finding)}</div>
<p class="note">Share of the test images read right that no so many flips turn into any of the nine other digits, as far as the greedy search finds. A flip sets a pixel to 0 or 1, whichever is farther. One panel a batch size, one line a hidden size.</p></figure>
${table('Flips to the nearest other digit, over the images that the model reads right; the judges’ P of the digit before and after, and the share of counterfeits that they find more like the digit than like what the model reads', header, rows)}`;
}

/** A median of pixels, or that most images need more than were allowed. */
function formatMedian(value: number | null): string {
  return value === null ? 'more' : formatCount(value);
}
