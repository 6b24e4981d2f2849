/** What is told of each model: how it learnt, what each judge said of its ideas, and what was asked of it besides. */
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { table } from '../page/table.ts';
import { formatCount, formatEnergy, formatPercent, formatScore, titleModel } from '../page/wording.ts';
import type { Model } from '../study/grid.ts';
import type { GivenRecord } from '../study/records.ts';
import type { IdeaRow, ModelRow } from '../study/tables.ts';
import type { Place } from './gridLayout.ts';
import { renderSampleNote } from './sampleModels.ts';
import type { StudyResults } from './studyResults.ts';
import { drawModelCurve, openTrainingScale, type TrainingScale } from './trainingCurves.ts';

/** The anchor of a model's card. */
export function idOfCard({ name }: Pick<Model, 'name'>): string {
  return `model-${name}`;
}

/** A card a finished model, each folded away. */
export function renderModelCards(results: StudyResults, places: readonly Place[]): Markup {
  const scale = openTrainingScale(results);
  const cards = places.flatMap(({ row, ideas }) =>
    row === null ? [] : [renderCard(results, row, ideas, scale)],
  );
  return html`${renderSampleNote(results)}<p class="note">A model opens here, or by its ideas in the atlas.</p>
${cards}`;
}

function renderCard(
  results: StudyResults,
  row: ModelRow,
  ideas: readonly IdeaRow[],
  scale: TrainingScale,
): Markup {
  const showsScores = doScoresHold(results.check);
  const { model } = row;
  const film = results.films?.[model.name];
  return html`<details class="model" id="${idOfCard(model)}"><summary><b>${titleModel(model)}</b> <span>${showsScores ? `recognisability ${formatScore(row.recognisability)}, ` : null}test accuracy ${formatPercent(row.testAccuracy)}</span></summary>
<div class="card" data-model="${model.name}">
<div class="card-parts">
<div>${renderFacts(row, showsScores, results.given?.[model.name])}
${results.given === undefined ? drawModelCurve(results.training[model.name] ?? [], scale, titleModel(model)) : null}</div>
<div>${renderIdeasTable(ideas, showsScores)}</div>
</div>
${results.parts.map((part) => renderAnswer(part.title, part.ofModel?.(model) ?? null))}${
  film === undefined
    ? null
    : html`<figure><figcaption>A search, filmed</figcaption><img class="film" src="${film}" loading="lazy" alt="Film of a search at ${titleModel(model)}"></figure>`
}</div></details>
`;
}

function renderAnswer(title: string, answer: Markup | null): Markup | null {
  if (answer === null) return null;
  return html`<h4>${title}</h4>
${answer}
`;
}

function renderFacts(row: ModelRow, showsScores: boolean, given: GivenRecord | undefined): Markup {
  const scores = [
    ['masked (the primary score)', row.recognisability],
    ['whole', row.recognisabilityWhole],
    ['framed', row.recognisabilityFramed],
  ] as const;
  const facts = [
    ...(showsScores ? scores.map(([name, score]) => [name, formatScore(score)]) : []),
    ['test accuracy', formatPercent(row.testAccuracy)],
    ...(given === undefined
      ? [
          ['updates', formatCount(row.updates)],
          ['training loss', row.trainLoss.toFixed(4)],
        ]
      : [
          ['file', given.file],
          ['form', given.form],
        ]),
  ];
  return html`<dl class="facts">${facts.map(([name = '', value = '']) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** What each judge says of the idea of each digit: P(intended digit), and its likeliest digit where that is another. */
function renderIdeasTable(ideas: readonly IdeaRow[], showsScores: boolean): Markup {
  const judges = showsScores ? Object.keys(ideas[0]?.judges ?? {}) : [];
  const header = [
    ...['idea of', 'energy', 'certified'],
    ...(showsScores ? ['panel', 'whole', 'framed', ...judges] : []),
  ];
  const rows = ideas.map((idea) => [
    String(idea.digit),
    formatEnergy(idea.energy),
    idea.certified ? 'yes' : 'no',
    ...(showsScores
      ? [
          formatScore(idea.recognisability),
          formatScore(idea.readings.whole.score.little),
          formatScore(idea.readings.framed.score.little),
          ...judges.map((name) => writeJudge(idea, name)),
        ]
      : []),
  ]);
  const caption = showsScores
    ? 'Ideas from the first start: P(intended digit) by the panel (masked, whole, framed) and by each judge (masked), with the digit that a judge finds likeliest where that is another'
    : 'Ideas from the first start';
  return table(caption, header, rows);
}

function writeJudge({ digit, judges, readings }: IdeaRow, name: string): string {
  const score = formatScore(judges[name]!);
  const top = readings[PRIMARY_READING].judges[name]!.top;
  return top === digit ? score : `${score} (${top})`;
}
