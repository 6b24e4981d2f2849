/**
 * Which models the report of a very large study shows one by one: a sample that has every cell, or as many cells as it has
 * models. What a report says of cells, digits, effects and verdicts is of all models, and so are the tables beside it.
 */
import { html, type Markup } from '../page/html.ts';
import { formatCount, formatQuantity } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { listStudyModels } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import type { ModelSample, StudyResults } from './studyResults.ts';

/** Most models that a report shows one by one: a page of more opens slowly, and nobody looks at all of them. */
export const MOST_SHOWN = 1000;

/**
 * Chooses `most` models, spread evenly over the cells and within each over its seeds, the first among them; of a cell those that
 * are finished first. The same study always gives the same models. Undefined where it has no more than `most`.
 */
export function sampleModels(
  { config, models }: Pick<StudyResults, 'config' | 'models'>,
  most = MOST_SHOWN,
): ModelSample | undefined {
  const all = listStudyModels(config);
  if (all.length <= most) return undefined;
  const finished = new Set(models.map(({ model }) => model.name));
  const cells = [...groupBy(all, ({ cell }) => cell.name).values()];
  // Cells have equally many models, so that none is asked for more than it has.
  const before = (cell: number) => Math.floor((cell * most) / cells.length);
  const chosen = cells.flatMap((own, at) => chooseOf(own, finished, before(at + 1) - before(at)));
  return {
    models: new Set(chosen.map(({ name }) => name)),
    cells: new Set(chosen.map(({ cell }) => cell.name)),
    seeds: new Set(chosen.map(({ seed }) => seed)),
    ofModels: all.length,
    ofCells: cells.length,
  };
}

/** So many models of a cell: of the finished ones if there are enough. */
function chooseOf(own: readonly Model[], finished: ReadonlySet<string>, count: number): Model[] {
  const done = own.filter(({ name }) => finished.has(name));
  if (done.length < count) {
    const others = own.filter(({ name }) => !finished.has(name));
    return [...done, ...others.slice(0, count - done.length)];
  }
  return Array.from({ length: count }, (_, at) => done[Math.floor((at * done.length) / count)]!);
}

/** The rows of models that the report shows; all where it has no sample. */
export function keepShown<Row extends { readonly model: Model }>(
  rows: readonly Row[],
  sample: ModelSample | undefined,
): readonly Row[] {
  return sample === undefined ? rows : rows.filter(({ model }) => sample.models.has(model.name));
}

/** Says at the top of what shows models one by one that these are not all; nothing where they are. */
export function renderSampleNote({ sample }: Pick<StudyResults, 'sample'>): Markup | null {
  if (sample === undefined) return null;
  const shown = `${formatCount(sample.models.size)} of ${formatQuantity(sample.ofModels, 'model')} are shown`;
  return html`<p class="note">${shown}, spread evenly over the cells; models.csv and ideas.csv have all of them.</p>
`;
}
