/** What the shape judge knows: the axes along which features differ most, and densities on them, by answer and noise. */
import { ANSWERS, NOT_A_DIGIT } from '../answers.ts';
import type { TMixture } from './heavyTails.ts';
import { FEATURES } from './shapeFeatures.ts';

/** Axes that features are projected on. */
export const AXES = 64;

/** The largest share of flipped pixels at each level of noise, ascending: densities are fitted level by level. */
export const NOISE_LEVELS: readonly number[] = [0.03, 0.125, 0.25, 0.35, 0.45];

/** Components of the densities of a digit, and of what is none, which takes many forms. */
export const COMPONENTS = Array.from({ length: ANSWERS }, (_, answer) => (answer === NOT_A_DIGIT ? 8 : 1));

/** A fitted shape judge. */
export interface ShapeModel {
  /** [498]: the mean of the features. */
  readonly mean: Float32Array;
  /** [64, 498]: orthonormal. */
  readonly axes: Float32Array;
  /** By level of noise and answer: log p(features, level | answer). */
  readonly densities: readonly (readonly TMixture[])[];
}

/** The coordinates [64] of features [498] on the axes: a . (f - mean). */
export function project(
  { mean, axes }: Pick<ShapeModel, 'mean' | 'axes'>,
  features: Float64Array,
): Float64Array {
  const centred = features.map((value, i) => value - mean[i]!);
  return Float64Array.from({ length: axes.length / FEATURES }, (_, k) => {
    let sum = 0;
    const start = k * FEATURES;
    for (let i = 0; i < FEATURES; i++) sum += axes[start + i]! * centred[i]!;
    return sum;
  });
}
