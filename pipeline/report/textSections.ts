/** The parts of a report that are text and tables: what was run, every number, what is missing, how to read it. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup, trusted } from '../page/html.ts';
import { type TextTable, table } from '../page/table.ts';
import {
  describeClassGap,
  describeRatingsLeftOut,
  describeSharedImages,
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatScore,
  joinWords,
} from '../page/wording.ts';
import { AXES, FURTHER_AXES, type FurtherAxis, USUAL_SETTINGS } from '../study/axes.ts';
import { isGivenStudy, listStudyModels } from '../study/givenModels.ts';
import { describeSetting, formatValue, isArticleCell, listAxes, sortValues } from '../study/grid.ts';
import { METHODS } from '../study/searchMethods.ts';
import type { CellSummary, SeedSummary } from '../study/tables.ts';
import { nameReading } from './describeCheck.ts';
import { describeSideModels } from './describeSideModels.ts';
import { formatEquivalentNoise } from './equivalentNoise.ts';
import { hasPeople } from './findings.ts';
import type { StudyResults } from './studyResults.ts';

/** What was run, as pairs of a term and its description; the same in HTML and Markdown. */
export function describeRun(results: StudyResults): [term: string, description: string][] {
  const { config, dataset, ideas } = results;
  const { search } = config;
  const certified = ideas.filter((idea) => idea.certified).length;
  return [
    ['Dataset', describeDataset(dataset)],
    ...describeClassGaps(results),
    ...describeShared(results),
    ...(isGivenStudy(config) ? describeGiven(results) : describeTrained(results)),
    [
      'Search',
      `${METHODS[search.method].title}, ${METHODS[search.method].describeLength(search)}, for the ${search.objective}, ${search.start} start, ${formatQuantity(search.restarts, 'start')} a digit`,
    ],
    [
      'Certificates',
      ideas.length === 0
        ? 'no idea yet'
        : `${formatCount(certified)} of ${formatQuantity(ideas.length, 'idea')} certified: no single pixel flip raises the energy`,
    ],
    ['Judges', nameJudges(results)],
    ['Score', doScoresHold(results.check) ? results.scoreVersion : `${results.scoreVersion}, withheld`],
  ];
}

/** What is told of models that the study has trained. */
function describeTrained(results: StudyResults): [term: string, description: string][] {
  const { config, models } = results;
  return [
    ...describeAxes(config),
    [
      'Seeds',
      `${joinWords([...config.grid.seeds].sort((a, b) => a - b).map(formatCount))}; ${formatFinished(results, models.length)}`,
    ],
    ...describeSideModels(results),
    ['Training', describeTraining(config)],
  ];
}

/** What is told of models that were trained elsewhere. */
function describeGiven(results: StudyResults): [term: string, description: string][] {
  const { config, models } = results;
  return [
    ['Models', `trained elsewhere; ${formatFinished(results, models.length)}; engine ${config.engine}`],
    ...Object.entries(results.given ?? {}).map(
      ([name, { file, sha256, form, outputs, remarks }]): [string, string] => [
        name,
        [`${file}, SHA-256 ${sha256.slice(0, 12)}: ${form}; outputs: ${outputs}`, ...remarks].join('; '),
      ],
    ),
    ['Left out', LEFT_OUT],
  ];
}

/** What a report of given models does not have, and why. */
export const LEFT_OUT =
  'effects of settings, the heat maps, intervals over seeds, hypotheses, claims, training curves and the playground, since the study ' +
  'has not trained these models';

function formatFinished({ config }: StudyResults, finished: number): string {
  return `${formatCount(finished)} of ${formatQuantity(listStudyModels(config).length, 'model')} finished`;
}

/** How many images there are of what source, and what was done to them. */
function describeDataset({ source, config, counts }: StudyResults['dataset']): string {
  const { train, validation, test } = counts;
  const validated = validation > 0 ? `, ${formatCount(validation)} validation` : '';
  const isDrawn = config.cut === 'drawn' && (config.train ?? config.test) !== undefined;
  return [
    `${source}: ${formatCount(train)} training${validated} and ${formatCount(test)} test images`,
    ...(config.transpose ? ['transposed'] : []),
    ...(config.invert ? ['inverted'] : []),
    ...(isDrawn ? ['drawn by class'] : []),
  ].join(', ');
}

/** Classes that are missing or rare, as one pair; none where there are none. */
function describeClassGaps({ classGaps = [] }: StudyResults): [term: string, description: string][] {
  return classGaps.length === 0 ? [] : [['Classes', classGaps.map(describeClassGap).join('; ')]];
}

/** Test images that models were trained on, as one pair; none where hardly any are. */
function describeShared({ sharedImages = 0, dataset }: StudyResults): [term: string, description: string][] {
  return sharedImages === 0 ? [] : [['Test images', describeSharedImages(sharedImages, dataset.counts.test)]];
}

