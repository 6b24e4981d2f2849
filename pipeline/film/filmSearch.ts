/**
 * The search of a film: the article's Monte Carlo unless told otherwise, with about fifty snapshots whatever the search,
 * so that any of them can be watched in seconds.
 */
import { PIXELS } from '../math/images.ts';
import { type SearchConfig, searchSchema } from '../study/config.ts';
import { expected, type UserError } from '../study/errors.ts';
import { METHODS } from '../study/searchMethods.ts';

/** The article's film is one of 10,000 proposals, a picture every 200. */
export const FILM_METHOD = 'monte-carlo';

/** What a film says of itself, beside its pictures. */
export const FILM_RECORD = 'film.json';

/** Snapshots of a film for which no number of steps between them is given. */
const USUAL_SNAPSHOTS = 50;
/** About as many as a person watches, and 400 MB while they are drawn. */
export const MOST_FRAMES = 1000;

/**
 * The search that a film shows: `given`, with as many steps between snapshots as give about fifty unless they are named.
 * Throws a UserError where that gives no film, or too long a one.
 */
export function chooseFilmSearch(
  given: SearchConfig = searchSchema.parse({ method: FILM_METHOD }),
  snapshots: number = chooseSnapshotInterval(given),
): SearchConfig {
  if (snapshots === 0) throw expected('--snapshots', 'at least 1', '0', 'a film needs pictures');
  const config = { ...given, snapshots };
  assertFilmLength(config);
  return config;
}

/** Steps between two snapshots that give a film of about fifty frames: 200 of 10,000, and at least 1. */
export function chooseSnapshotInterval(config: SearchConfig): number {
  return Math.max(1, Math.round(METHODS[config.method].countSteps(config) / USUAL_SNAPSHOTS));
}

/** Throws a UserError where a search would give too many frames, as far as that can be told before it. */
function assertFilmLength(config: SearchConfig): void {
  const { countSteps, isLengthFixed } = METHODS[config.method];
  // A search that stops by itself visits every pixel at least once.
  const steps = isLengthFixed(config) ? countSteps(config) : PIXELS;
  const frames = Math.ceil(steps / config.snapshots) + 1;
  if (frames > MOST_FRAMES) throw refuseFrames(frames, Math.ceil(steps / (MOST_FRAMES - 2)));
}

/** The error for a film of too many `frames`; `interval` is one that would do. */
export function refuseFrames(frames: number, interval: number): UserError {
  return expected(
    '--snapshots',
    `steps that give at most ${MOST_FRAMES} frames`,
    `${frames} frames`,
    `try --snapshots ${interval}`,
  );
}
