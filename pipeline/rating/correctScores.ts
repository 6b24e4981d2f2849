/**
 * What people would make of all ideas, from the few that they rated: the panel's scores, corrected by prediction-powered
 * inference in strata (statistics/predictionPowered.ts), the cells of the grid.
 *
 * Every rated idea of a cell has the same weight, ideas of the cell over rated ideas of it: random samples of a cell from
 * several pages are together one, and so is what a rater has seen who stops early, since each has an order of their own.
 *
 * The intervals say how much other ideas of such models would change the figures. They do not say what other seeds, or
 * other raters, would.
 */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { type CorrectedMean, combineMeans, correctMean } from '../statistics/predictionPowered.ts';
import { slopeWeights } from '../statistics/slopeWeights.ts';
import type { Cell } from '../study/grid.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { PeopleSummary } from './ratingRecords.ts';

/** Fewest rated ideas of a cell for figures of its own; two are enough to count among all. */
const LEAST_IN_CELL = 5;
const LEAST = 2;

/** Axes along which a slope is given: a doubling of each. */
const SLOPES = ['batch', 'hidden'] as const;

/** An idea and what the raters who count make of it, in [0, 1], averaged over them; null where none has seen it as the score reads it. */
export interface PossiblyRated {
  readonly idea: IdeaRow;
  readonly people: number | null;
}

interface Stratum {
  readonly cell: Cell;
  readonly ideas: number;
  readonly rated: number;
  readonly panel: number;
  readonly corrected: CorrectedMean;
}

/** Corrects the scores of all ideas, and of each cell, and their slopes; null where no cell has two rated ideas. */
export function correctScores(ideas: readonly PossiblyRated[]): PeopleSummary['corrected'] {
  const strata = [...groupBy(ideas, ({ idea }) => idea.model.cell.name).values()].flatMap(toStratum);
  if (strata.length === 0) return null;
  const all = strata.reduce((sum, stratum) => sum + stratum.ideas, 0);
  return {
    all: {
      ...combine(
        strata,
        strata.map((stratum) => stratum.ideas / all),
      ),
      cells: strata.length,
    },
    cells: strata
      .filter(({ rated }) => rated >= LEAST_IN_CELL)
      .map((stratum) => ({
        ...{ cell: stratum.cell.name, title: stratum.cell.title },
        ...combine([stratum], [1]),
      })),
    slopes: SLOPES.flatMap((axis) => {
      const weights = weighSlope(strata, axis);
      if (weights === null) return [];
      const { panel, people } = combine(strata, weights);
      return [{ axis, panel, people }];
    }),
  };
}

function toStratum(ideas: readonly PossiblyRated[]): Stratum[] {
  const scores = ideas.map(({ idea }) => idea.recognisability);
  const rated = ideas.flatMap(({ people }, at) =>
    people === null ? [] : [{ rating: people, score: scores[at]! }],
  );
  if (rated.length < LEAST) return [];
  return [
    {
      ...{ cell: ideas[0]!.idea.model.cell, ideas: ideas.length, rated: rated.length },
      ...{ panel: mean(scores), corrected: correctMean({ scores, rated }) },
    },
  ];
}

/** The weighted sum of the strata's means, by the panel and by people. */
function combine(strata: readonly Stratum[], weights: readonly number[]) {
  const sum = (value: (stratum: Stratum) => number) =>
    strata.reduce((total, stratum) => total + value(stratum), 0);
  return {
    ideas: sum(({ ideas }) => ideas),
    rated: sum(({ rated }) => rated),
    panel: strata.reduce((total, { panel }, at) => total + weights[at]! * panel, 0),
    people: combineMeans(
      strata.map(({ corrected }) => corrected),
      weights,
    ),
  };
}

/** Weights of the cells' means in the slope over log2 of the axis, beside that over the other, every cell alike. */
function weighSlope(strata: readonly Stratum[], axis: (typeof SLOPES)[number]): number[] | null {
  const along = (name: (typeof SLOPES)[number]) => strata.map(({ cell }) => Math.log2(cell.settings[name]));
  return slopeWeights(along(axis), SLOPES.filter((other) => other !== axis).map(along));
}
