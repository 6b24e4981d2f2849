/** Baselines: what a report says of ideas beside real digits and class means. */
import { html, type Markup } from '../../page/html.ts';
import { foldedTable, type TextTable } from '../../page/table.ts';
import { formatCount, formatEnergy, formatQuantity, formatScore, titleModel } from '../../page/wording.ts';
import { isArticleCell } from '../../study/grid.ts';
import { formatOptionalScore, renderKeptRow } from '../keptImageSection.ts';
import { defineTable, type ReportPart } from '../reportPart.ts';
import { BASELINE_KINDS, type BaselineKind, type ModelBaselines } from './baselinesRecord.ts';
import { averageBaselines, type BaselinesMeans, listRows } from './baselinesSummary.ts';

/** What the images of a row are called to those who cannot see them. */
const NAMES: Readonly<Record<BaselineKind, string>> = {
  idea: 'ideas',
  nearest: 'nearest training images, which are of another digit where one is in brackets',
  largestLogit: 'training images with the largest logit, which are of another digit where one is in brackets',
  classMean: 'class means',
};

/** The finding: whether real digits are near, and how they and class means compare to ideas, to the judges and to the models. */
export function describeBaselines(records: readonly ModelBaselines[]): string {
  const means = averageBaselines(records);
  if (means === null) return 'No model has a black-and-white idea to hold against training images.';
  const { ideas, ofOwnDigit, aboveAll, logits, scores } = means;
  const near =
    `The training image nearest to an idea is of the idea’s own digit for ${formatCount(ofOwnDigit)} of ` +
    `${formatQuantity(ideas, 'idea')} of ${formatQuantity(records.length, 'model')}.`;
  const judged = scores === null ? [] : [`To the judges ${listMeans('score', scores, formatScore)}.`];
  const liked =
    `To the models ${listMeans('have a logit of', logits, formatEnergy)}: ${formatCount(aboveAll)} of ` +
    `${formatQuantity(ideas, 'idea')} have more than every training image.`;
  return [near, ...judged, liked].join(' ');
}

function listMeans(
  verb: string,
  means: Readonly<Record<BaselineKind, number>>,
  format: (value: number) => string,
): string {
  const [idea, nearest, largestLogit, classMean] = BASELINE_KINDS.map((kind) => format(means[kind]));
  return (
    `the ideas ${verb} ${idea} on average, the nearest training images ${nearest}, those with the largest logit ` +
    `${largestLogit} and the class means ${classMean}`
  );
}

/** One row a model: means over its digits. */
export function tabulateBaselines(records: readonly ModelBaselines[]): TextTable {
  const rows = records.flatMap((record) => {
    const means = averageBaselines([record]);
    return means === null ? [] : [{ model: record.model, means }];
  });
  const isJudged = rows.some(({ means }) => means.scores !== null);
  return {
    caption:
      'By model, its ideas from the first start, and those whose nearest training image is of their own digit; then means over ' +
      'digits of the model’s logit of the idea, of the nearest training image, of the training image with the largest logit, and ' +
      `of the class mean${isJudged ? '; and means of their scores by the judges, masked' : ''}.`,
    header: [
      ...['model', 'ideas', 'nearest is of the digit'],
      ...['idea’s logit', 'nearest’s logit', 'largest logit', 'class mean’s logit'],
      ...(isJudged ? ['idea’s score', 'nearest’s score', 'largest logit’s score', 'class mean’s score'] : []),
    ],
    rows: rows.map(({ model, means }) => [
      ...[model.name, formatCount(means.ideas), formatCount(means.ofOwnDigit)],
      ...BASELINE_KINDS.map((kind) => formatEnergy(means.logits[kind])),
      ...(isJudged ? formatScores(means) : []),
    ]),
  };
}

function formatScores({ scores }: BaselinesMeans): string[] {
  return BASELINE_KINDS.map((kind) => formatOptionalScore(scores?.[kind]));
}

/** What baselines add to a report. */
export function reportBaselines(records: readonly ModelBaselines[]): ReportPart {
  return {
    id: 'baselines',
    title: 'Baselines: real digits beside the ideas',
    finding: describeBaselines(records),
    table: tabulateBaselines(records),
    render: () => baselinesSection(records),
    ofModel: ({ name }) => {
      const own = records.find(({ model }) => model.name === name);
      return own === undefined ? null : renderModel(own);
    },
    csv: {
      baselines: defineTable({
        rows: listRows(records).map((fields) => ({ model: fields.model, fields })),
        columns: [
          ['digit', (row) => row.digit],
          ['nearest_row', (row) => row.nearest.row],
          ['nearest_label', (row) => row.nearest.label],
          ['nearest_squared_distance', (row) => row.nearest.squaredDistance],
          ['largest_logit_row', (row) => row.largestLogit.row],
          ['largest_logit_label', (row) => row.largestLogit.label],
          ['idea_logit', (row) => row.idea.logit],
          ['nearest_logit', (row) => row.nearest.logit],
          ['largest_logit', (row) => row.largestLogit.logit],
          ['class_mean_logit', (row) => row.classMean.logit],
          ['idea_score', (row) => row.scores?.idea ?? null],
          ['nearest_score', (row) => row.scores?.nearest ?? null],
          ['largest_logit_score', (row) => row.scores?.largestLogit ?? null],
          ['class_mean_score', (row) => row.scores?.classMean ?? null],
        ],
      }),
    },
    modelValues: {},
    isJudged: true,
    showsFiles: false,
  };
}

const NOTE =
  'Every image is scored for the idea’s digit: a nearest training image that is a clear 9 scores little beside an idea of 4. Distances are Euclidean, pixel by pixel, so that few pixels in another place make a digit far. All training images of the study are searched, also where a model learnt from fewer.';

/** The section: four rows of images for one model, since those of all are at the models, and one table of all. */
function baselinesSection(records: readonly ModelBaselines[]): Markup {
  const elsewhere = records.length > 1 ? ' The images of every model are with the model.' : '';
  const shown = records.find(({ model }) => isArticleCell(model.cell)) ?? records[0];
  return html`<p>${describeBaselines(records)}</p>
${shown === undefined ? null : renderModel(shown)}
<p class="note">${NOTE}${elsewhere}</p>
${foldedTable(tabulateBaselines(records))}`;
}

function renderModel({ model, record, scores }: ModelBaselines): Markup | null {
  if (record.digits.length === 0) return null;
  const row = (kind: BaselineKind) => {
    const images = record.digits.map((one, k) => {
      const score = formatOptionalScore(scores?.digits[k]?.[kind]);
      return { digit: one.digit, seen: one[kind], score };
    });
    const told = images.map(({ digit, seen, score }) =>
      'label' in seen && seen.label !== digit ? `${digit}: ${score} (${seen.label})` : `${digit}: ${score}`,
    );
    return renderKeptRow(
      images.map(({ digit, seen, score }) => ({ image: seen.image, label: `${digit} ${score}` })),
      `${NAMES[kind]}, scores by digit: ${told.join(', ')}`,
    );
  };
  return html`<figure><figcaption>${titleModel(model)}: from above the ideas, the nearest training images, those with the largest logit and the class means, each with the idea’s digit and its score.</figcaption>
${BASELINE_KINDS.map(row)}</figure>`;
}
