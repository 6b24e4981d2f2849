/**
 * What a TF.js Layers model.json must say to be one of our models, checked before TF.js sees it: it would allocate
 * whatever sizes the file names.
 *
 * Source: the tfjs-layers format, https://www.tensorflow.org/js/guide/save_load
 */
import { z } from 'zod';
import { listParameters } from '../../engine/parameters.ts';
import { CLASSES, PIXELS, SIDE } from '../../math/images.ts';
import { ACTIVATION_NAMES, type ActivationName, type Architecture, DEPTHS } from '../../study/axes.ts';
import { expected, UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';

/** What a user can do about a model that is not understood. */
export const NEXT_STEP = 'save one to four dense(H, relu, tanh or gelu) and dense(10, linear) on 784 inputs';

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: z.unknown().optional(),
});
/** One tensor in the weight files. */
export type WeightSpec = z.output<typeof weightSchema>;

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.unknown().optional(),
});
type Layer = z.output<typeof layerSchema>;

const layersSchema = z.object({
  layers: z.array(layerSchema),
  input_layers: z.unknown().optional(),
  output_layers: z.unknown().optional(),
});
type Network = z.output<typeof layersSchema>;

/** The first axis counts images and is open. */
const shapeSchema = z.array(z.number().nullable());

const networkSchema = z.object({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  // The oldest files have the list of layers itself.
  config: z
    .union([z.array(layerSchema), layersSchema])
    .transform((config): Network => (Array.isArray(config) ? { layers: config } : config)),
});

