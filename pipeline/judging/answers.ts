/** What a judge can answer about an image: one of ten digits, or "not a digit". */
import { CLASSES } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';

/** Number of answers: ten digits, then "not a digit". */
export const ANSWERS = CLASSES + 1;

/** Index of the answer "not a digit". */
export const NOT_A_DIGIT = CLASSES;

/**
 * Stands for a probability of 0 where its logarithm is taken. Not Number.MIN_VALUE: denormals count as 0 in a process that
 * runs native sessions.
 */
export const LEAST_PROBABILITY = 1e-300;

/** Row `row` of a table [n, 11], as a view. */
export function answersTo(row: number, table: Float64Array): Float64Array {
  return rowOf(table, row, ANSWERS);
}

/** P(digits[i]) [n] of probabilities [n, 11]: how surely each image is taken for what it is meant to be. */
export function pickIntended(probabilities: Float64Array, digits: readonly number[]): Float64Array {
  return Float64Array.from(digits, (digit, row) => probabilities[row * ANSWERS + digit]!);
}
