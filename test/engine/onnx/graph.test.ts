import { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { Graph } from '../../../pipeline/engine/onnx/graph.ts';
import { nativeRuntime } from '../../../pipeline/engine/onnx/nativeRuntime.ts';

test('a constant that is a view of a larger buffer is written as the view alone', async () => {
  const graph = new Graph('view');
  graph.input('x', 'float32', ['n', 2]);
  graph.constant('c', Float32Array.of(9, 10, 20, 9).subarray(1, 3), [2]);
  graph.node('Add', ['x', 'c'], 'y');
  graph.output('y', 'float32', ['n', 2]);
  const session = await nativeRuntime.openSession(graph.toModel());
  const outputs = await session.run({ x: new Tensor('float32', [1, 2, 3, 4], [2, 2]) });
  expect(outputs.y!.dims).toEqual([2, 2]);
  expect([...(outputs.y!.data as Float32Array)]).toEqual([11, 22, 13, 24]);
  await session.release();
});

test('attributes keep their type: integers, floats and graphs', async () => {
  const body = new Graph('body');
  body.input('sum', 'float32', [1, 2]);
  body.input('row', 'float32', [2, 1]);
  body.constant('identity', Float32Array.of(1, 0, 0, 1), [2, 2]);
  body.node('Gemm', ['row', 'identity', 'sum'], 'sum_next', { transA: 1, alpha: { float: 0.5 } });
  body.output('sum_next', 'float32', [1, 2]);
  const graph = new Graph('loop');
  graph.input('start', 'float32', [1, 2]);
  graph.input('rows', 'float32', ['S', 2, 1]);
  graph.nodeWithOutputs('Scan', ['start', 'rows'], ['end'], { body: { graph: body }, num_scan_inputs: 1 });
  graph.output('end', 'float32', [1, 2]);
  const session = await nativeRuntime.openSession(graph.toModel());
  const outputs = await session.run({
    start: new Tensor('float32', [100, 200], [1, 2]),
    rows: new Tensor('float32', [2, 4, 6, 8], [2, 2, 1]),
  });
  expect([...(outputs.end!.data as Float32Array)]).toEqual([100 + 1 + 3, 200 + 2 + 4]);
  await session.release();
});

test('the runtime names its version', () => {
  expect(nativeRuntime.version).toMatch(/^onnxruntime-node \d+\.\d+\.\d+$/);
});
