/** The optimum: what a report says of provably best images beside the ideas. */
import { mean } from '../../math/rows.ts';
import { html, type Markup } from '../../page/html.ts';
import { type TextTable, table } from '../../page/table.ts';
import { formatCount, formatEnergy, formatQuantity, formatScore, titleModel } from '../../page/wording.ts';
import { formatOptionalScore, renderKeptImage } from '../keptImageSection.ts';
import { defineTable, type ReportPart } from '../reportPart.ts';
import type { ModelOptimum, OptimumDigit } from './optimumRecord.ts';

/** One model and digit; scores null where the judges were not asked. */
interface OptimumRow extends OptimumDigit {
  readonly model: ModelOptimum['model'];
  readonly scores: { readonly idea: number; readonly best: number } | null;
}

function listRows(records: readonly ModelOptimum[]): OptimumRow[] {
  return records.flatMap(({ model, record, scores }) =>
    record.digits.map((digit, k) => ({ ...digit, model, scores: scores?.digits[k] ?? null })),
  );
}

/** The finding: how many ideas are the optimum, by how much the others fall short, and whether the optimum reads better. */
export function describeOptimum(records: readonly ModelOptimum[]): string {
  const rows = listRows(records);
  if (rows.length === 0) return 'No model has a black-and-white idea to hold against the best image.';
  const proved = rows.filter(({ isProved }) => isProved);
  const same = proved.filter(({ changed }) => changed === 0).length;
  const first =
    `Of ${formatQuantity(rows.length, 'digit')} of ${formatQuantity(records.length, 'model')} the image with the ` +
    `largest logit is proved for ${formatCount(proved.length)}; ${formatCount(same)} of these are the model’s idea.`;
  const rise =
    `On average the best images have ${formatEnergy(mean(rows.map(({ best, idea }) => best.logit - idea.logit)))} more logit ` +
    `than the ideas, and no image can have over ${formatEnergy(mean(rows.map(({ bound, idea }) => bound - idea.logit)))} more.`;
  return [first, rise, ...describeScores(rows)].join(' ');
}

function describeScores(rows: readonly OptimumRow[]): string[] {
  const judged = rows.flatMap(({ scores }) => (scores === null ? [] : [scores]));
  if (judged.length === 0) return [];
  const better = judged.filter(({ idea, best }) => best > idea).length;
  const worse = judged.filter(({ idea, best }) => best < idea).length;
  const [before, after] = [mean(judged.map(({ idea }) => idea)), mean(judged.map(({ best }) => best))];
  return [
    `To the judges the ideas score ${formatScore(before)} and the best images ${formatScore(after)} on average: ` +
      `${formatCount(better)} better, ${formatCount(worse)} worse.`,
  ];
}

/** One row a model and digit. */
export function tabulateOptimum(records: readonly ModelOptimum[]): TextTable {
  const rows = listRows(records);
  const isJudged = rows.some(({ scores }) => scores !== null);
  return {
    caption: `Logits of the best idea and of the best binary image, what no binary image exceeds, and the gap between the last two; pixels in which the images differ${isJudged ? '; and their scores by the judges, masked' : ''}.`,
    header: [
      ...['model, digit', 'idea', 'best image', 'bound', 'gap', 'proved', 'pixels'],
      ...(isJudged ? ['idea’s score', 'best image’s score'] : []),
    ],
    rows: rows.map(({ model, digit, idea, best, bound, isProved, changed, scores }) => [
      `${model.name}: ${digit}`,
      ...[idea.logit, best.logit, bound, bound - best.logit].map(formatEnergy),
      ...[isProved ? 'yes' : 'no', formatCount(changed)],
      ...(isJudged ? [scores?.idea, scores?.best].map(formatOptionalScore) : []),
    ]),
  };
}

/** What provably best images add to a report. */
export function reportOptimum(records: readonly ModelOptimum[]): ReportPart {
  return {
    id: 'optimum',
    title: 'The optimum: what the model likes best',
    finding: describeOptimum(records),
    table: tabulateOptimum(records),
    render: () => optimumSection(records),
    csv: {
      optimum: defineTable({
        rows: listRows(records).map((fields) => ({ model: fields.model, fields })),
        columns: [
          ['digit', (row) => row.digit],
          ['idea_logit', (row) => row.idea.logit],
          ['best_logit', (row) => row.best.logit],
          ['bound', (row) => row.bound],
          ['gap', (row) => row.bound - row.best.logit],
          ['proved', (row) => row.isProved],
          ['pixels', (row) => row.changed],
          ['programs', (row) => row.programs],
          ['idea_score', (row) => row.scores?.idea ?? null],
          ['best_score', (row) => row.scores?.best ?? null],
        ],
      }),
    },
    modelValues: {},
    isJudged: true,
    showsFiles: false,
  };
}

const NOTE =
  'By branch and bound over the signs of the hidden units, with bounds from linear programs that hold whatever the solver’s rounding. Where the budget ends before the proof, the gap says how much logit an image that was not found could have more. An idea can be raised by no single flip; the best image by no flips at all.';

/** The section: pairs of images of every model, and one table. */
function optimumSection(records: readonly ModelOptimum[]): Markup {
  const { caption, header, rows } = tabulateOptimum(records);
  return html`<p>${describeOptimum(records)}</p>
${records.map(renderModel)}
<p class="note">${NOTE}</p>
${table(caption, header, rows)}`;
}

function renderModel({ model, record, scores }: ModelOptimum): Markup {
  const strip = (kind: 'idea' | 'best') =>
    record.digits.map((digit, k) => {
      const score = formatOptionalScore(scores?.digits[k]?.[kind]);
      const name = kind === 'idea' ? 'Idea' : 'Best image';
      const alt = `${name} of ${digit.digit} at ${titleModel(model)}, score ${score}`;
      return renderKeptImage(digit[kind].image, { alt, label: `${digit.digit} ${score}` });
    });
  const style = `--columns:${record.digits.length};--side:64px`;
  return html`<figure><figcaption>${titleModel(model)}: above the ideas, below the best images, each with its digit and score.</figcaption>
<div class="strip" style="${style}">${strip('idea')}${strip('best')}</div></figure>`;
}
