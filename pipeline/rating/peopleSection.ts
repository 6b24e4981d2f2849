/** What people see in the ideas, beside the judges: a section of the report, and the tables of an import. */
import * as Plot from '@observablehq/plot';
import { LEAST_DIGITS_RIGHT } from '../judging/judgesCheck.ts';
import { drawChart, INK } from '../page/chart.ts';
import { html, type Markup } from '../page/html.ts';
import { drawNoiseChart } from '../page/noiseChart.ts';
import { renderMarkdownTable, type TextTable, table } from '../page/table.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { correctedTables, noiseTables, slopeTables } from './correctedTables.ts';
import { HALF, pointsOf } from './noiseReading.ts';
import { agreementTable, detailTables, peopleTables } from './peopleTables.ts';
import { describeIntervals, describePeople } from './peopleWords.ts';
import { MOST_NOISE_CALLED_DIGIT, type PeopleSummary } from './ratingRecords.ts';

const CHART_SIDE = 420;

/** The section: the finding, every image as a dot, and the tables. */
export function peopleSection(people: PeopleSummary): Markup {
  const finding = describePeople(people);
  return html`<figure class="aside">
<figcaption>${finding}</figcaption>
${people.images.length > 0 ? html`<div class="scroll">${drawImages(people)}</div>` : null}
<p class="note">${describeScore()} A dot is an idea; people saw it as the panel read it. On the dashed line people and panel give the same score. ${describeIntervals()}</p>
</figure>
${people.noise.levels.length > 1 ? noiseFigure(people) : null}
<h3>Agreement</h3>
${renderTable(agreementTable(people))}
${[...headTables('Over all ideas', correctedTables(people)), ...headTables('Along the settings', slopeTables(people)), ...headTables('Real digits in noise', noiseTables(people))]}
<h3>In detail</h3>
<div class="maps">${detailTables(people).map(renderTable)}</div>`;
}

/** Tables below a heading; nothing where there are none. */
function headTables(title: string, tables: readonly TextTable[]): Markup[] {
  return tables.length === 0 ? [] : [html`<h3>${title}</h3>`, ...tables.map(renderTable)];
}

function renderTable({ caption, header, rows }: TextTable): Markup {
  return table(caption, header, rows);
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

function noiseFigure({ noise }: PeopleSummary): Markup {
  const finding = 'Real digits with pixels flipped: what people name, and what the panel makes of them.';
  return html`<figure class="aside">
<figcaption>${finding}</figcaption>
<div class="scroll">${drawNoise(noise, finding)}</div>
<p class="note">In bold, the share of the digits that raters who count name rightly, by level; dashed, the panel’s mean score of real test digits, where little noise is tolerated and where much is. Each level of the rating page has real digits of its own.</p>
</figure>
`;
}

function drawNoise({ levels, panel }: PeopleSummary['noise'], finding: string): Markup {
  const curves = Object.entries(panel).filter(([, { curve }]) => curve.length > 0);
  return drawNoiseChart(finding, {
    label: 'named rightly; the panel’s mean P',
    height: 320,
    marginRight: 90,
    thin: curves.map(([tolerance, { curve }], k) => ({
      name: `panel, ${tolerance}`,
      points: curve.map(({ flipRate, recognisability }) => ({ x: flipRate, y: recognisability })),
      nameAt: (7 + 2 * k) / 20,
    })),
    nameOffset: { dx: 8, dy: -8, textAnchor: 'start' },
    bold: pointsOf(levels, 'named'),
    behind: [Plot.ruleY([HALF], { stroke: INK.quiet, strokeDasharray: '4 3' })],
    inFront: [Plot.dot(pointsOf(levels, 'named'), { x: 'x', y: 'y', r: 4, fill: INK.strong })],
  });
}

/** What an import of the page's ratings prints. */
export function renderPeopleTable(people: PeopleSummary): string {
  const tables = peopleTables(people).map(
    ({ caption, header, rows }) => `${caption}\n\n${renderMarkdownTable([header, ...rows])}\n\n`,
  );
  return `${tables.join('')}${describePeople(people)}\n${describeIntervals()}\n`;
}