function nameJudges({ judges, check }: StudyResults): string {
  const names = joinWords(judges.map(({ name }) => name));
  return check === null ? names : `${names}, who read ${nameReading(check)}`;
}

/** The values of every axis, as pairs of a term and its description. */
function describeAxes({ grid }: StudyResults['config']): [term: string, description: string][] {
  return listAxes(grid).map((axis) => {
    const { title } = AXES[axis];
    const values = sortValues(axis, grid[axis] ?? []).map(formatValue);
    return [`${title[0]!.toUpperCase()}${title.slice(1)}`, joinWords(values)];
  });
}

/** What all models share: epochs, optimizer and learning rate, and what is not usual about the rest. */
function describeTraining({ engine, grid, training }: StudyResults['config']): string {
  const isTold = (axis: FurtherAxis) =>
    axis === 'optimizer' || axis === 'learningRate' || training[axis] !== USUAL_SETTINGS[axis];
  const told = FURTHER_AXES.filter((axis) => axis !== 'epochs' && grid[axis] === undefined && isTold(axis));
  return [
    ...(grid.epochs === undefined ? [formatQuantity(training.epochs, 'epoch')] : []),
    ...told.map((axis) => describeSetting(axis, training[axis])),
    `engine ${engine}`,
  ].join(', ');
}

/** The list of what was run. */
export function runSection(results: StudyResults): Markup {
  const items = describeRun(results).map(
    ([term, description]) => html`<div><dt>${term}</dt><dd>${description}</dd></div>`,
  );
  return html`<dl class="run">${items}</dl>`;
}

/** Every cell's numbers: what the figures show, for those who would rather read it. */
export function cellTable(results: StudyResults): Markup {
  const { config, check, sample } = results;
  const cells = results.cells.filter(({ cell }) => sample?.cells.has(cell.name) ?? true);
  if (isGivenStudy(config)) {
    return html`${noteCells(cells.length, results.cells.length)}${givenTable(cells, doScoresHold(check))}`;
  }
  const axes = listAxes(config.grid);
  const showsScores = doScoresHold(check);
  const header = [
    ...axes.map((axis) => (axis === 'hidden' || axis === 'batch' ? axis : AXES[axis].title)),
    'seeds',
    ...(showsScores ? SCORE_HEADER : []),
    'test accuracy',
    '95% interval',
  ];
  const star = cells.some(({ cell }) => isArticleCell(cell)) ? ' ★ is the article’s cell.' : '';
  const rows = cells.map(({ cell, ...summary }) => {
    const [first = '', ...others] = axes.map((axis) => formatValue(cell.settings[axis]));
    return [
      html`${first}${isArticleCell(cell) ? html` <abbr title="the article’s cell">★</abbr>` : null}`,
      ...others,
      summary.recognisability.seeds,
      ...(showsScores ? scoreFields(summary) : []),
      ...pair(summary.testAccuracy, formatPercent),
    ];
  });
  return html`${noteCells(cells.length, results.cells.length)}${table(`Every cell: mean over seeds with a 95% interval.${star}`, header, rows)}`;
}

/** Says where a table of cells has not all of them. */
function noteCells(shown: number, all: number): Markup | null {
  if (shown === all) return null;
  return html`<p class="note">${formatCount(shown)} of ${formatQuantity(all, 'cell')} are shown, spread evenly over the grid; models.csv has the models of all of them.</p>
`;
}

/** The same of models that were trained elsewhere, of which none has another beside it in its cell. */
function givenTable(cells: readonly CellSummary[], showsScores: boolean): Markup {
  const { caption, header, rows } = tabulateGiven(cells, showsScores);
  return table(caption, header, rows);
}

/** One row a model that was trained elsewhere. */
export function tabulateGiven(cells: readonly CellSummary[], showsScores: boolean): TextTable {
  return {
    caption: 'Every model: means over its ideas, and test accuracy',
    header: [
      'model',
      ...(showsScores ? ['recognisability', 'equivalent noise', 'whole', 'framed'] : []),
      'test accuracy',
    ],
    rows: cells.map(({ cell, equivalentNoise, ...summary }) => [
      cell.title,
      ...(showsScores
        ? [
            formatScore(summary.recognisability.mean),
            formatEquivalentNoise(equivalentNoise),
            formatScore(summary.recognisabilityWhole.mean),
            formatScore(summary.recognisabilityFramed.mean),
          ]
        : []),
      formatPercent(summary.testAccuracy.mean),
    ]),
  };
}

const SCORE_HEADER = ['recognisability', '95% interval', 'equivalent noise', 'whole', 'framed'];

function scoreFields(summary: Omit<CellSummary, 'cell'>): string[] {
  return [
    ...pair(summary.recognisability, formatScore),
    formatEquivalentNoise(summary.equivalentNoise),
    formatScore(summary.recognisabilityWhole.mean),
    formatScore(summary.recognisabilityFramed.mean),
  ];
}

