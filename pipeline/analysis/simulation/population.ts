/** What simulated studies are drawn from: variances of logits by source, and a mean. */
import { mean } from 'simple-statistics';
import { clippedLogit } from '../../statistics/logit.ts';
import {
  estimateStudyComponents,
  STUDY_SOURCES,
  type StudySource,
} from '../../statistics/studyComponents.ts';
import type { IdeaValue } from '../../statistics/studyDesign.ts';

/** Logits of ideas' scores vary normally about `mean`; of a digit's slopes the variance is a doubling's. */
export interface Population {
  /** Where the numbers are from. */
  readonly origin: string;
  readonly mean: number;
  readonly variances: Readonly<Record<StudySource, number>>;
}

/** No variance from any source. */
export const NO_VARIANCE = Object.fromEntries(
  STUDY_SOURCES.map((source) => [source, 0]),
) as Population['variances'];

/**
 * The prototype of the method: scores have two humps, 29% of them below 0.1 and 14% above 0.9, which is a normal logit of
 * mean -0.71 and variance 7.24; of that variance 26% is between digits, 27% digit by cell, 19% between cells and 3% between
 * models of a cell. The quarter that is left is split as in a sweep of configs/sweep.yaml: 3 to 1 between model by digit and starts.
 */
export const PROTOTYPE: Population = {
  origin: 'the prototype: digit 26%, digit x cell 27%, cell 19%, models within cells 3% of the variance',
  mean: -0.71,
  variances: {
    ...NO_VARIANCE,
    ...{ digit: 0.26 * 7.24, digitCell: 0.27 * 7.24, cell: 0.19 * 7.24, model: 0.03 * 7.24 },
    ...{ modelDigit: 0.19 * 7.24, rest: 0.06 * 7.24 },
  },
};

/** The population that a finished study's ideas look drawn from; null for fewer than two complete seeds or two digits. */
export function populationOf(ideas: readonly IdeaValue[], origin: string): Population | null {
  const logits = ideas.map((idea) => ({ ...idea, y: clippedLogit(idea.y) }));
  const components = estimateStudyComponents(logits);
  if (components === null) return null;
  return {
    origin,
    mean: mean(logits.map(({ y }) => y)),
    variances: Object.fromEntries(
      STUDY_SOURCES.map((source) => [source, Math.max(0, components.variances[source] ?? 0)]),
    ) as Population['variances'],
  };
}
