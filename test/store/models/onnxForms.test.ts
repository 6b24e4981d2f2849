import { expect, test } from 'vitest';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { readOnnx } from '../../../pipeline/store/models/onnx.ts';
import { arrayOf, drawModel } from '../../engine/drawn.ts';
import { errorLine } from '../errorLine.ts';
import {
  behind,
  encodeGraph,
  type GraphSpec,
  integers,
  listed,
  node,
  plainGraph,
  tensor,
  withTensors,
} from './madeOnnx.ts';

const MODEL = drawModel(3, 4);
const wide = drawModel(4, 4);

/** The plain graph with its nodes changed. */
function withNodes(change: (nodes: GraphSpec['nodes']) => GraphSpec['nodes'], output = 'logits'): GraphSpec {
  const spec = plainGraph(MODEL);
  return { ...spec, nodes: change(spec.nodes), output };
}

const replaced = (at: number, ...others: GraphSpec['nodes']) =>
  withNodes((nodes) => nodes.toSpliced(at, 1, ...others));
const number = (name: string, value: number) => tensor(name, [], Float32Array.of(value));
const read = (spec: GraphSpec, outputs: 'logits' | null = null) =>
  readOnnx(encodeGraph(spec), 'x.onnx', { outputs });

const deep = withNodes((nodes) => {
  const more = [3, 4, 5].flatMap((k) => [
    node('Gemm', [`h${k - 1}`, 'w2', 'b2'], `z${k}`),
    node('Relu', [`z${k}`], `h${k}`),
  ]);
  return [...nodes.slice(0, 4), ...more, node('Gemm', ['h5', 'w3', 'b3'], 'logits')];
});

test.each<[what: string, spec: GraphSpec, depth: number]>([
  ['a Dropout', replaced(1, node('Relu', ['z1'], 'r1'), node('Dropout', ['r1'], 'h1')), 2],
  ['an Identity', replaced(1, node('Identity', ['z1'], 'i1'), node('Relu', ['i1'], 'h1')), 2],
  ['five hidden layers', deep, 5],
  ['nodes beside the way', withNodes((nodes) => [...nodes, node('Relu', ['more'], 'more')]), 2],
  ['a Flatten', behind(node('Flatten', ['x'], 'rows'), [28, 28], plainGraph(MODEL)), 2],
  ['a softmax', withNodes((nodes) => [...nodes, node('Softmax', ['logits'], 'p', { axis: -1 })], 'p'), 2],
])('%s changes nothing in an MLP', async (_, spec, depth) => {
  const { kind, ...found } = await read(spec);
  expect(kind).toBe('mlp');
  expect(found).toMatchObject({ parameters: { hidden: 3, depth, activation: 'relu' } });
});

test('biases that are missing are 0; factors and offsets are folded into the layers', async () => {
  const spec = withTensors(
    {
      ...replaced(
        0,
        node('Sub', ['x', 'mean'], 's'),
        node('Div', ['s', 'std'], 'n'),
        node('Gemm', ['n', 'w1'], 'z1', { alpha: 2 }),
      ),
    },
    number('mean', 0.25),
    number('std', 0.5),
  );
  const found = await read(spec);
  if (found.kind !== 'mlp') throw new Error(found.reason);
  const w1 = arrayOf(MODEL, 'w1');
  // 2 (x - 1/4) / (1/2) W = 4 W x - W.
  expect(arrayOf(found.parameters, 'w1')).toEqual(w1.map((weight) => 4 * weight));
  const sums = [0, 1, 2].map((unit) =>
    w1.reduce((sum, weight, at) => (at % 3 === unit ? sum - weight : sum), 0),
  );
  sums.forEach((sum, unit) => {
    expect(arrayOf(found.parameters, 'b1')[unit]).toBeCloseTo(sum, 4);
  });
});

test('a softmax at the end is named when it is left out, and left in where outputs are said to be logits', async () => {
  const spec = withNodes((nodes) => [...nodes, node('LogSoftmax', ['logits'], 'p')], 'p');
  expect((await read(spec)).remarks).toEqual([
    "the node LogSoftmax 'p' at its end is left out: the energy is of the logits before it",
  ]);
  expect(await read(spec, 'logits')).toMatchObject({
    kind: 'opaque',
    remarks: [],
    network: { output: 'p', outputs: 'logits' },
  });
});

