/** What people see in the ideas, beside the judges: a section of the report, and the tables of an import. */
import * as Plot from '@observablehq/plot';
import { mean } from 'simple-statistics';
import { LEAST_DIGITS_RIGHT } from '../judging/judgesCheck.ts';
import { drawChart, INK } from '../page/chart.ts';
import { html, type Markup } from '../page/html.ts';
import { renderMarkdownTable, table } from '../page/table.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { formatEnds, formatNullable, peopleTables } from './peopleTables.ts';
import { type AgreementRecord, MOST_NOISE_CALLED_DIGIT, type PeopleSummary } from './ratingRecords.ts';

const CHART_SIDE = 420;

/** The section: the finding, every image as a dot, and the tables. */
export function peopleSection(people: PeopleSummary): Markup {
  const finding = describePeople(people);
  const [agreement, ...others] = peopleTables(people).map(({ caption, header, rows }) =>
    table(caption, header, rows),
  );
  return html`<figure class="aside">
<figcaption>${finding}</figcaption>
${people.images.length > 0 ? html`<div class="scroll">${drawImages(people)}</div>` : null}
<p class="note">${describeScore()} A dot is an idea. On the dashed line people and panel give the same score. ${describeIntervals()}</p>
</figure>
<h3>Agreement</h3>
${agreement ?? null}
<h3>In detail</h3>
<div class="maps">${others}</div>`;
}

function describeIntervals(): string {
  return 'Intervals of correlations come from a bootstrap that resamples models, each with all its ideas.';
}

function describeScore(): string {
  return (
    'A rater’s score of an idea is the sureness given to the intended digit, or 0 for any other answer. Raters count ' +
    `who name at least ${100 * LEAST_DIGITS_RIGHT}% of the real digits among the images rightly, and call at most ` +
    `${100 * MOST_NOISE_CALLED_DIGIT}% of the noise images a digit.`
  );
}

function drawImages({ images }: PeopleSummary): Markup {
  const axis = { domain: [0, 1], ticks: 5, tickFormat: formatScore, grid: true };
  const finding = `People's recognisability of ${formatQuantity(images.length, 'idea')} against the panel's.`;
  return drawChart(finding, {
    width: CHART_SIDE + 70,
    height: CHART_SIDE + 60,
    margin: 20,
    marginLeft: 56,
    marginBottom: 48,
    x: { ...axis, label: 'recognisability by the panel' },
    y: { ...axis, label: 'recognisability by people' },
    marks: [
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: INK.quiet, strokeDasharray: '4 3' },
      ),
      Plot.dot(images, {
        x: 'panel',
        y: 'people',
        r: 4,
        fill: INK.strong,
        fillOpacity: 0.55,
        title: (image: PeopleSummary['images'][number]) =>
          `${image.model}, digit ${image.digit}: people ${formatScore(image.people)}, panel ${formatScore(image.panel)}`,
      }),
    ],
  });
}

/** What people's ratings say, in sentences. */
export function describePeople(people: PeopleSummary): string {
  const { images, raters } = people;
  const counted = raters.filter(({ isExcluded }) => !isExcluded);
  const excluded = raters.length - counted.length;
  const leftOut =
    excluded === 0 ? '' : ` Left out for failing the attention checks: ${formatQuantity(excluded, 'rater')}.`;
  if (images.length === 0) return `No idea has a rating that counts.${leftOut}`;
  const [ours, theirs] = [
    mean(images.map((image) => image.people)),
    mean(images.map((image) => image.panel)),
  ];
  return (
    `${formatQuantity(counted.length, 'rater')} saw ${formatQuantity(images.length, 'idea')}: to people they have a mean ` +
    `recognisability of ${formatScore(ours)}, to the panel of ${formatScore(theirs)}. ${describeAgreement(people)}${leftOut}`
  );
}

function describeAgreement({ correlations, ceiling }: PeopleSummary): string {
  const panel = correlations[0]?.spearman;
  if (panel === undefined || panel.value === null) {
    return 'The rank correlation of the panel with people is undefined: it takes two images and scores that differ.';
  }
  const found = `Over ideas, the panel’s rank correlation with the mean of people (Spearman) is ${formatAgreement(panel)}.`;
  if (ceiling.spearman === null) {
    return `${found} Raters’ noise ceiling cannot be given: it takes two raters of the same ideas.`;
  }
  return (
    `${found} With one rater at a time it is ${formatNullable(panel.perRater)}, where a rater and the mean of the ` +
    `others reach ${formatNullable(ceiling.spearman)}, the noise ceiling.`
  );
}

function formatAgreement(agreement: AgreementRecord): string {
  const { value, interval } = agreement;
  return `${formatNullable(value)}${interval === null ? '' : ` (95% interval ${formatEnds(agreement)})`}`;
}

/** What an import of the page's ratings prints. */
export function renderPeopleTable(people: PeopleSummary): string {
  const tables = peopleTables(people).map(
    ({ caption, header, rows }) => `${caption}\n\n${renderMarkdownTable([header, ...rows])}\n\n`,
  );
  return `${tables.join('')}${describePeople(people)}\n${describeIntervals()}\n`;
}
