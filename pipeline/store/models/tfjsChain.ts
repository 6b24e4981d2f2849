/** Reads the layers of a TF.js model as a chain of fully connected layers, where they are one. */
import type { io } from '@tensorflow/tfjs';
import { PIXELS } from '../../math/images.ts';
import {
  CHAIN_ACTIVATIONS,
  type ChainActivation,
  type DenseChain,
  DenseChainBuilder,
  NoChain,
} from './denseChain.ts';
import { assertFinite } from './floatTypes.ts';
import { countNumbers } from './layout.ts';
import type { TfjsWeights } from './tfjsFile.ts';
import { type Layer, type LayersTopology, nameLayer, wordLayer } from './tfjsTopology.ts';

/** Layers that change nothing in use. */
const IDLE = [
  'InputLayer',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'AlphaDropout',
  'ActivityRegularization',
];

/** Gives a weight of a layer, such as its `kernel`; null where there is none. */
type TakeWeight = (layer: Layer, part: string) => Float32Array | null;

/** The chain of the layers. Throws {@link NoChain} where they are none, and a UserError for weights that are not finite. */
export async function readLayersChain(
  topology: LayersTopology,
  weights: TfjsWeights,
  where: string,
): Promise<DenseChain> {
  assertInARow(topology);
  const [, ...sizes] = topology.inputShape;
  if (countNumbers(sizes.map((size) => size ?? 0)) !== PIXELS) throw new NoChain('inputs that are not 784');
  const take = await decodeWeights(weights, where);
  const builder = new DenseChainBuilder();
  let isFlat = sizes.length === 1;
  for (const layer of topology.layers) {
    if (layer.class_name === 'Flatten') isFlat = true;
    else if (layer.class_name === 'Dense' && !isFlat) throw new NoChain(wordLayer(layer));
    else applyLayer(builder, layer, take);
  }
  return builder.finish();
}

/** Throws where a layer of a functional model takes anything but what the layer before it gives. */
function assertInARow({ isSequential, layers, json }: LayersTopology): void {
  if (isSequential) return;
  layers.forEach((layer, at) => {
    if (!isReference(layer.inbound_nodes, layers[at - 1])) throw new NoChain(wordLayer(layer));
  });
  const { input_layers, output_layers } = json.config;
  if (!isReference(input_layers, layers[0]) || !isReference(output_layers, layers.at(-1))) {
    throw new NoChain('several inputs or outputs');
  }
}

/** Whether `value` is [layer, 0, 0, arguments] in up to two more brackets; empty where `layer` is undefined. */
function isReference(value: unknown, layer: Layer | undefined): boolean {
  const parts = [value ?? []].flat(3);
  if (layer === undefined) return parts.length === 0;
  const [name, node, output, ...more] = parts;
  return name === nameLayer(layer) && node === 0 && output === 0 && more.length <= 1;
}

/** The weights by TF.js's own reading, which undoes a quantisation. */
async function decodeWeights({ specs, bytes }: TfjsWeights, where: string): Promise<TakeWeight> {
  const tf = await import('@tensorflow/tfjs');
  // Without its advice to use its native sister.
  tf.enableProdMode();
  await tf.ready();
  const tensors = tf.io.decodeWeights(bytes, specs.map(({ spec }) => spec) as io.WeightsManifestEntry[]);
  const names = Object.keys(tensors);
  const values = new Map(
    names.map((name) => [
      name,
      assertFinite(Float32Array.from(tensors[name]!.dataSync()), `${where}: ${name}`),
    ]),
  );
  tf.dispose(tensors);
  return (layer, part) => {
    const own = `${nameLayer(layer)}/${part}`;
    const name = names.find((candidate) => candidate === own || candidate.endsWith(`/${own}`));
    return name === undefined ? null : values.get(name)!;
  };
}

function applyLayer(builder: DenseChainBuilder, layer: Layer, take: TakeWeight): void {
  const { class_name, config } = layer;
  if (IDLE.includes(class_name)) return;
  switch (class_name) {
    case 'Dense':
      applyDense(builder, layer, take);
      return;
    case 'Activation':
      activate(builder, config.activation, layer);
      return;
    case 'ReLU':
      activate(builder, isPlainRelu(config) ? 'relu' : null, layer);
      return;
    case 'Rescaling':
      builder.affine([numberOf(config.scale, layer), numberOf(config.offset ?? 0, layer)]);
      return;
    case 'BatchNormalization':
      applyBatchNorm(builder, layer, take);
      return;
    default:
      throw new NoChain(wordLayer(layer));
  }
}

function applyDense(builder: DenseChainBuilder, layer: Layer, take: TakeWeight): void {
  const { units, use_bias, activation } = layer.config;
  const kernel = take(layer, 'kernel');
  if (typeof units !== 'number' || kernel?.length !== builder.width * units) {
    throw new NoChain(wordLayer(layer));
  }
  builder.product(kernel, units);
  if (use_bias !== false) {
    const bias = take(layer, 'bias');
    if (bias === null) throw new NoChain(wordLayer(layer));
    builder.affine([1, Float64Array.from(bias)]);
  }
  activate(builder, activation, layer);
}

function activate(builder: DenseChainBuilder, activation: unknown, layer: Layer): void {
  if ((activation ?? 'linear') === 'linear') return;
  if (typeof activation !== 'string' || !Object.hasOwn(CHAIN_ACTIVATIONS, activation)) {
    throw new NoChain(wordLayer(layer));
  }
  builder.activate(activation as ChainActivation);
}

function isPlainRelu({ max_value, negative_slope, threshold }: Layer['config']): boolean {
  const isNothing = (value: unknown) => value === undefined || value === null;
  return isNothing(max_value) && [negative_slope, threshold].every((one) => isNothing(one) || one === 0);
}

function numberOf(value: unknown, layer: Layer): number {
  if (typeof value === 'number') return value;
  throw new NoChain(wordLayer(layer));
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta. */
function applyBatchNorm(builder: DenseChainBuilder, layer: Layer, take: TakeWeight): void {
  const [mean, variance] = [take(layer, 'moving_mean'), take(layer, 'moving_variance')];
  if (mean === null || variance === null) throw new NoChain(wordLayer(layer));
  const [gamma, beta] = [take(layer, 'gamma'), take(layer, 'beta')];
  const epsilon = numberOf(layer.config.epsilon ?? 1e-3, layer);
  const slope = Float64Array.from(
    variance,
    (value, unit) => (gamma?.[unit] ?? 1) / Math.sqrt(value + epsilon),
  );
  builder.affine([
    slope,
    Float64Array.from(mean, (value, unit) => (beta?.[unit] ?? 0) - value * slope[unit]!),
  ]);
}
