/** What predictions learn from the models of a study that are finished: how much longer each part took than predicted. */
import type { ModelTimes } from '../models/modelTimes.ts';
import type { ModelSeconds } from './cost.ts';

/** Seconds taken for each second predicted, by part and of all parts together; 1 where nothing was timed. */
export interface Pace {
  readonly training: number;
  readonly search: number;
  readonly experiments: number;
  readonly all: number;
}

/** The parts of one model that were timed, and what was predicted for it. */
export interface TimedModel {
  readonly times: ModelTimes;
  readonly predicted: ModelSeconds;
}

/** Sums over the models, so that large ones count for more: taken / predicted. */
export function measurePace(models: readonly TimedModel[]): Pace {
  const training = sumPairs(models.map(({ times, predicted }) => [times.trainSeconds, predicted.training]));
  const search = sumPairs(models.map(({ times, predicted }) => [times.ideasSeconds, predicted.search]));
  const experiments = sumPairs(
    models.flatMap(({ times, predicted }) =>
      Object.entries(predicted.experiments).map(
        ([name, seconds]): Pair => [times.experimentsSeconds[name] ?? null, seconds],
      ),
    ),
  );
  return {
    training: divide(training),
    search: divide(search),
    experiments: divide(experiments),
    all: divide(sumPairs([training, search, experiments])),
  };
}

/** Predicted seconds at this pace. */
export function scaleByPace({ training, search, experiments }: ModelSeconds, pace: Pace): ModelSeconds {
  return {
    training: pace.training * training,
    search: pace.search * search,
    experiments: Object.fromEntries(
      Object.entries(experiments).map(([name, seconds]) => [name, pace.experiments * seconds]),
    ),
  };
}

/** Seconds taken, null where they were not timed, and seconds predicted. */
type Pair = readonly [taken: number | null, predicted: number];

function sumPairs(pairs: readonly Pair[]): Pair {
  let [taken, predicted] = [0, 0];
  for (const [some, expected] of pairs) {
    if (some === null || some <= 0) continue;
    taken += some;
    predicted += expected;
  }
  return [taken, predicted];
}

function divide([taken, predicted]: Pair): number {
  return taken !== null && taken > 0 && predicted > 0 ? taken / predicted : 1;
}
