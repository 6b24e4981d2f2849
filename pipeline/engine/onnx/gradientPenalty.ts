/**
 * The gradient penalty in a training graph: what it adds to the gradients, by double backpropagation (Drucker and Le Cun, 1992).
 *
 * Penalty:   lambda |r|^2 of each image, where r = q1 W1^T [784] is the gradient of its cross-entropy in the image, in [0, 1]:
 *            q(D+1) = softmax(y) - onehot; a(k) = q(k+1) W(k+1)^T, q(k) = a(k) * f'(z(k))
 * Direction: its gradient in any parameter is that of r . v with v = 2 lambda r held, and r . v is how fast the cross-entropy
 *            changes as the image moves along v. With it the layers change, by dz1 = v W1, dh(k) = f'(z(k)) * dz(k),
 *            dz(k+1) = dh(k) W(k+1), and the logits by dy = dz(D+1)
 * Adds:      to the gradient of the logits  p * (dy - p . dy), with p = softmax(y);
 *            to that of z(k), beside what comes from above,  a(k) * dz(k) * f''(z(k));
 *            to that of W(k)  dh(k-1)^T q(k) / B, with dh(0) = v
 */
import type { Architecture } from '../../study/axes.ts';
import { addBackward, addCurvature, addCurvatureConstants, addSlope } from './activation.ts';
import type { Graph } from './graph.ts';

/** What fixes the penalty in a training graph. */
export interface PenaltyPlan {
  readonly architecture: Architecture;
  readonly batch: number;
  /** lambda; 0 for a graph without penalty. */
  readonly gradientPenalty: number;
}

/**
 * From `p` and `q<D+1>` adds g<D+1>, the gradient of the logits [B, 10], and what the penalty adds to the others: `penalty_w<k>`
 * of every weight and, unless f'' is 0, `penalty_z<k>` of every hidden layer.
 */
export function addPenalty(
  g: Graph,
  { architecture: { depth, activation }, batch, gradientPenalty }: PenaltyPlan,
): void {
  addCurvatureConstants(g, activation);
  const layerOf = (k: number) => ({ activation, before: `z${k}`, after: `h${k}` });
  for (let k = depth; k >= 1; k--) {
    addBackward(g, { gradient: `q${k + 1}`, weight: `w${k + 1}` }, layerOf(k), `q${k}`); // [B, H]
  }
  g.node('Gemm', ['q1', 'w1'], 'dh0', { transB: 1, alpha: { float: 2 * gradientPenalty } }); // [B, 784]
  for (let k = 1; k <= depth + 1; k++) {
    g.node('Gemm', [`dh${k - 1}`, `w${k}`], `dz${k}`); // [B, H], or at last [B, 10]
    g.node('Gemm', [`dh${k - 1}`, `q${k}`], `penalty_w${k}`, { transA: 1, alpha: { float: 1 / batch } });
    if (k > depth) continue;
    addSlope(g, `dz${k}`, layerOf(k), `dh${k}`);
    addCurvature(g, [`q${k}_open`, `dz${k}`], layerOf(k), `penalty_z${k}`);
  }
  addLogitGradient(g, depth + 1);
}

/** Adds g<k> = q<k> + p * dz<k> - p (p . dz<k>), k being the layer of the logits. */
function addLogitGradient(g: Graph, k: number): void {
  g.axes('axis_of_logits', [1]);
  g.node('Mul', ['p', `dz${k}`], 'weighted_changes');
  g.node('ReduceSum', ['weighted_changes', 'axis_of_logits'], 'mean_change', { keepdims: 1 }); // [B, 1]
  g.node('Mul', ['p', 'mean_change'], 'common_change');
  g.node('Sub', ['weighted_changes', 'common_change'], `penalty_z${k}`);
  g.node('Add', [`q${k}`, `penalty_z${k}`], `g${k}`);
}
