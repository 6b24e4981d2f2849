/** How thoroughly `make bench` measures. It imports no code, for the command's help loads it. */
import type { MethodName } from '../study/config.ts';
import { LIMITED_SIZES, TRAINING_SIZES, type TrainingSize } from './trainingSizes.ts';

/** What is measured, and how long. */
export interface BenchPlan {
  readonly rounds: number;
  /** Length of one measurement of training. */
  readonly targetMs: number;
  /** Length of one measurement of matrix products. */
  readonly floorMs: number;
  /** Images that are trained on, in the steps that are timed and once for the model that is searched. */
  readonly trainingImages: number;
  readonly sizes: readonly TrainingSize[];
  /** Whether training is also measured in parts. */
  readonly hasShares: boolean;
  /** The searches, and whether every engine makes them, not only the first. */
  readonly methods: readonly MethodName[];
  readonly isOnEveryEngine: boolean;
  /** Digits that the sequential program searches. */
  readonly sequentialDigits: number;
  /** Whole sweeps on every engine. */
  readonly sweeps: number;
}

/** Everything: about ten minutes. */
export const THOROUGH: BenchPlan = {
  ...{ rounds: 5, targetMs: 700, floorMs: 200, trainingImages: 60_000 },
  ...{ sizes: TRAINING_SIZES, hasShares: true },
  ...{ methods: ['coordinate', 'monte-carlo', 'annealing', 'gradient'], isOnEveryEngine: true },
  ...{ sequentialDigits: 10, sweeps: 1 },
};

/** What the limits are about: under two minutes. */
export const QUICK: BenchPlan = {
  ...{ rounds: 3, targetMs: 80, floorMs: 40, trainingImages: 15_000 },
  ...{ sizes: LIMITED_SIZES, hasShares: false },
  ...{ methods: ['coordinate', 'monte-carlo'], isOnEveryEngine: false },
  ...{ sequentialDigits: 1, sweeps: 0 },
};
