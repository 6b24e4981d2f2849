/**
 * The training run as one ONNX graph: a Scan whose body is one update, so that one call trains a whole epoch.
 *
 * Forward:   z1 = x W1 + b1, h1 = f(z1), z2 = h1 W2 + b2, ..., y = hD W(D+1) + b(D+1), with f the activation, D the depth
 * Loss:      mean over the batch of -log softmax(y)[label]; of all updates at once, after the last
 * Backward:  g(D+1) = softmax(y) - onehot; g(k) = (g(k+1) W(k+1)^T) * f'(z(k)); and so on down. The gradient of W(k) is
 *            h(k-1)^T g(k) / B, of b(k) the mean of g(k) over the batch
 *            With a gradient penalty, see gradientPenalty.ts
 * Update:    see optimizers.ts
 *
 * x are pixels as bytes, 0 ... 255, and every product with x has the factor 1/255.
 */
import { CLASSES } from '../../math/images.ts';
import type { Architecture, OptimizerSettings } from '../../study/axes.ts';
import { addActivation, addBackward, addHiddenLayer, addSlopeConstants, isCurved } from './activation.ts';
import { addPenalty, type PenaltyPlan } from './gradientPenalty.ts';
import { Graph } from './graph.ts';
import { addUpdates } from './optimizers.ts';
import { addBatch, type BatchPlan, type FirstLayer } from './trainingBatch.ts';
import {
  addPacking,
  addUnpacking,
  listState,
  listTensors,
  type ParameterTensor,
  type StateTensor,
} from './trainingState.ts';

/** Everything that fixes a training graph. */
export interface TrainingGraphPlan extends BatchPlan, PenaltyPlan {
  /** Number of training images. */
  readonly images: number;
  /** Pixels of each that are read. */
  readonly pixels: number;
  readonly optimizer: OptimizerSettings;
}

/** ReduceMax and ReduceMean take their axes as an input since 18, Gelu is there since 20. */
const TRAINING_OPSET = 20;

/**
 * Inputs: images uint8 [images, pixels], onehot float32 [images, 10], `<state>_in`, batches int32 [S, B], moves float32 [S]
 * (minus each update's step size) and, where there is input noise, flips uint8 [S, B, pixels]. Outputs: `<state>_out` and
 * losses float32 [S].
 */
export function buildTrainingGraph(plan: TrainingGraphPlan): Uint8Array {
  const { architecture, batch, images, pixels, optimizer, hasInputNoise } = plan;
  const tensors = listTensors(architecture, pixels);
  const states = listState(tensors, optimizer);
  const graph = new Graph('epoch');
  graph.input('images', 'uint8', [images, pixels]);
  graph.input('onehot', 'float32', [images, CLASSES]);
  for (const { name, shape } of states) graph.input(`${name}_in`, 'float32', shape);
  graph.input('batches', 'int32', ['S', batch]);
  graph.input('moves', 'float32', ['S']);
  graph.node('Gather', ['onehot', 'batches'], 'targets', { axis: 0 }); // [S, B, 10]
  const scanned = ['batches', 'moves', 'targets'];
  if (hasInputNoise) scanned.push(graph.input('flips', 'uint8', ['S', batch, pixels]));
  graph.nodeWithOutputs(
    'Scan',
    [...states.map(({ name }) => `${name}_in`), ...scanned],
    [...states.map(({ name }) => `${name}_out`), 'logits'],
    { body: { graph: buildUpdate(plan, tensors, states) }, num_scan_inputs: scanned.length },
  );
  addLosses(graph, batch);
  for (const { name, shape } of states) graph.output(`${name}_out`, 'float32', shape);
  graph.output('losses', 'float32', ['S']);
  return graph.toModel(TRAINING_OPSET);
}

/** Adds losses [S] from logits and targets [S, B, 10]. */
function addLosses(g: Graph, batch: number): void {
  g.constant('minus_per_image', -1 / batch);
  g.axes('axes_of_batch', [1, 2]);
  g.node('LogSoftmax', ['logits'], 'log_p', { axis: 2 });
  g.node('Mul', ['log_p', 'targets'], 'log_p_target');
  g.node('ReduceSum', ['log_p_target', 'axes_of_batch'], 'sum_log_p', { keepdims: 0 });
  g.node('Mul', ['sum_log_p', 'minus_per_image'], 'losses');
}

