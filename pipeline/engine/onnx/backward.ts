/** The backward pass through a fully connected layer, for training and for input gradients. */
import type { Graph } from './graph.ts';

/**
 * Adds `result` [n, inputs]: the gradient of a layer's inputs from that of its outputs, `gradient` [n, outputs],
 * through `weight` [inputs, outputs] and through the ReLU that made the inputs, `activation`. Needs the graph's
 * constant `zero`.
 */
export function addBackward(
  graph: Graph,
  gradient: string,
  weight: string,
  activation: string,
  result: string,
): void {
  graph.node('Gemm', [gradient, weight], `${result}_open`, { transB: 1 });
  graph.node('Greater', [activation, 'zero'], `${result}_on`);
  graph.node('Where', [`${result}_on`, `${result}_open`, 'zero'], result);
}