/** A mean and its interval, for two columns. */
function pair(summary: SeedSummary, format: (value: number) => string): string[] {
  return [format(summary.mean), formatInterval(summary, format)];
}

/** The models that are not finished; the first of very many, and a note that they are not all. */
export function listMissing({ missing, sample }: Pick<StudyResults, 'missing' | 'sample'>): {
  readonly listed: StudyResults['missing'];
  readonly note: string | null;
} {
  if (sample === undefined || missing.length <= sample.models.size) return { listed: missing, note: null };
  const listed = missing.slice(0, sample.models.size);
  const of = `${formatCount(listed.length)} of ${formatQuantity(missing.length, 'model')}`;
  return { listed, note: `${of} that are not finished are listed; make status lists all of them.` };
}

/** Models that are not there, each with the reason, and ratings that are not used. */
export function missingSection(results: StudyResults): Markup {
  const { ratingsLeftOut } = results;
  const { listed, note } = listMissing(results);
  const models =
    listed.length === 0
      ? html`<p>Every model of the grid is finished.</p>`
      : html`${note === null ? null : html`<p class="note">${note}</p>\n`}${table(
          'Models that are not finished',
          ['model', 'reason'],
          listed.map(({ model, reason }) => [model, reason]),
        )}`;
  return html`${models}${ratingsLeftOut === undefined ? null : html`<p>${describeRatingsLeftOut(ratingsLeftOut)}</p>`}`;
}

/** How to read the score, what it cannot say, and where it comes from. */
export function methodSection(results: StudyResults): Markup {
  const isRated = hasPeople(results);
  const readers = isRated
    ? 'the score in the figures is theirs'
    : 'the score is <strong>machine-judged and not validated by people</strong>';
  const validity = isRated
    ? 'What people make of these images, and how well the judges agree with them, is <a href="#people">in a section of its own</a>.'
    : '<a href="#people">No person has rated these images.</a>';
  const ofDigits = isGivenStudy(results.config)
    ? ''
    : ' In the digits’ intervals a seed counts once, with the mean of its models.';
  return html`<h3>How to read the score</h3>
<p>An <em>idea</em> is the image that a model finds most like a digit: starting from noise, pixels are set to 0 or 1 as long as the model’s own output for that digit rises. Its <em>recognisability</em>, from 0 to 1, says how surely a reader who has never seen the model would call it that digit. Here the readers are programs, the judges: ${trusted(readers)}, and the score is the probability that they give, together, to the intended digit. “Not a digit” is one of eleven answers. <em>Equivalent noise</em> says the same in flipped pixels: real digits with that share of their pixels flipped score as much.</p>
<p>Each idea is read in three ways. <em>Masked</em>, with the pixels set to 0 that no training image inks: training never moves their weights, so what an idea shows there is left over from initialisation. <em>Whole</em>, as it was found. <em>Framed</em>, with the pixels that fewer than 1% of the training images ink taken from a real one, the same for every model. The masked reading is the primary one: recognisability is its score; that was decided before these judges read a grid. Judges read through independent noise: up to a quarter of the pixels flipped still makes a digit, and with <em>much noise tolerated</em> up to 45%. <em>Forced choice</em> is the probability of the intended digit if it must be one of the ten.</p>
<h3>Limits</h3>
<ul>
<li>A judge’s accuracy on real digits is not its validity on ideas. ${trusted(validity)}</li>
<li>Each judge breaks somewhere: the table of what is no digit says which one accepts what.</li>
<li>These judges were frozen before they read any idea of this study, but not without knowledge of ideas: earlier judges had read an earlier sweep, and what they did wrong there shaped these.</li>
<li>The judges know digits as MNIST has them. Of models that learnt other images their scores say nothing; <a href="#judges">how well they read this study’s</a> was tried.</li>
<li>The judges’ training images are those that the models learnt from, where a study uses MNIST.</li>
<li>At equal epochs, larger batches get fewer updates. What differs between batch sizes here may come from either.</li>
<li>The replicate is the trained model; the ideas of one model are not independent. Intervals are over models.${ofDigits}</li>
<li>The most and the least recognisable cells were picked after looking; picked extremes tend to be less extreme when repeated.</li>
</ul>
<h3>References</h3>
<ul>
<li>T. Golan, P. C. Raju and N. Kriegeskorte. “Controversial stimuli: pitting neural networks against each other as models of human cognition.” PNAS 117(47), 2020. Class-conditional generative models predicted people’s judgements of synthetic digits better than discriminative networks did.</li>
<li>A. Nguyen, J. Yosinski and J. Clune. “Deep neural networks are easily fooled.” arXiv 1412.1897.</li>
<li>C. J. Shallue et al. “Measuring the effects of data parallelism on neural network training.” JMLR 20, 2019. On batch sizes and budgets.</li>
<li>kaityo256. mnist_check: the article’s own code, whose cell of the grid is marked throughout.</li>
</ul>`;
}
