/**
 * The images that a model of one's own was trained on, and how a model for such images is made one for ours: 784 numbers
 * in [0, 1], white ink on black. The scale is folded into the first layer, so that everything else sees a usual model.
 */
import { PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import type { LayerParameters, MlpParameters } from './engine.ts';
import { listArrays } from './parameters.ts';

/**
 * What was done to an image x in [0, 1] before the model saw it, in this order: inverted, x' = 1 - x; brought to a range,
 * x'' = low + (high - low) x'; normalised, z = (x'' - mean) / std.
 */
export interface InputScale {
  readonly isInverted: boolean;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly std: number;
}

/** That of our images: nothing was done to them. */
export const AS_IS: InputScale = { isInverted: false, low: 0, high: 1, mean: 0, std: 1 };

/** z = slope x + offset for a pixel x in [0, 1]. */
export function toLine({ isInverted, low, high, mean, std }: InputScale): { slope: number; offset: number } {
  const slope = (high - low) / std;
  return isInverted ? { slope: -slope, offset: (high - mean) / std } : { slope, offset: (low - mean) / std };
}

/**
 * The model that gives for x what `parameters` give for z: with W z + b = (slope W) x + (b + offset sum_i W_i), its first
 * weights are slope W and its first biases b + offset sum_i W_i, over the pixels i in their order. Each is computed in double
 * precision and rounded to float32 once.
 */
export function foldInputScale(parameters: MlpParameters, scale: InputScale): MlpParameters {
  const { slope, offset } = toLine(scale);
  if (slope === 1 && offset === 0) return parameters;
  const [first, ...others] = parameters.layers;
  return { ...parameters, layers: [foldLayer(first!, slope, offset), ...others] };
}

/** The same; throws a UserError that names `where` for a scale that makes numbers too large for float32. */
export function foldGivenScale(parameters: MlpParameters, scale: InputScale, where: string): MlpParameters {
  const folded = foldInputScale(parameters, scale);
  const fits = listArrays(folded).every((array) => array.every(Number.isFinite));
  if (fits) return folded;
  throw expected(where, 'a scale that leaves finite weights', 'infinite ones', 'check --range and --std');
}

function foldLayer({ weights, biases }: LayerParameters, slope: number, offset: number): LayerParameters {
  const outputs = biases.length;
  return {
    weights: weights.map((weight) => slope * weight),
    biases: biases.map((bias, unit) => {
      let sum = 0;
      for (let pixel = 0; pixel < PIXELS; pixel++) sum += weights[pixel * outputs + unit]!;
      return bias + offset * sum;
    }),
  };
}
