/** How long training takes, roughly: for the order of work, for predictions and for the time left. */
import { CLASSES, PIXELS } from '../math/images.ts';
import type { Settings } from '../study/axes.ts';

/** Measured on one core with AVX2 at five models from 16/10 to 784/1000; right to about a third there. */
const SECONDS_PER_UPDATE = 1e-4;
const SECONDS_PER_FLOP = 1 / 60e9;
const SECONDS_PER_PARAMETER = 5e-9;
/** Candidates that a coordinate search to convergence evaluates for one idea, about. */
const CANDIDATES_PER_IDEA = 8000;

/** What fixes the work of one model. */
export interface Work {
  readonly settings: Settings;
  readonly images: number;
  readonly testImages: number;
  readonly restarts: number;
}

/** Predicted seconds on one core to train one model and to find its ideas. */
export function predictSeconds(work: Work): number {
  const { settings, images, testImages, restarts } = work;
  const { hidden, batch, epochs, depth } = settings;
  const upper = (depth - 1) * hidden * hidden + hidden * CLASSES;
  const weights = PIXELS * hidden + upper;
  const flopsPerUpdate = batch * (6 * weights - 2 * PIXELS * hidden);
  const updates = Math.ceil((epochs * images) / batch);
  const training =
    updates * (SECONDS_PER_UPDATE + flopsPerUpdate * SECONDS_PER_FLOP + weights * SECONDS_PER_PARAMETER);
  const testing = epochs * testImages * 2 * weights * SECONDS_PER_FLOP;
  const ideas = restarts * CLASSES * CANDIDATES_PER_IDEA;
  const searching = ideas * 2 * upper * SECONDS_PER_FLOP;
  return training + testing + searching;
}
