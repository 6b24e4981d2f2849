/**
 * The optimizers' updates in a training graph. p: parameters, g: their gradient, t: number of the update, from 1;
 * alpha: learningRate, wd: weightDecay.
 *
 * With a weight decay, adam, sgd and momentum take g + wd p for g (L2 regularisation).
 *
 * adam:     M <- beta1 M + g;  V <- beta2 V + g^2;  p <- p - rate M / (sqrt(V) + epsilon'), where the scaled moments are
 *           M = m / (1 - beta1), V = v / (1 - beta2), and rate and epsilon' carry the scales and the bias correction (see
 *           {@link rateAt}). The form saves two passes over memory per parameter and is otherwise Kingma and Ba's (2015), with
 *           epsilon outside the correction, as in Chainer: p <- p - alpha sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon).
 * adamw:    the same without wd in g, and p <- p - alpha wd p beside it (Loshchilov and Hutter, 2019), p being that before the
 *           update. PyTorch's AdamW but for epsilon, which is outside the correction here, too.
 * sgd:      p <- p - alpha g
 * momentum: V <- mu V + g;  p <- p - alpha V (Polyak, 1964), as PyTorch's SGD has it.
 */
import type { OptimizerSettings } from '../../study/axes.ts';
import { correctBias } from '../optimizers.ts';
import type { Graph } from './graph.ts';

/**
 * Step size of update t (from 1): alpha; for adam and adamw, on scaled moments,
 * alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * (1 - beta1) / sqrt(1 - beta2).
 */
export function rateAt({ optimizer, learningRate, beta1, beta2 }: OptimizerSettings, t: number): number {
  if (optimizer === 'sgd' || optimizer === 'momentum') return learningRate;
  const correction = correctBias({ beta1, beta2 }, t);
  return (learningRate * correction * (1 - beta1)) / Math.sqrt(1 - beta2);
}

/** A tensor of parameters that is updated, by its name; its gradient is `g_<name>`. */
export interface Updated {
  readonly name: string;
  /** Where the gradient has some rows of the tensor alone and the others' is 0: the value [rows, 1] that says which. */
  readonly rows?: string;
}

/**
 * Adds `<p>_next` of every tensor of parameters and `<memory><p>_next` of all that is remembered, from `g_<p>` and the value
 * `move`: minus the step size.
 */
export function addUpdates(graph: Graph, tensors: readonly Updated[], settings: OptimizerSettings): void {
  const { optimizer, weightDecay, learningRate, momentum } = settings;
  const isAdam = optimizer === 'adam' || optimizer === 'adamw';
  if (isAdam) addAdamConstants(graph, settings);
  if (optimizer === 'momentum') graph.constant('momentum', momentum);
  if (weightDecay > 0) {
    graph.constant('decay', optimizer === 'adamw' ? learningRate * weightDecay : weightDecay);
  }
  for (const tensor of tensors) {
    const p = tensor.name;
    const isDecoupled = weightDecay > 0 && optimizer === 'adamw';
    const given = { ...tensor, value: `g_${p}` };
    const gradient = weightDecay > 0 && !isDecoupled ? addDecay(graph, p, given) : given;
    const direction = isAdam
      ? addAdamDirection(graph, p, gradient)
      : optimizer === 'momentum'
        ? addVelocity(graph, p, gradient)
        : gradient;
    const step = { ...direction, value: graph.node('Mul', [direction.value, 'move'], `${p}_step`) };
    addSum(graph, isDecoupled ? addShrinking(graph, p) : p, step, `${p}_next`);
  }
}

/** What is added to a tensor: all of it, or `rows` of it. */
interface Addend {
  readonly value: string;
  readonly rows?: string;
}

/** Adds `result`: `base` and the addend, in its rows. */
function addSum(graph: Graph, base: string, { value, rows }: Addend, result: string): Addend {
  if (rows === undefined) graph.node('Add', [base, value], result);
  else graph.node('ScatterND', [base, rows, value], result, { reduction: 'add' });
  return { value: result };
}

/** g + wd p. */
function addDecay(graph: Graph, p: string, gradient: Addend): Addend {
  graph.node('Mul', [p, 'decay'], `${p}_pull`);
  return addSum(graph, `${p}_pull`, gradient, `${p}_decayed_gradient`);
}

/** p - alpha wd p; not (1 - alpha wd) p, since float32 has few digits left of a small alpha wd in 1 - alpha wd. */
function addShrinking(graph: Graph, p: string): string {
  graph.node('Mul', [p, 'decay'], `${p}_pull`);
  return graph.node('Sub', [p, `${p}_pull`], `${p}_shrunk`);
}

function addVelocity(graph: Graph, p: string, gradient: Addend): Addend {
  graph.node('Mul', [`v_${p}`, 'momentum'], `${p}_v_kept`);
  return addSum(graph, `${p}_v_kept`, gradient, `v_${p}_next`);
}

function addAdamConstants(graph: Graph, { beta1, beta2, epsilon }: OptimizerSettings): void {
  graph.constant('beta1', beta1);
  graph.constant('beta2', beta2);
  graph.constant('epsilon', epsilon / Math.sqrt(1 - beta2));
}

/** M / (sqrt(V) + epsilon'). */
function addAdamDirection(graph: Graph, p: string, gradient: Addend): Addend {
  graph.node('Mul', [`m_${p}`, 'beta1'], `${p}_m_kept`);
  addSum(graph, `${p}_m_kept`, gradient, `m_${p}_next`);
  const square = graph.node('Mul', [gradient.value, gradient.value], `${p}_square`);
  graph.node('Mul', [`v_${p}`, 'beta2'], `${p}_v_kept`);
  addSum(graph, `${p}_v_kept`, { ...gradient, value: square }, `v_${p}_next`);
  graph.node('Sqrt', [`v_${p}_next`], `${p}_root`);
  graph.node('Add', [`${p}_root`, 'epsilon'], `${p}_scale`);
  return { value: graph.node('Div', [`m_${p}_next`, `${p}_scale`], `${p}_direction`) };
}