test.each<[what: string, spec: GraphSpec, reason: string]>([
  ['a convolution', replaced(0, node('Conv', ['x', 'w1', 'b1'], 'z1')), "the node Conv 'z1'"],
  ['two activations', replaced(1, node('Tanh', ['z1'], 'h1')), '784-3-3-10 with tanh and relu'],
  ['one layer', withNodes((nodes) => nodes.slice(0, 1), 'z1'), '784-3'],
  ['an activation at the end', withNodes((nodes) => nodes.slice(0, 4), 'h2'), 'an activation at the end'],
  [
    "another domain's operator",
    replaced(0, { ...node('Gemm', ['x', 'w1', 'b1'], 'z1'), domain: 'com.example' }),
    "the node com.example.Gemm 'z1'",
  ],
  ['an operator that breaks the line', replaced(1, node('Ta\nnh', ['z1'], 'h1')), "the node Ta?nh 'h1'"],
  [
    'a skip',
    replaced(4, node('Add', ['h1', 'h2'], 's'), node('Gemm', ['s', 'w3', 'b3'], 'logits')),
    "the node Add 's'",
  ],
  ['a circle', replaced(4, node('Relu', ['logits'], 'logits')), 'no chain of layers'],
  ['transA', replaced(0, node('Gemm', ['x', 'w1', 'b1'], 'z1', { transA: 1 })), "the node Gemm 'z1'"],
  [
    'a bias of a column',
    withTensors(plainGraph(MODEL), tensor('b1', [3, 1], arrayOf(MODEL, 'b1'))),
    "the node Gemm 'z1'",
  ],
  [
    'hidden layers of two sizes',
    {
      ...plainGraph(MODEL),
      tensors: [
        ...plainGraph(MODEL).tensors.slice(0, 2),
        tensor('w2', [3, 4], arrayOf(wide, 'w2').slice(0, 12)),
        tensor('b2', [4], arrayOf(wide, 'b2')),
        ...plainGraph(wide).tensors.slice(4),
      ],
    },
    'fully connected layers 784-3-4-10 with relu',
  ],
  [
    'eleven outputs',
    withTensors(
      plainGraph(MODEL),
      tensor('w3', [3, 11], new Float32Array(33)),
      tensor('b3', [11], new Float32Array(11)),
    ),
    '784-3-3-11',
  ],
  ['an old operator set', { ...plainGraph(MODEL), opset: 6 }, 'operators of version 6'],
])('%s is for a runtime, and says why', async (_, spec, reason) => {
  const found = await read(spec);
  expect(found).toMatchObject({
    kind: 'opaque',
    network: { form: 'onnx', inputShape: [null, PIXELS], input: { name: 'x', element: 'float32' } },
  });
  expect(found.kind === 'opaque' && found.reason).toContain(reason);
});

const outside = { name: 'w2', dims: [3, 3], dataType: 1, dataLocation: 1 };
const beside = (location: string) => ({ ...outside, externalData: [{ key: 'location', value: location }] });

test.each<[what: string, spec: GraphSpec, line: string]>([
  ['numbers in no file', withTensors(plainGraph(MODEL), outside), 'numbers in files beside it, got'],
  [
    'numbers in a file elsewhere',
    withTensors(plainGraph(MODEL), beside('../../secret')),
    "numbers in files beside it, got '../../secret'",
  ],
  [
    'numbers in a file of an endless name',
    withTensors(plainGraph(MODEL), beside('x'.repeat(5000))),
    'numbers in files beside it, got',
  ],
  [
    'numbers in a file that is missing',
    withTensors(plainGraph(MODEL), beside('none.data')),
    'a file, got none',
  ],
  [
    'a size that the bytes contradict',
    withTensors(plainGraph(MODEL), {
      name: 'w1',
      dims: [784, 2 ** 40],
      dataType: 1,
      rawData: new Uint8Array(16),
    }),
    'the numbers of shape [784,1099511627776], got 4',
  ],
  [
    'a NaN',
    withTensors(plainGraph(MODEL), tensor('b1', [3], Float32Array.of(0, Number.NaN, 0))),
    'finite numbers, got NaN at position 1',
  ],
  [
    'an infinity in a list',
    withTensors(plainGraph(MODEL), listed('b1', [3], Float32Array.of(0, 0, Number.POSITIVE_INFINITY))),
    'finite numbers, got Infinity at position 2',
  ],
  [
    'whole numbers for weights',
    withTensors(plainGraph(MODEL), integers('b1', [1, 2, 3])),
    'numbers that are floats, got data type 7',
  ],
])('%s: refused in one line', async (_, spec, line) => {
  const message = await errorLine(() => read(spec));
  expect(message).toMatch(/: .*expected .*, got .*; /);
  expect(message).toContain(line);
});
