/** A network's parameters: the shapes of its layers (stated here and nowhere else), its start, and its arrays by name. */
import { CLASSES, PIXELS } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';
import type { Architecture } from '../study/axes.ts';
import type { LayerParameters, MlpParameters } from './engine.ts';

/** `w1`, `b1`, `w2` ...: weights and biases of layer 1, 2 and so on. They name random streams and values of graphs. */
export type ParameterName = `${'w' | 'b'}${number}`;

/** One array of parameters: a weight [inputs, outputs] or biases [outputs]. */
export interface ParameterArray {
  readonly name: ParameterName;
  readonly shape: readonly number[];
  /** Numbers in it. */
  readonly length: number;
}

/** What one layer maps from and to. */
export interface LayerSize {
  readonly inputs: number;
  readonly outputs: number;
}

/** The article's network at hidden size `hidden`: two hidden layers with ReLU. */
export function articleArchitecture(hidden: number): Architecture {
  return { hidden, depth: 2, activation: 'relu' };
}

/** The depth + 1 layers: 784 -> H -> ... -> H -> 10. */
export function listLayerSizes({ hidden, depth }: Pick<Architecture, 'hidden' | 'depth'>): LayerSize[] {
  const widths = [PIXELS, ...Array.from({ length: depth }, () => hidden), CLASSES];
  return widths.slice(1).map((outputs, at) => ({ inputs: widths[at]!, outputs }));
}

/** The arrays in their order: w1, b1, w2, b2 and so on. */
export function listParameters(architecture: Pick<Architecture, 'hidden' | 'depth'>): ParameterArray[] {
  return listLayerSizes(architecture).flatMap(({ inputs, outputs }, at): ParameterArray[] => [
    { name: `w${at + 1}`, shape: [inputs, outputs], length: inputs * outputs },
    { name: `b${at + 1}`, shape: [outputs], length: outputs },
  ]);
}

/** Number of parameters: the sum over layers of (inputs + 1) outputs; H^2 + 796 H + 10 at depth 2. */
export function countParameters(architecture: Pick<Architecture, 'hidden' | 'depth'>): number {
  return listLayerSizes(architecture).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** The network whose array `name` is `fill(name, length)`, asked for in the order of {@link listParameters}. */
export function buildParameters(
  { hidden, depth, activation }: Architecture,
  fill: (name: ParameterName, length: number) => Float32Array,
): MlpParameters {
  const layers = listLayerSizes({ hidden, depth }).map(({ inputs, outputs }, at): LayerParameters => {
    const weights = fill(`w${at + 1}`, inputs * outputs);
    return { weights, biases: fill(`b${at + 1}`, outputs) };
  });
  return { hidden, depth, activation, layers };
}

/** The arrays themselves, in the order of {@link listParameters}. */
export function listArrays({ layers }: Pick<MlpParameters, 'layers'>): Float32Array[] {
  return layers.flatMap(({ weights, biases }) => [weights, biases]);
}

/**
 * Chainer's defaults: weights normal with standard deviation sqrt(1 / fan-in) (LeCun et al., 1998), biases 0.
 * Each array draws from a stream of its own under `seed`: `init/w1`, `init/w2` and so on.
 */
export function initialiseParameters(architecture: Architecture, seed: number): MlpParameters {
  const fanIns = listLayerSizes(architecture).map(({ inputs }) => inputs);
  return buildParameters(architecture, (name, length) => {
    const values = new Float32Array(length);
    if (name.startsWith('b')) return values;
    const fanIn = fanIns[Number(name.slice(1)) - 1]!;
    return fillNormal(openStream(seed, `init/${name}`), Math.sqrt(1 / fanIn), values);
  });
}
