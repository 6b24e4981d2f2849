/** The model's parameters by name: their shapes, their start, and copies. */
import { CLASSES, PIXELS } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';
import type { MlpParameters } from './engine.ts';

/** Names of the six arrays, in the order of the layers. */
export const PARAMETER_NAMES = ['w1', 'b1', 'w2', 'b2', 'w3', 'b3'] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];

/** Shape of every parameter array at hidden size `hidden`; weights are [inputs, outputs]. */
export function parameterShapes(hidden: number): Record<ParameterName, readonly number[]> {
  return {
    w1: [PIXELS, hidden],
    b1: [hidden],
    w2: [hidden, hidden],
    b2: [hidden],
    w3: [hidden, CLASSES],
    b3: [CLASSES],
  };
}

/** Number of parameters: H^2 + 796 H + 10. */
export function countParameters(hidden: number): number {
  return hidden * hidden + (PIXELS + CLASSES + 2) * hidden + CLASSES;
}

/** Parameters whose array `name` is `fill(name, length)`. */
export function buildParameters(
  hidden: number,
  fill: (name: ParameterName, length: number) => Float32Array,
): MlpParameters {
  const shapes = parameterShapes(hidden);
  const build = (name: ParameterName) =>
    fill(
      name,
      shapes[name].reduce((product, size) => product * size, 1),
    );
  return {
    hidden,
    w1: build('w1'),
    b1: build('b1'),
    w2: build('w2'),
    b2: build('b2'),
    w3: build('w3'),
    b3: build('b3'),
  };
}

/**
 * Chainer's defaults: weights normal with standard deviation sqrt(1 / fan-in) (LeCun et al., 1998), biases 0.
 * Each array draws from a stream of its own under `seed`.
 */
export function initialiseParameters(hidden: number, seed: number): MlpParameters {
  const shapes = parameterShapes(hidden);
  return buildParameters(hidden, (name, length) => {
    const values = new Float32Array(length);
    const [fanIn, fanOut] = shapes[name];
    if (fanOut === undefined) return values;
    return fillNormal(openStream(seed, `init/${name}`), Math.sqrt(1 / fanIn!), values);
  });
}
