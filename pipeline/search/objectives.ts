/**
 * What a search makes large: how surely the model takes an image for a digit, in one of three senses.
 *
 * Searches compare images by a rank, a function of the logits l that rises with the energy but does not run flat where
 * the model is sure: near P = 1 the log-probability differs between images by less than float32 can tell, its log odds
 * do not. Energies are what people are told.
 */
import { CLASSES } from '../math/images.ts';
import { logSumExp } from '../math/rows.ts';
import type { ObjectiveName } from '../study/config.ts';
import { expected } from '../study/errors.ts';

/** One sense of "the model takes this image for digit d", which is a class of any model. `at` is where an image's logits begin. */
export interface Objective {
  readonly name: ObjectiveName;
  /** What searches compare; larger is better. */
  rank(logits: Float32Array, at: number, digit: number): number;
  /** The energy of an image of this rank. */
  energy(rank: number): number;
  /** The size of what the rank was computed from, for which rounding is to be allowed. */
  magnitude(logits: Float32Array, at: number, digit: number): number;
  /** Writes d rank / d logits [classes] to `out` from `at` on. */
  cotangent(logits: Float32Array, at: number, digit: number, out: Float32Array): void;
}

/** Energy: the logit l_d. The article's. */
function defineLogit(classes: number): Objective {
  return {
    name: 'logit',
    rank: (logits, at, digit) => logits[at + digit]!,
    energy: (rank) => rank,
    magnitude: (logits, at, digit) => Math.abs(logits[at + digit]!),
    cotangent(_, at, digit, out) {
      out.fill(0, at, at + classes);
      out[at + digit] = 1;
    },
  };
}

/** Energy: log P(d) = l_d - log sum_j exp l_j, in nats. Rank: the log odds l_d - log sum_{j != d} exp l_j. */
function defineLogProbability(classes: number): Objective {
  return {
    name: 'log-probability',
    rank: (logits, at, digit) => logits[at + digit]! - logSumOfOthers(logits, at, digit, classes),
    energy: (rank) => (rank > 0 ? -Math.log1p(Math.exp(-rank)) : rank - Math.log1p(Math.exp(rank))),
    magnitude: (logits, at) => twiceTheLargest(logits, at, classes),
    cotangent(logits, at, digit, out) {
      const others = logSumOfOthers(logits, at, digit, classes);
      for (let j = 0; j < classes; j++) out[at + j] = j === digit ? 1 : -Math.exp(logits[at + j]! - others);
    },
  };
}

/** Energy: the margin to the runner-up, l_d - max_{j != d} l_j; above 0 where the model reads the image as d. */
function defineMargin(classes: number): Objective {
  return {
    name: 'margin',
    rank: (logits, at, digit) => logits[at + digit]! - logits[at + runnerUp(logits, at, digit, classes)]!,
    energy: (rank) => rank,
    magnitude: (logits, at) => twiceTheLargest(logits, at, classes),
    cotangent(logits, at, digit, out) {
      out.fill(0, at, at + classes);
      out[at + digit] = 1;
      out[at + runnerUp(logits, at, digit, classes)] = -1;
    },
  };
}

/**
 * The rank itself where it is finite. Throws a UserError where it is not: a search would compare it with others for ever,
 * or take it for a certificate.
 */
export function assertFiniteRank(rank: number, digit: number): number {
  if (Number.isFinite(rank)) return rank;
  throw expected(
    'search',
    `finite logits for digit ${digit}`,
    String(rank),
    'use a model whose training did not diverge',
  );
}

/** Every objective by its name, of a model of so many classes, at least two. */
export function defineObjectives(classes: number): Readonly<Record<ObjectiveName, Objective>> {
  return {
    logit: defineLogit(classes),
    'log-probability': defineLogProbability(classes),
    margin: defineMargin(classes),
  };
}

/** Those of a model of the ten digits. */
export const OBJECTIVES = defineObjectives(CLASSES);

/** The class other than `digit` whose logit is largest, the first of equals. */
export function runnerUp(logits: Float32Array, at: number, digit: number, classes = CLASSES): number {
  let best = digit === 0 ? 1 : 0;
  for (let j = best + 1; j < classes; j++) {
    if (j !== digit && logits[at + j]! > logits[at + best]!) best = j;
  }
  return best;
}

/** log sum_{j != d} exp l_j. */
function logSumOfOthers(logits: Float32Array, at: number, digit: number, classes: number): number {
  const others: number[] = [];
  for (let j = 0; j < classes; j++) if (j !== digit) others.push(logits[at + j]!);
  return logSumExp(others);
}

/** Twice the largest |logit|: a difference of two logits has the rounding of both. */
function twiceTheLargest(logits: Float32Array, at: number, classes: number): number {
  let largest = 0;
  for (let j = 0; j < classes; j++) largest = Math.max(largest, Math.abs(logits[at + j]!));
  return 2 * largest + 1;
}
