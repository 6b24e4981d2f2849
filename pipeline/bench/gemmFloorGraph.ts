/**
 * The floor under the time of a training step: its eight matrix products and nothing else. Whatever a step takes
 * beyond them (biases, ReLU, loss, Adam, gathering, allocation) is what a better training graph could still save.
 *
 * The products have the shapes and the transpositions of trainingGraph.ts, and each takes what an earlier one gave,
 * so that none can be left out.
 */

import { Graph } from '../engine/onnx/graph.ts';
import { CLASSES, PIXELS } from '../math/images.ts';

/** Floating-point operations of the eight products: 2 B (2 * 784 H + 3 H^2 + 3 * 10 H). */
export function countFloorOperations(hidden: number, batch: number): number {
  return 2 * batch * (2 * PIXELS * hidden + 3 * hidden * hidden + 3 * CLASSES * hidden);
}

/**
 * Inputs: x [B, 784], w1 [784, H], w2 [H, H], w3 [H, 10], and laps [S], whose length alone counts: the products are
 * made S times, in a Scan as in training. Outputs: g_w1, g_w2, g_w3, shaped as the weights.
 *
 * Forward h1 = x W1, h2 = h1 W2, y = h2 W3; weights g_w3 = h2^T y, g_w2 = h1^T g2, g_w1 = x^T g1; inputs
 * g2 = y W3^T, g1 = g2 W2^T.
 */
export function buildGemmFloorGraph(hidden: number, batch: number): Uint8Array {
  const graph = new Graph('floor');
  const shapes = { w1: [PIXELS, hidden], w2: [hidden, hidden], w3: [hidden, CLASSES] };
  graph.input('x', 'float32', [batch, PIXELS]);
  for (const [weight, shape] of Object.entries(shapes)) graph.input(weight, 'float32', shape);
  graph.input('laps', 'float32', ['S']);
  const body = new Graph('products');
  for (const [weight, shape] of Object.entries(shapes)) body.input(`held_${weight}`, 'float32', shape);
  body.input('lap', 'float32', []);
  addProducts(body);
  for (const [weight, shape] of Object.entries(shapes)) {
    body.output(`next_${weight}`, 'float32', shape);
    graph.output(`g_${weight}`, 'float32', shape);
  }
  graph.nodeWithOutputs('Scan', ['w1', 'w2', 'w3', 'laps'], ['g_w1', 'g_w2', 'g_w3'], {
    body: { graph: body },
    num_scan_inputs: 1,
  });
  return graph.toModel();
}

function addProducts(g: Graph): void {
  g.node('Gemm', ['x', 'w1'], 'h1'); // (B, 784) x (784, H) -> (B, H)
  g.node('Gemm', ['h1', 'w2'], 'h2'); // (B, H) x (H, H) -> (B, H)
  g.node('Gemm', ['h2', 'w3'], 'y'); // (B, H) x (H, 10) -> (B, 10)
  g.node('Gemm', ['h2', 'y'], 'next_w3', { transA: 1 }); // (H, B) x (B, 10) -> (H, 10)
  g.node('Gemm', ['y', 'w3'], 'g2', { transB: 1 }); // (B, 10) x (10, H) -> (B, H)
  g.node('Gemm', ['h1', 'g2'], 'next_w2', { transA: 1 }); // (H, B) x (B, H) -> (H, H)
  g.node('Gemm', ['g2', 'w2'], 'g1', { transB: 1 }); // (B, H) x (H, H) -> (B, H)
  g.node('Gemm', ['x', 'g1'], 'next_w1', { transA: 1 }); // (784, B) x (B, H) -> (784, H)
}

/**
 * The product that a search lives on: rows [n, H] x weights [H, H] -> products [n, H], with the weights a constant,
 * as in modelGraph.ts.
 */
export function buildProductGraph(weights: Float32Array, hidden: number): Uint8Array {
  const graph = new Graph('product');
  graph.input('rows', 'float32', ['n', hidden]);
  graph.constant('weights', weights, [hidden, hidden]);
  graph.node('Gemm', ['rows', 'weights'], 'products');
  graph.output('products', 'float32', ['n', hidden]);
  return graph.toModel();
}
