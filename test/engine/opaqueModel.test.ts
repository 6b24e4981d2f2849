import { expect, test } from 'vitest';
import { openBatchedModel } from '../../pipeline/engine/batchedModel.ts';
import { AS_IS } from '../../pipeline/engine/inputScale.ts';
import { Graph } from '../../pipeline/engine/onnx/graph.ts';
import { findOutputKind, type OutputKind, toLogits } from '../../pipeline/engine/opaqueModel.ts';
import { chooseLayout, type OnnxElement } from '../../pipeline/engine/opaqueNetwork.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawImages } from './drawn.ts';
import { onnxEngine } from './onnxEngine.ts';

test.each<[what: string, outputs: number[], kind: OutputKind]>([
  ['rows that sum to 1', [0.2, 0.8, 1, 0], 'probabilities'],
  ['their logarithms', [Math.log(0.2), Math.log(0.8), 0, -90], 'log-probabilities'],
  ['any numbers', [0.2, 0.9, 1, 0], 'logits'],
  ['numbers that sum to 1, one below 0', [-0.5, 1.5, 0.5, 0.5], 'logits'],
])('%s are found to be %s', (_, outputs, kind) => {
  expect(findOutputKind(Float32Array.from(outputs), 2)).toBe(kind);
});

test('logits of probabilities are their logarithms, and finite', () => {
  expect([...toLogits(Float32Array.of(1, 0.5, 0), 'probabilities')]).toEqual([
    0,
    Math.fround(Math.log(0.5)),
    Math.fround(Math.log(1.1754943508222875e-38)),
  ]);
  const given = Float32Array.of(1, 0.5);
  expect(toLogits(given, 'logits')).toBe(given);
});

test.each<[shape: (number | null)[], image: number[], batch: number | null]>([
  [[null, 784], [784], null],
  [[1, 784], [784], 1],
  [[8, 28, 28], [28, 28], 8],
  [[null, 1, 28, 28], [1, 28, 28], null],
  [[null, 28, 28, 1], [28, 28, 1], null],
  [[null, null, null, null], [1, 28, 28], null],
])('an input of axes %j takes images of %j, %j at once', (shape, image, batch) => {
  expect(chooseLayout(shape, 'x')).toEqual({ image, batch });
});

test.each([[[null, 3, 28, 28]], [[null, 32, 32]], [[784]], [[]]])(
  'an input of axes %j is refused',
  (shape) => {
    expect(() => chooseLayout(shape, 'x')).toThrow(/^x: expected an input of images, .*, got \[.*\]; use a/);
  },
);

/** x W of all pixels in twelve classes. */
const run = async (images: Float32Array) =>
  Float32Array.from({ length: (images.length / PIXELS) * 12 }, (_, at) => {
    const row = images.subarray(Math.floor(at / 12) * PIXELS, (Math.floor(at / 12) + 1) * PIXELS);
    return row.reduce((sum, value, pixel) => sum + value * Math.sin(pixel + (at % 12)), 0);
  });
const network = { where: 'x', outputs: null, gradients: null, run, dispose: async () => undefined };
const bytes = drawImages(5, 1).images;

test.each([null, 1, 2, 7])('a batch of %j gives the logits of each image', async (batch) => {
  const strict = async (images: Float32Array) => {
    if (batch !== null) expect(images.length).toBe(batch * PIXELS);
    return run(images);
  };
  const model = await openBatchedModel({ ...network, batch, run: strict }, AS_IS);
  const unit = Float32Array.from(bytes, (byte) => byte / 255);
  expect(await model.logits(bytes)).toEqual(await run(unit));
  expect(model).toMatchObject({ classes: 12, outputs: 'logits' });
});

test('a network that says that it takes any number, and does not, is given one at a time', async () => {
  const single = async (images: Float32Array) => (await run(images)).slice(0, 12);
  const model = await openBatchedModel({ ...network, batch: null, run: single }, AS_IS);
  const unit = Float32Array.from(bytes, (byte) => byte / 255);
  expect(await model.logits(unit)).toEqual(await run(unit));
});

test('a network of one output, and one of a NaN, are refused', async () => {
  const one = async (images: Float32Array) => new Float32Array(images.length / PIXELS);
  await expect(openBatchedModel({ ...network, batch: null, run: one }, AS_IS)).rejects.toThrow(
    'x: expected at least two finite outputs an image, got 1; use a classifier',
  );
  const nan = async (images: Float32Array) => (await run(images)).fill(Number.NaN);
  await expect(openBatchedModel({ ...network, batch: null, run: nan }, AS_IS)).rejects.toThrow(
    'got infinite',
  );
});

/** A graph that gives the sums of the upper and the lower half of an image of `element`, as float32. */
function openSums(element: OnnxElement) {
  const graph = new Graph('sums');
  const shape = ['n', 2, PIXELS / 2];
  graph.input('x', element as 'float32', ['n', PIXELS]);
  graph.node('Cast', ['x'], 'floats', { to: 1 });
  graph.node('Reshape', ['floats', graph.axes('shape', [-1, 2, PIXELS / 2])], 'halves');
  graph.node('ReduceSum', ['halves', graph.axes('last', [2])], 'sums', { keepdims: 0 });
  graph.output('sums', 'float32', ['n', shape[1]!]);
  const form = { form: 'onnx', where: 'x', inputShape: [null, PIXELS], outputs: null } as const;
  const file = { bytes: graph.toModel(), input: { name: 'x', element }, output: 'sums' };
  return onnxEngine.openOpaque({ ...form, ...file }, AS_IS);
}

test.each<[OnnxElement, factor: number]>([
  ['float32', 1],
  ['uint8', 255],
])('an input of %s is given numbers of its own', async (element, factor) => {
  const model = await openSums(element);
  const [upper, lower] = await model.logits(bytes.subarray(0, PIXELS));
  const sum = (part: Uint8Array) => part.reduce((total, byte) => total + byte / 255, 0);
  expect(upper! / factor).toBeCloseTo(sum(bytes.subarray(0, PIXELS / 2)), 3);
  expect(lower! / factor).toBeCloseTo(sum(bytes.subarray(PIXELS / 2, PIXELS)), 3);
  await model.dispose();
});

test('a graph that no runtime runs is one line', async () => {
  const graph = new Graph('odd');
  graph.input('x', 'float32', ['n', PIXELS]);
  graph.output(graph.node('Nonsense', ['x'], 'y'), 'float32', ['n', 10]);
  const form = { form: 'onnx', where: 'odd.onnx', inputShape: [null, PIXELS], outputs: null } as const;
  const file = { bytes: graph.toModel(), input: { name: 'x', element: 'float32' }, output: 'y' } as const;
  await expect(onnxEngine.openOpaque({ ...form, ...file }, AS_IS)).rejects.toThrow(
    /^odd\.onnx: expected a graph that onnxruntime runs, got one that it does not run \([^\n]+\); export/,
  );
});
