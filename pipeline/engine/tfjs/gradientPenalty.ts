/**
 * The gradient penalty in a TensorFlow graph of training: what it adds to the gradients, which is documented in
 * ../onnx/gradientPenalty.ts. The factor 1 / B of the mean over a batch is in dh0 here, and so in all that follows from it.
 */
import { addCurvature } from './activation.ts';
import type { Value } from './graphMessages.ts';
import { addBackward, addSlope, nameLayer, nameOf, type Pass } from './network.ts';

/**
 * From the gradient q<D+1> of the logits in the images' cross-entropies, softmax(y) - onehot, adds `penalty_z<D+1>`, which the
 * penalty adds to their gradient in the mean loss, `penalty_w<k>` of every weight and, unless f'' is 0, `penalty_z<k>` of every
 * hidden layer. `factor`: 2 lambda / B.
 */
export function addPenalty(pass: Pass, factor: Value): void {
  const { graph, architecture, bring } = pass;
  const { depth, activation } = architecture;
  const own = (name: string) => nameOf(pass, name);
  for (let k = depth; k >= 1; k--) addBackward(pass, k, 'q'); // [B, H]
  graph.float('Mul', [own('q1'), bring(factor)], own('weighted_q1'));
  graph.product(own('weighted_q1'), own('w1'), own('dh0'), { b: true }); // [B, 784]
  for (let k = 1; k <= depth + 1; k++) {
    graph.product(own(`dh${k - 1}`), own(`w${k}`), own(`dz${k}`)); // [B, H], or at last [B, 10]
    graph.product(own(`dh${k - 1}`), own(`q${k}`), own(`penalty_w${k}`), { a: true });
    if (k > depth) continue;
    addSlope(pass, k, own(`dz${k}`), own(`dh${k}`));
    const factors = [own(`q${k}_open`), own(`dz${k}`)] as const;
    addCurvature(graph, activation, { ...nameLayer(pass, k), factors, result: own(`penalty_z${k}`) }, bring);
  }
  addLogitPenalty(pass, depth + 1);
}

/** Adds penalty_z<k> = p * dz<k> - p (p . dz<k>), with p = softmax(z<k>), k being the layer of the logits. */
function addLogitPenalty(pass: Pass, k: number): void {
  const { graph, bring } = pass;
  const own = (name: string) => nameOf(pass, name);
  graph.float('Softmax', [own(`z${k}`)], own('p'));
  graph.float('Mul', [own('p'), own(`dz${k}`)], own('weighted_changes'));
  graph.sum(own('weighted_changes'), bring('axis_of_logits', 'int32'), own('mean_change'), true); // [B, 1]
  graph.float('Mul', [own('p'), own('mean_change')], own('common_change'));
  graph.float('Sub', [own('weighted_changes'), own('common_change')], own(`penalty_z${k}`));
}
