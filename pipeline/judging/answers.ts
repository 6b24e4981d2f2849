/** What a judge answers about an image: one of ten digits, or "not a digit". */
import { CLASSES } from '../math/images.ts';

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
  return table.subarray(row * ANSWERS, (row + 1) * ANSWERS);
}
