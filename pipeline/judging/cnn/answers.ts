/** From the network's logits to what a reader says, and how honest its probabilities are. */
import { CLASSES } from '../../math/images.ts';
import type { ReadingRecord } from '../../study/records.ts';
import { mostLikely } from '../posterior.ts';
import { ANSWERS, NOT_A_DIGIT } from './targets.ts';

/** P [n, 11] = softmax(logits / temperature), row by row. */
export function toProbabilities(logits: Float32Array, temperature: number): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let from = 0; from < logits.length; from += ANSWERS) {
    const row = logits.subarray(from, from + ANSWERS);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    row.forEach((logit, answer) => {
      const weight = Math.exp((logit - largest) / temperature);
      probabilities[from + answer] = weight;
      sum += weight;
    });
    for (let answer = 0; answer < ANSWERS; answer++) probabilities[from + answer]! /= sum;
  }
  return probabilities;
}

/**
 * The reading of one image, meant to be `digit`, from its probabilities [11]: forced choice P(digit) / (1 - P(not a
 * digit)), or 1/10 where nothing is left of the digits.
 */
export function toReading(probabilities: Float64Array, digit: number): ReadingRecord {
  const digits = probabilities.subarray(0, CLASSES);
  const anyDigit = digits.reduce((sum, value) => sum + value, 0);
  return {
    forcedChoice: anyDigit > 0 ? digits[digit]! / anyDigit : 1 / CLASSES,
    notDigit: probabilities[NOT_A_DIGIT]!,
    top: mostLikely(digits),
    typicality: null,
  };
}

/** Mean cross-entropy in nats of targets [n, 11] under softmax(logits / temperature). */
export function measureCrossEntropy(
  logits: Float32Array,
  targets: Float32Array,
  temperature: number,
): number {
  const probabilities = toProbabilities(logits, temperature);
  let total = 0;
  targets.forEach((target, at) => {
    if (target > 0) total -= target * Math.log(Math.max(probabilities[at]!, Number.MIN_VALUE));
  });
  return (total * ANSWERS) / targets.length;
}

/** Candidates of the temperature: 0.50, 0.51, ..., 3.00. */
const TEMPERATURES = Array.from({ length: 251 }, (_, k) => (50 + k) / 100);

/**
 * The temperature in 0.50, 0.51, ..., 3.00 with the least cross-entropy.
 *
 * Guo et al., "On calibration of modern neural networks", arXiv 1706.04599.
 */
export function chooseTemperature(logits: Float32Array, targets: Float32Array): number {
  const losses = TEMPERATURES.map((temperature) => measureCrossEntropy(logits, targets, temperature));
  return TEMPERATURES[losses.indexOf(Math.min(...losses))]!;
}

const BINS = 15;

/**
 * Expected calibration error, in [0, 1]: over 15 equal bins of the top answer's probability, the mean of
 * |mean probability - share right|, weighted by the number of images; a soft target is right by its share. Guo et al.,
 * arXiv 1706.04599.
 */
export function measureCalibrationError(probabilities: Float64Array, targets: Float32Array): number {
  const surplus = new Float64Array(BINS);
  const count = probabilities.length / ANSWERS;
  for (let from = 0; from < probabilities.length; from += ANSWERS) {
    const row = probabilities.subarray(from, from + ANSWERS);
    const top = row.indexOf(row.reduce((a, b) => Math.max(a, b), 0));
    const bin = Math.min(BINS - 1, Math.floor(row[top]! * BINS));
    surplus[bin]! += row[top]! - targets[from + top]!;
  }
  return surplus.reduce((sum, value) => sum + Math.abs(value), 0) / count;
}