function buildUpdate(
  plan: TrainingGraphPlan,
  tensors: readonly ParameterTensor[],
  states: readonly StateTensor[],
): Graph {
  const { architecture, batch, pixels, optimizer, hasInputNoise } = plan;
  const body = new Graph('update');
  for (const { name, shape } of states) body.input(name, 'float32', shape);
  body.input('index', 'int32', [batch]);
  body.input('move', 'float32', []);
  body.input('target', 'float32', [batch, CLASSES]);
  if (hasInputNoise) body.input('flip', 'uint8', [batch, pixels]);
  addSlopeConstants(body, architecture.activation);
  body.axes('batch_axis', [0]);
  addUnpacking(body, tensors);
  const first = addBatch(body, plan);
  addForward(body, architecture, first);
  addBackwardPass(body, plan, first);
  addPacking(body, tensors);
  const { rows } = first;
  addUpdates(
    body,
    tensors.map(({ name }) => ({ name, ...(name === 'w1' && rows !== undefined && { rows }) })),
    optimizer,
  );
  for (const { name, shape } of states) body.output(`${name}_next`, 'float32', shape);
  body.output('y', 'float32', [batch, CLASSES]);
  return body;
}

/** Adds z1, h1, ..., and the logits y [B, 10]. */
function addForward(g: Graph, { depth, activation }: Architecture, { inputs, weights }: FirstLayer): void {
  g.node('Gemm', [inputs, weights, 'b1'], 'z1', { alpha: { float: 1 / 255 } }); // (B, K) x (K, H) -> (B, H)
  addActivation(g, activation, 'z1', 'h1');
  for (let k = 2; k <= depth; k++) addHiddenLayer(g, activation, k, `h${k - 1}`);
  g.node('Gemm', [`h${depth}`, `w${depth + 1}`, `b${depth + 1}`], 'y'); // (B, H) x (H, 10) -> (B, 10)
}

/** Adds the gradients g_w1, g_b1, ... of the loss; of w1, where not all rows are multiplied, those rows alone. */
function addBackwardPass(g: Graph, plan: TrainingGraphPlan, { inputs, transposed }: FirstLayer): void {
  const { architecture, batch, gradientPenalty } = plan;
  const { depth } = architecture;
  const hasPenalty = gradientPenalty > 0;
  g.node('Softmax', ['y'], 'p', { axis: 1 });
  g.node('Sub', ['p', 'target'], `${hasPenalty ? 'q' : 'g'}${depth + 1}`); // [B, 10]
  if (hasPenalty) addPenalty(g, plan);
  const ofPenalty = (weight: string) => (hasPenalty ? [`penalty_${weight}`] : []);
  const perImage = { alpha: { float: 1 / batch } };
  for (let k = depth + 1; k > 1; k--) {
    g.node('Gemm', [`h${k - 1}`, `g${k}`, ...ofPenalty(`w${k}`)], `g_w${k}`, { transA: 1, ...perImage });
    g.node('ReduceMean', [`g${k}`, 'batch_axis'], `g_b${k}`, { keepdims: 0 });
    addHiddenGradient(g, plan, k - 1);
  }
  const factor = { alpha: { float: 1 / (255 * batch) } };
  if (transposed !== undefined) g.node('Gemm', [transposed, 'g1'], 'g_w1', factor);
  else g.node('Gemm', [inputs, 'g1', ...ofPenalty('w1')], 'g_w1', { transA: 1, ...factor });
  g.node('ReduceMean', ['g1', 'batch_axis'], 'g_b1', { keepdims: 0 });
}

/** Adds g<k> [B, H], the gradient of hidden layer k's pre-activations. */
function addHiddenGradient(g: Graph, { architecture, gradientPenalty }: TrainingGraphPlan, k: number): void {
  const { activation } = architecture;
  const upper = { gradient: `g${k + 1}`, weight: `w${k + 1}` };
  const layer = { activation, before: `z${k}`, after: `h${k}` };
  if (gradientPenalty > 0 && isCurved(activation)) {
    addBackward(g, upper, layer, `g${k}_passed`);
    g.node('Add', [`g${k}_passed`, `penalty_z${k}`], `g${k}`);
  } else addBackward(g, upper, layer, `g${k}`);
}
