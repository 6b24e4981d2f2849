/** How long training takes, roughly: for the order of work, for predictions and for the time left. */
import { CLASSES, PIXELS } from '../math/images.ts';

/** Measured on one core with AVX2 at five cells from 16/10 to 784/1000; right to about a third there. */
const SECONDS_PER_UPDATE = 1e-4;
const SECONDS_PER_FLOP = 1 / 60e9;
const SECONDS_PER_PARAMETER = 5e-9;
/** Candidates that a coordinate search to convergence evaluates for one idea, about. */
const CANDIDATES_PER_IDEA = 8000;

/** What fixes the work of one model. */
export interface Work {
  readonly hidden: number;
  readonly batch: number;
  readonly epochs: number;
  readonly images: number;
  readonly testImages: number;
  readonly restarts: number;
}

/** Predicted seconds on one core to train one model and to find its ideas. */
export function predictSeconds(work: Work): number {
  const { hidden, batch, epochs, images, testImages, restarts } = work;
  const weights = PIXELS * hidden + hidden * hidden + hidden * CLASSES;
  const flopsPerUpdate = batch * (6 * weights - 2 * PIXELS * hidden);
  const updates = Math.ceil((epochs * images) / batch);
  const training =
    updates * (SECONDS_PER_UPDATE + flopsPerUpdate * SECONDS_PER_FLOP + weights * SECONDS_PER_PARAMETER);
  const testing = epochs * testImages * 2 * weights * SECONDS_PER_FLOP;
  const ideas = restarts * CLASSES * CANDIDATES_PER_IDEA;
  const searching = ideas * 2 * (hidden * hidden + hidden * CLASSES) * SECONDS_PER_FLOP;
  return training + testing + searching;
}
