/** Squared distances to reference images, in a TensorFlow graph: ||q||^2 - 2 q . r + ||r||^2, at least 0. */
import { PIXELS } from '../../math/images.ts';
import type { Distances } from '../engine.ts';
import { Graph } from './graph.ts';
import type { KeptGraphs } from './loadedGraph.ts';
import { compute, LARGEST_BYTE, toRows, withTensors } from './tensors.ts';

/** Opens {@link Distances} to `references`, images [n, 784] as bytes. */
export async function openTfjsDistances(graphs: KeptGraphs, references: Uint8Array): Promise<Distances> {
  const { tf } = graphs;
  const graph = await graphs.open('distances', buildDistancesGraph);
  const given = { references: tf.scalar(references, 'string'), divisor: tf.scalar(LARGEST_BYTE) };
  withTensors(given, (inputs) => tf.dispose(graph.call('start', inputs)));
  return {
    to: (queries) => compute(graph, 'measure', { queries: toRows(tf, queries, PIXELS) }, 'distances'),
    dispose: async () => graph.dispose(),
  };
}

/** `start`: references (bytes of uint8 [n, 784]) and the divisor that takes them to [0, 1]. `measure`: queries float32 [q, 784]; gives distances [q, n]. `clear`: forgets the references. */
function buildDistancesGraph(): Graph {
  const graph = new Graph();
  const bytes = graph.input('references', 'bytes');
  const shape = graph.list('rows_of_pixels', [-1, PIXELS]);
  const divisor = graph.input('largest_byte', 'float32');
  const floats = graph.cast(graph.decodeBytes(bytes, shape, 'decoded'), 'uint8', 'float32', 'floats');
  const matrix = graph.float('RealDiv', [floats, divisor], 'matrix'); // [n, 784]
  // Transposed once: TensorFlow is half as fast where it transposes in every product.
  const columns = graph.float('Transpose', [matrix, graph.list('swapped', [1, 0])], 'transposed', {
    Tperm: { type: 'int32' },
  });
  const axis = graph.list('pixels', [1]);
  const squares = graph.sum(graph.float('Square', [matrix], 'squared'), axis, 'squares_of_references'); // [n]
  const assigned = [
    graph.assign(graph.variable('columns', 'float32'), columns, 'float32'),
    graph.assign(graph.variable('squares', 'float32'), squares, 'float32'),
  ];
  const done = graph.after(assigned, 'started');
  graph.function(
    'start',
    { references: { value: bytes, element: 'bytes' }, divisor: { value: divisor, element: 'float32' } },
    { done: { value: done, element: 'float32' } },
  );
  const queries = graph.input('queries', 'float32');
  const products = graph.product(queries, graph.read('columns', 'float32', 'held_columns'), 'products');
  const crossed = graph.float('Mul', [products, graph.number('minus_two', -2)], 'crossed');
  const half = graph.float('AddV2', [crossed, graph.read('squares', 'float32', 'held_squares')], 'half');
  const own = graph.sum(
    graph.float('Square', [queries], 'squared_queries'),
    axis,
    'squares_of_queries',
    true,
  ); // [q, 1]
  const distances = graph.float('Relu', [graph.float('AddV2', [half, own], 'sums')], 'distances');
  graph.function(
    'measure',
    { queries: { value: queries, element: 'float32' } },
    { distances: { value: distances, element: 'float32' } },
  );
  graph.functionClear({ columns: 'float32', squares: 'float32' });
  return graph;
}
