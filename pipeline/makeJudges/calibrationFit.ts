/** Fits a judge's calibration to images whose answers are known. */

import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import {
  type Calibration,
  dot,
  logistic,
  noneFeatures,
  softmax,
  uncalibrated,
} from '../judging/calibration.ts';
import type { Evidence } from '../judging/evidenceModel.ts';
import { CLASSES } from '../math/images.ts';
import { square } from '../math/powers.ts';
import { rowOf } from '../math/rows.ts';

/**
 * The calibration with the least mean cross-entropy of targets [n, 11], distributions row by row, to four decimals.
 * Both parts are convex: the temperature by bisection of the slope in 1 / T within [1/20, 200], the log odds of "not a
 * digit" by Newton's method, with a ridge that keeps them finite where digits and non-digits do not overlap.
 */
export function fitCalibration(evidence: Evidence, targets: Float32Array): Calibration {
  const none = fitLogistic(evidence, targets).map(round);
  return { temperature: round(fitForcedChoice(evidence, targets)), none };
}

/** Four decimals: what a card shows is what is used. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

const COLDEST = 1 / 20;
const HOTTEST = 200;
const BISECTIONS = 50;

/** Logits of an image and the answers that they should give: weights of at least 0, whose sum is the image's own. */
interface Choice {
  readonly logits: Float64Array;
  readonly targets: Float32Array;
}

/** The temperature of the forced choice, fitted to digits alone. */
function fitForcedChoice({ digits, noisiness }: Evidence, targets: Float32Array): number {
  return fitTemperature(
    Array.from(noisiness, (_, row) => ({
      logits: rowOf(digits, row, CLASSES),
      targets: targets.subarray(row * ANSWERS, row * ANSWERS + CLASSES),
    })),
  );
}

/**
 * The T in (1/20, 200) with which softmax(logits / T) has the least cross-entropy of the targets. Throws a RangeError
 * where a slope is not finite, or where the least lies at an end of the range or nowhere: bisection would end there in
 * silence.
 */
function fitTemperature(choices: readonly Choice[]): number {
  let [low, high] = [1 / HOTTEST, 1 / COLDEST];
  const [first, last] = [slopeInColdness(choices, low), slopeInColdness(choices, high)];
  if (!(first < 0 && last > 0)) {
    throw new RangeError(
      `fitTemperature: expected a slope that rises through 0 between T = ${HOTTEST} and T = ${COLDEST}, got ${first} and ${last}`,
    );
  }
  for (let k = 0; k < BISECTIONS; k++) {
    const middle = (low + high) / 2;
    if (slopeInColdness(choices, middle) > 0) high = middle;
    else low = middle;
  }
  return 2 / (low + high);
}

/** Derivative of the cross-entropy with respect to 1 / T: sum over images and answers of (weight P_a - t_a) logit_a. */
function slopeInColdness(choices: readonly Choice[], coldness: number): number {
  let slope = 0;
  for (const { logits, targets } of choices) {
    const weight = targets.reduce((sum, target) => sum + target, 0);
    if (weight === 0) continue;
    softmax(logits, 1 / coldness).forEach((p, answer) => {
      slope += (weight * p - targets[answer]!) * logits[answer]!;
    });
  }
  if (!Number.isFinite(slope)) {
    throw new RangeError(`fitTemperature: expected a finite slope at T = ${1 / coldness}, got ${slope}`);
  }
  return slope;
}

const NEWTON_STEPS = 50;
/** Weight of the squared distance from the weights that leave evidence as it is, against a sum over images. */
const RIDGE = 1e-3;
/** Shortest share of a Newton step that is tried. */
const SHORTEST = 1e-6;

interface Row {
  readonly features: readonly number[];
  readonly target: number;
}

function fitLogistic(evidence: Evidence, targets: Float32Array): readonly number[] {
  const rows = Array.from(evidence.noisiness, (_, row) => ({
    features: noneFeatures(evidence, row),
    target: targets[row * ANSWERS + NOT_A_DIGIT]!,
  }));
  const start = uncalibrated(evidence.none.length / evidence.noisiness.length).none;
  let weights: readonly number[] = start;
  let loss = logisticLoss(rows, weights, start);
  for (let k = 0; k < NEWTON_STEPS; k++) {
    const step = newtonStep(rows, weights, start);
    let share = 1;
    const moved = () => weights.map((weight, i) => weight + share * step[i]!);
    while (logisticLoss(rows, moved(), start) > loss && share > SHORTEST) share /= 2;
    const next = moved();
    const nextLoss = logisticLoss(rows, next, start);
    if (nextLoss >= loss) break;
    [weights, loss] = [next, nextLoss];
  }
  return weights;
}

/** Sum of cross-entropies plus the ridge; log(1 + exp(z)) - t z, stable for any z. */
function logisticLoss(rows: readonly Row[], weights: readonly number[], start: readonly number[]): number {
  const ridge = weights.reduce((sum, weight, i) => sum + (RIDGE / 2) * square(weight - start[i]!), 0);
  return rows.reduce((sum, { features, target }) => {
    const z = dot(features, weights);
    return sum + Math.max(z, 0) + Math.log(1 + Math.exp(-Math.abs(z))) - target * z;
  }, ridge);
}

/** The step -H^-1 g. */
function newtonStep(rows: readonly Row[], weights: readonly number[], start: readonly number[]): number[] {
  const gradient = weights.map((weight, i) => RIDGE * (weight - start[i]!));
  const hessian = weights.map((_, i) => weights.map((__, j) => (i === j ? RIDGE : 0)));
  for (const { features, target } of rows) {
    const p = logistic(dot(features, weights));
    features.forEach((feature, i) => {
      gradient[i]! += (p - target) * feature;
      features.forEach((other, j) => {
        hessian[i]![j]! += p * (1 - p) * feature * other;
      });
    });
  }
  return solve(hessian, gradient).map((value) => -value);
}

/** x with A x = b for a symmetric positive definite A, by elimination. */
function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  rows.forEach((pivot, i) => {
    rows.forEach((row, j) => {
      if (i === j) return;
      const factor = row[i]! / pivot[i]!;
      row.forEach((value, k) => {
        row[k] = value - factor * pivot[k]!;
      });
    });
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}
