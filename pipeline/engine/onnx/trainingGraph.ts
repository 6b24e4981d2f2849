/**
 * The training run as one ONNX graph: a Scan whose body is one update, so that one call trains a whole epoch.
 *
 * Forward:   z1 = x W1 + b1, h1 = relu(z1), z2 = h1 W2 + b2, h2 = relu(z2), y = h2 W3 + b3
 * Loss:      mean over the batch of -log softmax(y)[label]
 * Backward:  g3 = (softmax(y) - onehot) / B; gW3 = h2^T g3; g2 = (g3 W3^T) * [h2 > 0]; and so on down.
 * Adam:      with scaled moments M = m / (1 - beta1), V = v / (1 - beta2):
 *            M <- beta1 M + g;  V <- beta2 V + g^2;  p <- p - rate * M / (sqrt(V) + epsilon')
 *            where rate and epsilon' carry the scales and the bias correction (see {@link scaledRate}). The form
 *            saves two passes over memory per parameter and is otherwise Kingma and Ba's (2015), with epsilon
 *            outside the correction, as in Chainer.
 */
import { CLASSES, PIXELS } from '../../math/images.ts';
import { raise } from '../../math/powers.ts';
import type { TrainingConfig } from '../../study/config.ts';
import { PARAMETER_NAMES, parameterShapes } from '../parameters.ts';
import { addBackward } from './backward.ts';
import { Graph } from './graph.ts';

type Adam = TrainingConfig['optimizer'];

/** The recurrent values: every parameter, its scaled first moment and its scaled second moment. */
export const STATE_NAMES: readonly string[] = [
  ...PARAMETER_NAMES,
  ...PARAMETER_NAMES.map((name) => `m_${name}`),
  ...PARAMETER_NAMES.map((name) => `v_${name}`),
];

/** Shape of the recurrent value `state`. */
export function stateShape(state: string, hidden: number): readonly number[] {
  const name = state.replace(/^[mv]_/, '') as (typeof PARAMETER_NAMES)[number];
  return parameterShapes(hidden)[name];
}

/**
 * Step size of update t (from 1) on scaled moments:
 * alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * (1 - beta1) / sqrt(1 - beta2).
 */
export function scaledRate(adam: Adam, t: number): number {
  const correction = Math.sqrt(1 - raise(adam.beta2, t)) / (1 - raise(adam.beta1, t));
  return (adam.learningRate * correction * (1 - adam.beta1)) / Math.sqrt(1 - adam.beta2);
}

/**
 * Inputs: images uint8 [images, 784], onehot float32 [images, 10], batches int32 [S, B], rates float32 [S], and
 * `<state>_in`. Outputs: `<state>_out` and losses float32 [S].
 */
export function buildTrainingGraph(hidden: number, batch: number, images: number, adam: Adam): Uint8Array {
  const graph = new Graph('epoch');
  graph.input('images', 'uint8', [images, PIXELS]);
  graph.input('onehot', 'float32', [images, CLASSES]);
  for (const state of STATE_NAMES) graph.input(`${state}_in`, 'float32', stateShape(state, hidden));
  graph.input('batches', 'int32', ['S', batch]);
  graph.input('rates', 'float32', ['S']);
  graph.nodeWithOutputs(
    'Scan',
    [...STATE_NAMES.map((state) => `${state}_in`), 'batches', 'rates'],
    [...STATE_NAMES.map((state) => `${state}_out`), 'losses'],
    { body: { graph: buildUpdate(hidden, batch, adam) }, num_scan_inputs: 2 },
  );
  for (const state of STATE_NAMES) graph.output(`${state}_out`, 'float32', stateShape(state, hidden));
  graph.output('losses', 'float32', ['S']);
  return graph.toModel();
}

function buildUpdate(hidden: number, batch: number, adam: Adam): Graph {
  const body = new Graph('update');
  for (const state of STATE_NAMES) body.input(state, 'float32', stateShape(state, hidden));
  body.input('index', 'int32', [batch]);
  body.input('rate', 'float32', []);
  addGradients(body, batch);
  addAdam(body, adam);
  for (const state of STATE_NAMES) body.output(`${state}_next`, 'float32', stateShape(state, hidden));
  body.output('loss', 'float32', []);
  return body;
}

