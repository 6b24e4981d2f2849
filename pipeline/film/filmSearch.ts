/**
 * The search of a film: the article's Monte Carlo unless told otherwise, with about fifty snapshots whatever the search,
 * so that any of them can be watched in seconds.
 */

import { listSearchOptions, readSearchOptions } from '../commands/searchOptions.ts';
import { PIXELS } from '../math/images.ts';
import type { SearchConfig } from '../study/config.ts';
import { expected, type UserError } from '../study/errors.ts';

/** The article's film is one of 10,000 proposals, a picture every 200. */
const METHOD = 'monte-carlo';

/** Snapshots of a film for which no number of steps between them is given. */
const USUAL_SNAPSHOTS = 50;
/** About as many as a person watches, and 400 MB while they are drawn. */
export const MOST_FRAMES = 1000;
/** Passes over the image that a search usually needs until it converges; it stops by itself, so this is a guess. */
const USUAL_PASSES = 6.25;

/** An option for each key of `search` that a film heeds: it shows one search, from one start. */
export const FILM_SEARCH_OPTIONS = nameFilmOptions();

function nameFilmOptions() {
  const options = listSearchOptions('How to search:', {
    omitted: ['restarts'],
    defaults: { method: METHOD },
  });
  const describe =
    'Steps between two pictures of the search on its way [default: as many as give about 50 pictures, such as every 200 of 10,000 proposals, 4 of 200 updates, 98 visits of a pixel]';
  return { ...options, snapshots: { ...options.snapshots, describe } };
}

/** The search that a film was asked to show. Throws a UserError of one line. */
export function readFilmSearch(options: Readonly<Record<string, unknown>>): SearchConfig {
  const given = readSearchOptions(options, { method: METHOD });
  const config =
    options.snapshots === undefined ? { ...given, snapshots: chooseSnapshotInterval(given) } : given;
  if (config.snapshots === 0) {
    throw expected('--snapshots', 'at least 1', '0', 'a film needs pictures');
  }
  assertFilmLength(config);
  return config;
}

/** Steps of a search, or about as many as it takes where it stops by itself: visits, proposals or updates. */
function predictSteps({ method, passes, proposals, updates }: SearchConfig): number {
  if (method === 'gradient') return updates;
  if (method !== 'coordinate') return proposals;
  return PIXELS * (passes === 'converged' ? USUAL_PASSES : passes);
}

/** Steps between two snapshots that give a film of about fifty frames: 200 of 10,000, and at least 1. */
export function chooseSnapshotInterval(config: SearchConfig): number {
  return Math.max(1, Math.round(predictSteps(config) / USUAL_SNAPSHOTS));
}

/** Throws a UserError where a search would give too many frames, as far as that can be told before it. */
function assertFilmLength(config: SearchConfig): void {
  const isLengthKnown = config.method !== 'coordinate' || config.passes !== 'converged';
  // A search by coordinates may stop early, but never in its first pass.
  const steps = isLengthKnown ? predictSteps(config) : PIXELS;
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
