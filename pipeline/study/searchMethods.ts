/**
 * The searches that a study can name, in one table: what each is called, which keys of `search` it heeds, and how long
 * it is. A new search is one entry here, its call in search/search.ts, and the function itself.
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
  /** What it takes for one idea, in candidates of a coordinate search that take as long, about: for predicted times. */
  readonly predictEffort: (config: SearchConfig) => number;
  /** How it is told apart in a comparison of searches: each way by its name, with what it changes. */
  readonly compared: Readonly<Record<string, Partial<SearchConfig>>>;
  /** What limits it, in words: `10,000 proposals`. */
  readonly describeLength: (config: SearchConfig) => string;
}

/** Passes over the image that a coordinate search usually needs until it converges, and candidates of a pass: measured. */
const USUAL_PASSES = 6.25;

/**
 * What predictEffort counts, measured on onnx with 16 to 784 hidden units: a coordinate search from the article's start
 * evaluates 5,900 to 9,800 candidates for an idea, one that is cut short few for its certificate; a proposal takes as long
 * as 0.6 to 1.2 candidates, an update of an ascent as 15 to 40; and the ascent's image is polished by a search of 3,500.
 */
const CONVERGED_EFFORT = 7500;
const CUT_SHORT_EFFORT = 113;
const PROPOSAL_EFFORT = 0.95;
const UPDATE_EFFORT = 20;
const POLISH_EFFORT = 3500;

const count = (value: number) => value.toLocaleString('en-US');

/** Every search. */
export const METHODS: Readonly<Record<MethodName, SearchMethod>> = {
  coordinate: {
    title: 'coordinate search',
    steps: 'visits',
    keys: ['passes', 'order'],
    countSteps: ({ passes }) => PIXELS * (passes === 'converged' ? USUAL_PASSES : passes),
    isLengthFixed: ({ passes }) => passes !== 'converged',
    predictEffort: ({ passes }) =>
      passes === 'converged' ? CONVERGED_EFFORT : (passes + 1) * PIXELS + CUT_SHORT_EFFORT,
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
    predictEffort: ({ proposals }) => PROPOSAL_EFFORT * proposals + CUT_SHORT_EFFORT,
    compared: { 'Monte Carlo': {} },
    describeLength: ({ proposals }) => `${count(proposals)} proposals`,
  },
  annealing: {
    title: 'annealing',
    steps: 'proposals',
    keys: ['proposals', 'schedule', 'hottest', 'coldest'],
    countSteps: ({ proposals }) => proposals,
    isLengthFixed: () => true,
    predictEffort: ({ proposals }) => PROPOSAL_EFFORT * proposals + CUT_SHORT_EFFORT,
    compared: { annealing: {} },
    describeLength: ({ proposals }) => `${count(proposals)} proposals`,
  },
  gradient: {
    title: 'gradient ascent',
    steps: 'updates',
    keys: ['updates', 'rate', 'variation', 'l2', 'jitter'],
    countSteps: ({ updates }) => updates,
    isLengthFixed: () => true,
    predictEffort: ({ updates }) => UPDATE_EFFORT * updates + POLISH_EFFORT,
    compared: { gradient: {} },
    describeLength: ({ updates }) => `${count(updates)} updates, then polished`,
  },
};