/** Adds the forward and backward pass: values g_w1 ... g_b3, and loss. */
function addGradients(g: Graph, batch: number): void {
  g.constant('per_byte', 1 / 255);
  g.constant('per_image', 1 / batch);
  g.constant('minus_per_image', -1 / batch);
  g.constant('zero', 0);
  g.axes('batch_axis', [0]);

  g.node('Gather', ['images', 'index'], 'x_bytes', { axis: 0 }); // [B, 784]
  g.node('Cast', ['x_bytes'], 'x_floats', { to: 1 });
  g.node('Mul', ['x_floats', 'per_byte'], 'x');
  g.node('Gather', ['onehot', 'index'], 'target', { axis: 0 }); // [B, 10]

  g.node('Gemm', ['x', 'w1', 'b1'], 'z1'); // (B, 784) x (784, H) -> (B, H)
  g.node('Relu', ['z1'], 'h1');
  g.node('Gemm', ['h1', 'w2', 'b2'], 'z2'); // (B, H) x (H, H) -> (B, H)
  g.node('Relu', ['z2'], 'h2');
  g.node('Gemm', ['h2', 'w3', 'b3'], 'y'); // (B, H) x (H, 10) -> (B, 10)

  g.node('LogSoftmax', ['y'], 'log_p', { axis: 1 });
  g.node('Mul', ['log_p', 'target'], 'log_p_target');
  g.node('ReduceSum', ['log_p_target'], 'sum_log_p', { keepdims: 0 });
  g.node('Mul', ['sum_log_p', 'minus_per_image'], 'loss');

  g.node('Exp', ['log_p'], 'p');
  g.node('Sub', ['p', 'target'], 'p_minus_target');
  g.node('Mul', ['p_minus_target', 'per_image'], 'g3'); // [B, 10]
  addLayerGradient(g, 'h2', 'g3', '3');
  addBackward(g, 'g3', 'w3', 'h2', 'g2'); // [B, H]
  addLayerGradient(g, 'h1', 'g2', '2');
  addBackward(g, 'g2', 'w2', 'h1', 'g1'); // [B, H]
  addLayerGradient(g, 'x', 'g1', '1');
}

/** Gradients of layer `layer`'s weights and biases from its inputs and its outputs' gradient. */
function addLayerGradient(g: Graph, input: string, gradient: string, layer: string): void {
  g.node('Gemm', [input, gradient], `g_w${layer}`, { transA: 1 });
  g.node('ReduceSum', [gradient, 'batch_axis'], `g_b${layer}`, { keepdims: 0 });
}

function addAdam(g: Graph, adam: Adam): void {
  g.constant('beta1', adam.beta1);
  g.constant('beta2', adam.beta2);
  g.constant('epsilon', adam.epsilon / Math.sqrt(1 - adam.beta2));
  for (const p of PARAMETER_NAMES) {
    g.node('Mul', [`m_${p}`, 'beta1'], `${p}_m_kept`);
    g.node('Add', [`${p}_m_kept`, `g_${p}`], `m_${p}_next`);
    g.node('Mul', [`g_${p}`, `g_${p}`], `${p}_square`);
    g.node('Mul', [`v_${p}`, 'beta2'], `${p}_v_kept`);
    g.node('Add', [`${p}_v_kept`, `${p}_square`], `v_${p}_next`);
    g.node('Sqrt', [`v_${p}_next`], `${p}_root`);
    g.node('Add', [`${p}_root`, 'epsilon'], `${p}_scale`);
    g.node('Div', [`m_${p}_next`, `${p}_scale`], `${p}_direction`);
    g.node('Mul', [`${p}_direction`, 'rate'], `${p}_step`);
    g.node('Sub', [p, `${p}_step`], `${p}_next`);
  }
}
