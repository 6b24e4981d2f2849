/** Doses: models of one cell trained with more and more of what lowers the input gradient. */
import { groupBy } from '../statistics/groupBy.ts';
import { weigh } from '../statistics/seedSlopes.ts';
import { slopeWeights } from '../statistics/slopeWeights.ts';
import { averageBySeed, listPairs } from './pairs.ts';
import type { ReadModel } from './readModels.ts';
import type { StudyTable } from './studyTable.ts';

/** The kinds of dose, by the setting that is raised, and what each is called. */
export const DOSE_KINDS = { inputNoise: 'input noise', gradientPenalty: 'a gradient penalty' } as const;
export type DoseKind = keyof typeof DOSE_KINDS;

/** The models of one cell and seed, from no dose to the highest. */
export interface DoseLine {
  readonly seed: number;
  readonly models: readonly ReadModel[];
}

/**
 * The lines of a kind: the model of the grid without it, and the side models with it, by ascending dose. The control that is trained in
 * noise is one of them, where there are doses beside it.
 */
export function listDoseLines(table: StudyTable, kind: DoseKind): DoseLine[] {
  const doseOf = ({ model }: ReadModel) => model.settings[kind];
  const isDose = ({ model: { parts } }: ReadModel) => parts.includes('dose');
  const pairs = listPairs(
    table,
    kind,
    ({ parts, settings }) => (parts.includes('dose') || parts.includes('noise')) && settings[kind] > 0,
  ).filter(({ grid }) => doseOf(grid) === 0);
  const lines = [...groupBy(pairs, ({ grid }) => grid.model.name).values()].filter((own) =>
    own.some(({ side }) => isDose(side)),
  );
  const most = Math.max(0, ...lines.map(({ length }) => length));
  return lines
    .filter(({ length }) => length === most)
    .map((own) => {
      const doses = own.map(({ side }) => side).sort((a, b) => doseOf(a) - doseOf(b));
      const { grid } = own[0]!;
      return { seed: grid.seed, models: [grid, ...doses] };
    });
}

/**
 * By seed, the slope of a model's value a step of the dose (least squares; steps because levels of different kinds have no
 * common unit), a mean over cells.
 */
export function slopesOverDose(
  lines: readonly DoseLine[],
  measure: (model: ReadModel) => number | null,
): { seeds: number[]; values: number[] } {
  return averageBySeed(
    lines,
    ({ seed }) => seed,
    ({ models }) => {
      const values = models.map(measure).filter((value) => value !== null);
      const weights = slopeWeights([...models.keys()], []);
      return values.length < models.length || weights === null ? null : weigh(values, weights);
    },
  );
}
