/**
 * How an MLP for images of another scale is made one for ours: the scale is folded into the first layer, so that everything else
 * sees a usual model.
 */
import { PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import type { LayerParameters, MlpParameters } from './engine.ts';
import { type InputScale, toLine } from './inputScale.ts';
import { listArrays } from './parameters.ts';

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
