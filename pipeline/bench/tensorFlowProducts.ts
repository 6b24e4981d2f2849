/** Matrix products by TensorFlow, the library of tfjs-node, as a graph with a loop. */
import type { Tensor } from '@tensorflow/tfjs-node';
import { Graph } from '../engine/tfjs/graph.ts';
import type { TensorFlow } from '../engine/tfjs/library.ts';
import { loadGraph } from '../engine/tfjs/loadedGraph.ts';
import { Loop } from '../engine/tfjs/loop.ts';
import { takeValues, withTensors } from '../engine/tfjs/tensors.ts';
import { drawInputs, listEnds, type ProductMaker, type ProductPlan } from './products.ts';

/** TensorFlow as a maker of products. */
export function createTensorFlowProducts(tf: TensorFlow): ProductMaker {
  const open = async (plan: ProductPlan) => {
    const graph = await loadGraph(tf, buildProductGraph(plan));
    tf.dispose(withTensors(createTensors(tf, plan), (inputs) => graph.call('start', inputs)));
    const run = (times: number) =>
      tf.dispose(withTensors({ laps: tf.scalar(times, 'int32') }, (laps) => graph.call('repeat', laps)));
    return { graph, run };
  };
  return {
    name: 'TensorFlow',
    weightRows: 'inputs',
    async openProducts(plan) {
      const { graph, run } = await open(plan);
      return { run: async (times) => run(times), dispose: async () => graph.dispose() };
    },
    async multiplyOnce(plan) {
      const { graph, run } = await open(plan);
      run(1);
      const results = graph.call('read', {});
      graph.dispose();
      return new Map(listEnds(plan).map((end) => [end, Float32Array.from(takeValues(results[end]!))]));
    },
  };
}

function createTensors(tf: TensorFlow, plan: ProductPlan): Record<string, Tensor> {
  return Object.fromEntries(
    [...drawInputs(plan)].map(([name, values]) => [name, tf.tensor2d(values, [...plan.inputs[name]!])]),
  );
}

/**
 * The functions `start`, which takes the inputs; `repeat`, which makes the products `laps` times (int32) and gives `done`; and
 * `read`, which gives the ends. Inputs and ends are variables, read and set in every lap as the weights are in training:
 * TensorFlow leaves out what nobody keeps, and makes beforehand what does not change.
 */
function buildProductGraph(plan: ProductPlan): Graph {
  const graph = new Graph();
  const names = Object.keys(plan.inputs);
  const ends = listEnds(plan);
  const assigned = names.map((name) =>
    graph.assign(graph.variable(name, 'float32'), graph.input(`given_${name}`, 'float32'), 'float32'),
  );
  const values = (prefix: string, of: readonly string[]) =>
    Object.fromEntries(of.map((name) => [name, { value: prefix + name, element: 'float32' as const }]));
  const started = graph.after(assigned, 'started');
  graph.function('start', values('given_', names), { done: { value: started, element: 'float32' } });
  const loop = new Loop(graph, 'repeat', graph.input('laps', 'int32'), []);
  for (const name of names) {
    graph.read(loop.bring(name, 'resource'), 'float32', `repeat/${name}`, [loop.index]);
  }
  addProducts(graph, plan);
  const kept = ends.map((end) => {
    const handle = loop.bring(graph.variable(end, 'float32'), 'resource');
    graph.read(end, 'float32', `read/${end}`);
    return graph.assign(handle, `repeat/${end}`, 'float32');
  });
  const done = loop.end(kept);
  graph.function(
    'repeat',
    { laps: { value: 'laps', element: 'int32' } },
    { done: { value: done, element: 'int32' } },
  );
  graph.function('read', {}, values('read/', ends));
  return graph;
}

function addProducts(graph: Graph, { products }: ProductPlan): void {
  for (const { a, b, result, transposed } of products) {
    graph.product(`repeat/${a}`, `repeat/${b}`, `repeat/${result}`, {
      a: transposed === 'a',
      b: transposed === 'b',
    });
  }
}
