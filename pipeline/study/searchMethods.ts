/**
 * The searches that a study can name, in one table: what each is called, which keys of `search` it heeds, and how long
 * it is. A new search is one entry here, its function in search/search.ts, and the function itself.
 */
import { PIXELS } from '../math/images.ts';
import type { MethodName, SearchConfig } from './config.ts';

/** What is known of a search beside how it is done. */
export interface SearchMethod {
  /** `Monte Carlo`. */
  readonly title: string;
  /** What it makes one after the other: `proposals`. */
  readonly steps: string;
  /** The keys of `search` that it heeds, beside those that all do. */
  readonly keys: readonly (keyof SearchConfig)[];
  /** Steps that it makes, about where it stops by itself. */
  readonly countSteps: (config: SearchConfig) => number;
  /** Whether it makes that many steps whatever it finds. */
  readonly isLengthFixed: (config: SearchConfig) => boolean;
  /** Candidate images a step whose logits it computes, about. */
  readonly evaluationsPerStep: number;
  /** How it is told apart in a comparison of searches: each way by its name, with what it changes. */
  readonly compared: Readonly<Record<string, Partial<SearchConfig>>>;
  /** What limits it, in words: `10,000 proposals`. */
  readonly describeLength: (config: SearchConfig) => string;
}

/** Passes over the image that a coordinate search usually needs until it converges, and candidates of a pass: measured. */
const USUAL_PASSES = 6.25;

const count = (value: number) => value.toLocaleString('en-US');

/** Every search. */
export const METHODS: Readonly<Record<MethodName, SearchMethod>> = {
  coordinate: {
    title: 'coordinate search',
    steps: 'visits',
    keys: ['passes', 'order'],
    countSteps: ({ passes }) => PIXELS * (passes === 'converged' ? USUAL_PASSES : passes),
    isLengthFixed: ({ passes }) => passes !== 'converged',
    evaluationsPerStep: 1.15,
    compared: { 'coordinate, raster': {}, 'coordinate, shuffled': { order: 'shuffled' } },
    describeLength: ({ passes, order }) =>
      `${order} order, ${passes === 'converged' ? 'until no single flip helps' : `${count(passes)} passes`}`,
  },
  'monte-carlo': {
    title: 'Monte Carlo',
    steps: 'proposals',
    keys: ['proposals'],
    countSteps: ({ proposals }) => proposals,
    isLengthFixed: () => true,
    evaluationsPerStep: 0.6,
    compared: { 'Monte Carlo': {} },
    describeLength: ({ proposals }) => `${count(proposals)} proposals`,
  },
  annealing: {
    title: 'annealing',
    steps: 'proposals',
    keys: ['proposals', 'schedule', 'hottest', 'coldest'],
    countSteps: ({ proposals }) => proposals,
    isLengthFixed: () => true,
    evaluationsPerStep: 1,
    compared: { annealing: {} },
    describeLength: ({ proposals }) => `${count(proposals)} proposals`,
  },
  gradient: {
    title: 'gradient ascent',
    steps: 'updates',
    keys: ['updates', 'rate', 'variation', 'l2', 'jitter'],
    countSteps: ({ updates }) => updates,
    isLengthFixed: () => true,
    evaluationsPerStep: 5,
    compared: { gradient: {} },
    describeLength: ({ updates }) => `${count(updates)} updates, then polished`,
  },
};
