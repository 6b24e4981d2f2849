/** What a study's answer comes down to, held against every way to score its ideas: which conclusions keep their sign. */
import { isGivenStudy } from '../study/givenModels.ts';
import { expandCells } from '../study/grid.ts';
import type { CellSummary } from '../study/tables.ts';
import {
  averageModels,
  type Contrast,
  type ContrastEstimate,
  estimateContrast,
  listContrasts,
} from './contrasts.ts';
import { listVariants, type ScoredIdeas, type ScoreVariant } from './scoreVariants.ts';

/** What a contrast is when ideas are scored in one way. */
export interface VariantEstimate extends Pick<ScoreVariant, 'kind' | 'title'>, ContrastEstimate {}

/** A contrast by every way to score ideas; the first is the primary one. */
export interface Conclusion {
  readonly contrast: Contrast;
  readonly primary: VariantEstimate;
  readonly others: readonly VariantEstimate[];
}

/** The sign of a change as it is printed: a change that rounds to 0.000 has none. */
export function signOf({ estimate }: Pick<ContrastEstimate, 'estimate'>): number {
  return Math.sign(Math.round(1000 * estimate));
}

/** The ways to score ideas under which a conclusion has another sign than by the primary score. */
export function listContrary({ primary, others }: Conclusion): readonly VariantEstimate[] {
  return others.filter((other) => signOf(other) !== signOf(primary));
}

/** The contrasts of a study, once every cell of its grid has a model. */
export function drawConclusions(
  results: ScoredIdeas & { readonly cells: readonly CellSummary[] },
): Conclusion[] {
  const cells = results.cells.map(({ cell }) => cell);
  if (isGivenStudy(results.config) || cells.length < expandCells(results.config).length) return [];
  const variants = listVariants(results).map((variant) => ({
    ...variant,
    scores: averageModels(results.ideas, variant.scoreOf),
  }));
  return listContrasts(results.config, cells, variants[0]!.scores).map((contrast) => {
    const [primary, ...others] = variants.flatMap(({ kind, title, scores }): VariantEstimate[] => {
      const found = estimateContrast(contrast, scores);
      return found === null ? [] : [{ kind, title, ...found }];
    });
    return { contrast, primary: primary!, others };
  });
}