const fileSchema = z.object({
  format: z.literal('layers-model').optional(),
  // Keras wraps what TF.js has bare.
  modelTopology: z
    .union([z.object({ model_config: networkSchema }), networkSchema])
    .transform((topology) => ('model_config' in topology ? topology.model_config : topology)),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

/** A model.json that describes one of our models. */
export interface TfjsDescription {
  readonly architecture: Architecture;
  /** Names of the dense layers. */
  readonly names: readonly string[];
  /** Names of the weight files beside model.json, in the order of their bytes. */
  readonly paths: readonly string[];
  readonly specs: readonly WeightSpec[];
}

/** Reads the value of a model.json. Throws a UserError that names `where` for anything but one of our models. */
export function describeTfjs(value: unknown, where: string): TfjsDescription {
  const parsed = fileSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
  }
  const { modelTopology, weightsManifest } = parsed.data;
  if (modelTopology.class_name !== 'Sequential') assertChain(modelTopology.config, where);
  const dense = skipInput(modelTopology.config.layers, where);
  const architecture = readArchitecture(dense, where);
  const names = dense.map(nameLayer);
  const specs = weightsManifest.flatMap(({ weights }) => weights);
  assertSpecs(specs, names, architecture, where);
  return { architecture, names, paths: weightsManifest.flatMap(({ paths }) => paths), specs };
}

/** Throws where a layer of a functional model takes anything but the output of the layer before it. */
function assertChain({ layers, input_layers, output_layers }: Network, where: string): void {
  for (const [i, layer] of layers.entries()) {
    if (isReference(layer.inbound_nodes, layers[i - 1])) continue;
    throw expected(where, 'one chain of layers', `${wordLayer(layer)} beside it`, NEXT_STEP);
  }
  if (isReference(input_layers, layers[0]) && isReference(output_layers, layers.at(-1))) return;
  throw expected(
    where,
    'the first layer as the only input, the last as the only output',
    'others',
    NEXT_STEP,
  );
}

/** Whether `value` is [layer, 0, 0, arguments] in up to two more brackets; empty where `layer` is undefined. */
function isReference(value: unknown, layer: Layer | undefined): boolean {
  const parts = [value ?? []].flat(3);
  if (layer === undefined) return parts.length === 0;
  const [name, node, output, ...more] = parts;
  return name === nameLayer(layer) && node === 0 && output === 0 && more.length <= 1;
}

/** The layers behind the input and a flattening of it, whose shapes are checked. */
function skipInput(layers: readonly Layer[], where: string): Layer[] {
  const config = layers[0]?.config;
  const shape = config?.batch_input_shape ?? config?.batch_shape;
  const rest = [...layers];
  if (rest[0]?.class_name === 'InputLayer') rest.shift();
  const isFlattened = rest[0]?.class_name === 'Flatten' && rest[0].config.data_format !== 'channels_first';
  if (isFlattened) rest.shift();
  const sizes = JSON.stringify(shapeSchema.safeParse(shape).data?.slice(1) ?? null);
  const allowed = isFlattened ? FLATTENED : [`[${PIXELS}]`];
  if (allowed.includes(sizes)) return rest;
  throw expected(where, `inputs of shape ${allowed.join(' or ')}`, sizes.slice(0, 80), NEXT_STEP);
}

/** Shapes that a Flatten makes rows of 784 from, pixel by pixel. */
const FLATTENED = [`[${SIDE},${SIDE}]`, `[${SIDE},${SIDE},1]`];

/** The network that dense layers make: those that are like the first, then one of ten logits, then nothing. */
function readArchitecture(layers: readonly Layer[], where: string): Architecture {
  const [first] = layers;
  const { units: hidden, activation } = first?.config ?? {};
  if (!isSize(hidden) || !isActivation(activation) || !isDense(first, hidden, activation)) {
    throw misfit(first, `dense(H, ${ACTIVATION_NAMES.join(' or ')})`, where);
  }
  let depth = 1;
  while (depth < DEPTHS.at(-1)! && isDense(layers[depth], hidden, activation)) depth++;
  if (!isDense(layers[depth], CLASSES, 'linear')) {
    throw misfit(layers[depth], `dense(${hidden}, ${activation}) or dense(${CLASSES}, linear)`, where);
  }
  const extra = layers[depth + 1];
  if (extra !== undefined) throw expected(where, 'logits as the output', wordLayer(extra), NEXT_STEP);
  return { hidden, depth, activation };
}

function misfit(layer: Layer | undefined, wanted: string, where: string): UserError {
  return expected(
    where,
    `${wanted} with a bias`,
    layer ? wordLayer(layer) : 'the end of the model',
    NEXT_STEP,
  );
}

function isDense(layer: Layer | undefined, units: number, activation: string): boolean {
  if (layer?.class_name !== 'Dense') return false;
  const { config } = layer;
  const hasBias = config.use_bias ?? true;
  return config.units === units && (config.activation ?? 'linear') === activation && hasBias === true;
}

function isSize(units: unknown): units is number {
  return typeof units === 'number' && Number.isInteger(units) && units >= 1;
}

function isActivation(name: unknown): name is ActivationName {
  return (ACTIVATION_NAMES as readonly unknown[]).includes(name);
}

/** Throws where the weights are not float32 of the shapes that the layers have, or others are there. */
function assertSpecs(
  specs: readonly WeightSpec[],
  names: TfjsDescription['names'],
  architecture: Architecture,
  where: string,
): void {
  const wanted = listParameters(architecture).map(({ name, shape }) => {
    const layer = names[Number(name.slice(1)) - 1]!;
    return [`${layer}/${shape.length === 2 ? 'kernel' : 'bias'}`, shape] as const;
  });
  for (const [name, shape] of wanted) {
    const spec = specs.find((candidate) => candidate.name === name);
    const words = `float32 ${JSON.stringify(shape)} called ${describeValue(name)}`;
    if (spec === undefined) throw expected(where, words, 'none', NEXT_STEP);
    const sizes = JSON.stringify(spec.shape);
    const type = spec.quantization === undefined ? spec.dtype : `quantised ${spec.dtype}`;
    if (type !== 'float32' || sizes !== JSON.stringify(shape)) {
      throw expected(where, words, `${describeValue(type)} ${sizes.slice(0, 80)}`, NEXT_STEP);
    }
  }
  if (specs.length === wanted.length) return;
  throw expected(where, `${wanted.length} weights`, `${specs.length}`, NEXT_STEP);
}

function nameLayer(layer: Layer): string {
  return String(layer.config.name ?? layer.name);
}

/** `the layer Dense 'logits' (10, softmax)`. */
function wordLayer(layer: Layer): string {
  const { units, activation } = layer.config;
  const details = [units, activation].filter((detail) => detail !== undefined).map(describeValue);
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `the layer ${describeValue(layer.class_name)} ${describeValue(nameLayer(layer))}${suffix}`;
}
