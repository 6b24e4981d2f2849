/**
 * The training run as one ONNX graph: a Scan whose body is one update, so that one call trains a whole epoch.
 *
 * Forward:   z1 = x W1 + b1, h1 = f(z1), z2 = h1 W2 + b2, ..., y = hD W(D+1) + b(D+1), with f the activation, D the depth
 * Loss:      mean over the batch of -log softmax(y)[label]
 * Backward:  g(D+1) = (softmax(y) - onehot) / B; gradient of W(k) = h(k-1)^T g(k), of b(k) the sum of g(k) over the batch;
 *            g(k) = (g(k+1) W(k+1)^T) * f'(z(k)); and so on down
 * Update:    see optimizers.ts
 */
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { Architecture, OptimizerSettings } from '../../study/axes.ts';
import { MEMORIES } from '../optimizers.ts';
import { listParameters, type ParameterArray } from '../parameters.ts';
import { addBackward, addHiddenLayer, addSlopeConstants, opsetOf } from './activation.ts';
import { Graph } from './graph.ts';
import { addUpdates } from './optimizers.ts';

/** Everything that fixes a training graph. */
export interface TrainingGraphPlan {
  readonly architecture: Architecture;
  readonly batch: number;
  /** Number of training images. */
  readonly images: number;
  readonly optimizer: OptimizerSettings;
  readonly hasInputNoise: boolean;
}

/** A value that goes from update to update. */
export interface RecurrentValue {
  /** `w1`, or `m_w1` for what the optimizer remembers of it. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers in it. */
  readonly length: number;
}

/** The recurrent values: every parameter, then everything that the optimizer remembers of each. */
export function listState(architecture: Architecture, { optimizer }: OptimizerSettings): RecurrentValue[] {
  const parameters = listParameters(architecture);
  return ['', ...MEMORIES[optimizer]].flatMap((prefix) =>
    parameters.map(({ name, shape, length }: ParameterArray) => ({
      name: `${prefix}${name}`,
      shape,
      length,
    })),
  );
}

/**
 * Inputs: images uint8 [images, 784], onehot float32 [images, 10], `<state>_in`, batches int32 [S, B], rates float32 [S]
 * and, where there is input noise, flips uint8 [S, B, 784]. Outputs: `<state>_out` and losses float32 [S].
 */
export function buildTrainingGraph(plan: TrainingGraphPlan): Uint8Array {
  const { architecture, batch, images, optimizer, hasInputNoise } = plan;
  const states = listState(architecture, optimizer);
  const graph = new Graph('epoch');
  graph.input('images', 'uint8', [images, PIXELS]);
  graph.input('onehot', 'float32', [images, CLASSES]);
  for (const { name, shape } of states) graph.input(`${name}_in`, 'float32', shape);
  graph.input('batches', 'int32', ['S', batch]);
  graph.input('rates', 'float32', ['S']);
  const scanned = ['batches', 'rates'];
  if (hasInputNoise) scanned.push(graph.input('flips', 'uint8', ['S', batch, PIXELS]));
  graph.nodeWithOutputs(
    'Scan',
    [...states.map(({ name }) => `${name}_in`), ...scanned],
    [...states.map(({ name }) => `${name}_out`), 'losses'],
    { body: { graph: buildUpdate(plan, states) }, num_scan_inputs: scanned.length },
  );
  for (const { name, shape } of states) graph.output(`${name}_out`, 'float32', shape);
  graph.output('losses', 'float32', ['S']);
  return graph.toModel(opsetOf(architecture.activation));
}

function buildUpdate(plan: TrainingGraphPlan, states: readonly RecurrentValue[]): Graph {
  const { architecture, batch, optimizer, hasInputNoise } = plan;
  const body = new Graph('update');
  for (const { name, shape } of states) body.input(name, 'float32', shape);
  body.input('index', 'int32', [batch]);
  body.input('rate', 'float32', []);
  if (hasInputNoise) body.input('flip', 'uint8', [batch, PIXELS]);
  addConstants(body, architecture, batch);
  addBatch(body, hasInputNoise);
  addForward(body, architecture);
  addBackwardPass(body, architecture);
  addUpdates(
    body,
    listParameters(architecture).map(({ name }) => name),
    optimizer,
  );
  for (const { name, shape } of states) body.output(`${name}_next`, 'float32', shape);
  body.output('loss', 'float32', []);
  return body;
}

function addConstants(g: Graph, { activation }: Architecture, batch: number): void {
  g.constant('per_byte', 1 / 255);
  g.constant('per_image', 1 / batch);
  g.constant('minus_per_image', -1 / batch);
  addSlopeConstants(g, activation);
  g.axes('batch_axis', [0]);
}

/** Adds the batch: values x [B, 784] and target [B, 10]. Where there is noise, x is |clean - flip|: 1 - clean where flip is 1. */
function addBatch(g: Graph, hasInputNoise: boolean): void {
  g.node('Gather', ['images', 'index'], 'x_bytes', { axis: 0 }); // [B, 784]
  g.node('Cast', ['x_bytes'], 'x_floats', { to: 1 });
  g.node('Mul', ['x_floats', 'per_byte'], hasInputNoise ? 'x_clean' : 'x');
  if (hasInputNoise) {
    g.node('Cast', ['flip'], 'flip_floats', { to: 1 });
    g.node('Sub', ['x_clean', 'flip_floats'], 'x_signed');
    g.node('Abs', ['x_signed'], 'x');
  }
  g.node('Gather', ['onehot', 'index'], 'target', { axis: 0 }); // [B, 10]
}

/** Adds z1, h1, ..., the logits y [B, 10], and loss. */
function addForward(g: Graph, { depth, activation }: Architecture): void {
  for (let k = 1; k <= depth; k++) {
    addHiddenLayer(g, activation, k, inputOf(k));
  }
  g.node('Gemm', [`h${depth}`, `w${depth + 1}`, `b${depth + 1}`], 'y'); // (B, H) x (H, 10) -> (B, 10)
  g.node('LogSoftmax', ['y'], 'log_p', { axis: 1 });
  g.node('Mul', ['log_p', 'target'], 'log_p_target');
  g.node('ReduceSum', ['log_p_target'], 'sum_log_p', { keepdims: 0 });
  g.node('Mul', ['sum_log_p', 'minus_per_image'], 'loss');
}

/** Adds the gradients g_w1, g_b1, ... of the loss. */
function addBackwardPass(g: Graph, { depth, activation }: Architecture): void {
  g.node('Exp', ['log_p'], 'p');
  g.node('Sub', ['p', 'target'], 'p_minus_target');
  g.node('Mul', ['p_minus_target', 'per_image'], `g${depth + 1}`); // [B, 10]
  for (let k = depth + 1; k > 1; k--) {
    addLayerGradient(g, k);
    const lower = { activation, before: `z${k - 1}`, after: `h${k - 1}` };
    addBackward(g, { gradient: `g${k}`, weight: `w${k}` }, lower, `g${k - 1}`); // [B, H]
  }
  addLayerGradient(g, 1);
}

/** Gradients of layer `layer`'s weights and biases from its inputs and its outputs' gradient. */
function addLayerGradient(g: Graph, layer: number): void {
  g.node('Gemm', [inputOf(layer), `g${layer}`], `g_w${layer}`, { transA: 1 });
  g.node('ReduceSum', [`g${layer}`, 'batch_axis'], `g_b${layer}`, { keepdims: 0 });
}

/** Name of what layer `layer` takes in. */
function inputOf(layer: number): string {
  return layer === 1 ? 'x' : `h${layer - 1}`;
}
