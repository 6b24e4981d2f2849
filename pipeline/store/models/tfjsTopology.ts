/**
 * The layers of a TF.js Layers model: as TF.js and Keras 2 write them, wrapped or bare, and as Keras 3 does, which is brought to
 * the older form, the only one that TF.js 4 loads.
 */
import { z } from 'zod';
import { UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';
import { remarkOnDropped } from './readModel.ts';
import { NEXT_STEP } from './tfjsFile.ts';

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.unknown().optional(),
});
export type Layer = z.output<typeof layerSchema>;

const layersSchema = z.looseObject({
  layers: z.array(layerSchema).min(1),
  input_layers: z.unknown().optional(),
  output_layers: z.unknown().optional(),
});

const networkSchema = z.object({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  // The oldest files have the list of layers itself.
  config: z
    .union([z.array(layerSchema).min(1), layersSchema])
    .transform(
      (config): z.output<typeof layersSchema> => (Array.isArray(config) ? { layers: config } : config),
    ),
});

// Keras wraps what TF.js has bare.
const topologySchema = z
  .union([z.object({ model_config: networkSchema }), networkSchema])
  .transform((topology) => ('model_config' in topology ? topology.model_config : topology));
type Network = z.output<typeof topologySchema>;

/** The first axis counts images and is open. */
const shapeSchema = z.array(z.number().nullable());

/** A model's layers. */
export interface LayersTopology {
  readonly isSequential: boolean;
  readonly layers: readonly Layer[];
  readonly inputShape: readonly (number | null)[];
  /** What the library loads. */
  readonly json: Network;
}

/** Reads the topology of a model.json. Throws a UserError that names `where` for anything else. */
export function readTopology(value: unknown, where: string): LayersTopology {
  const parsed = topologySchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
  }
  return describeNetwork({
    class_name: parsed.data.class_name,
    config: {
      ...parsed.data.config,
      layers: parsed.data.config.layers.map(toOldLayer),
      ...listEnds(parsed.data.config),
    },
  });
}

function describeNetwork(json: Network): LayersTopology {
  const { layers } = json.config;
  const shape = shapeSchema.safeParse(layers[0]!.config.batch_input_shape);
  return {
    isSequential: json.class_name === 'Sequential',
    layers,
    inputShape: shape.success ? shape.data : [],
    json,
  };
}

/** Whether a layer is written as Keras 3 does. */
function isOfKeras3({ config, inbound_nodes }: Layer): boolean {
  const isNewNode = Array.isArray(inbound_nodes) && inbound_nodes.some((node) => isRecord(node));
  return 'batch_shape' in config || isRecord(config.dtype) || isNewNode;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What only training needs, which Keras 3 writes in a form of its own. */
const FOR_TRAINING = /_(initializer|regularizer|constraint)$/;

function toOldLayer(layer: Layer): Layer {
  const name = nameLayer(layer);
  if (!isOfKeras3(layer)) return layer.name === undefined ? { ...layer, name } : layer;
  const { batch_shape, dtype, ...config } = layer.config;
  const kept = Object.entries(config).filter(([key]) => !FOR_TRAINING.test(key));
  return {
    class_name: layer.class_name,
    name,
    config: {
      ...Object.fromEntries(kept),
      name,
      ...(typeof dtype === 'string' && { dtype }),
      ...(batch_shape !== undefined && { batch_input_shape: batch_shape }),
    },
    ...(layer.inbound_nodes !== undefined && { inbound_nodes: toOldNodes(layer.inbound_nodes) }),
  };
}

/** From [{ args: [tensors] }] to [[[layer, node, output, {}], ...]]. */
function toOldNodes(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return nodes;
  return nodes.map((node: unknown) =>
    isRecord(node) ? [node.args].flat(3).filter(isRecord).map(toReference) : node,
  );
}

function toReference(tensor: Record<string, unknown>): unknown[] {
  const history = isRecord(tensor.config) ? tensor.config.keras_history : [];
  return [...(Array.isArray(history) ? history : []), {}];
}

/** The input and output layers as lists of references; Keras 3 writes a single one bare. */
function listEnds(config: z.output<typeof layersSchema>): Record<string, unknown> {
  const ends = Object.entries(config).filter(([key]) => key === 'input_layers' || key === 'output_layers');
  return Object.fromEntries(
    ends.map(([key, value]) => [key, Array.isArray(value) && typeof value[0] === 'string' ? [value] : value]),
  );
}

/** The name of a layer, which its weights have too. */
export function nameLayer(layer: Layer): string {
  return String(layer.config.name ?? layer.name);
}

/** `the layer Dense 'logits' (10, softmax)`. */
export function wordLayer(layer: Layer): string {
  const { units, activation } = layer.config;
  const details = [units, activation].filter((detail) => detail !== undefined).map(describeValue);
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `the layer ${describeValue(layer.class_name)} ${describeValue(nameLayer(layer))}${suffix}`;
}

/** What at the end turns logits into probabilities. */
const TO_PROBABILITIES: readonly unknown[] = ['softmax', 'log_softmax', 'sigmoid'];

/** The layers without the softmax, log-softmax or sigmoid at their end, and the line that says so; null where there is none. */
export function dropSoftmax({
  json,
}: LayersTopology): { readonly topology: LayersTopology; readonly remarks: readonly string[] } | null {
  const { layers } = json.config;
  const last = layers.at(-1)!;
  const isLayer = last.class_name === 'Softmax';
  if (!isLayer && !TO_PROBABILITIES.includes(last.config.activation)) return null;
  const linear = {
    ...last,
    class_name: isLayer ? 'Activation' : last.class_name,
    config: { ...last.config, activation: 'linear' },
  };
  const config = { ...json.config, layers: [...layers.slice(0, -1), linear] };
  const what = isLayer ? wordLayer(last) : `the ${String(last.config.activation)} of ${wordLayer(last)}`;
  return { topology: describeNetwork({ ...json, config }), remarks: [remarkOnDropped(what)] };
}
