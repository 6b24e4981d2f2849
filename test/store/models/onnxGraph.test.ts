import { expect, test } from 'vitest';
import { decodeOnnx } from '../../../pipeline/store/models/onnx.ts';
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
const behindReshape = behind(node('Reshape', ['x', 'shape'], 'rows'), [28, 28], plainGraph(MODEL));

/** The plain graph with its nodes changed. */
function withNodes(change: (nodes: GraphSpec['nodes']) => GraphSpec['nodes'], output = 'logits'): GraphSpec {
  const spec = plainGraph(MODEL);
  return { ...spec, nodes: change(spec.nodes), output };
}

const wide = drawModel(4, 4);
const half = { name: 'w2', dims: [3, 3], dataType: 10, rawData: new Uint8Array(18) };
const outside = { name: 'w2', dims: [3, 3], dataType: 1, dataLocation: 1, externalData: [] };
const huge = { name: 'w1', dims: [784, 2 ** 40], dataType: 1, rawData: new Uint8Array(16) };
const replaced = (at: number, ...others: GraphSpec['nodes']) =>
  withNodes((nodes) => nodes.toSpliced(at, 1, ...others));

const approximateGelu = {
  ...node('Gelu', ['z1'], 'h1'),
  attribute: [{ name: 'approximate', type: 3, s: new TextEncoder().encode('tanh') }],
};
const fiveHidden = withNodes((nodes) => {
  const more = [3, 4, 5].flatMap((k) => [
    node('Gemm', [`h${k - 1}`, 'w2', 'b2'], `z${k}`),
    node('Relu', [`z${k}`], `h${k}`),
  ]);
  return [...nodes.slice(0, 4), ...more, node('Gemm', ['h5', 'w3', 'b3'], 'logits')];
});

test.each<[what: string, spec: GraphSpec, line: string | RegExp]>([
  [
    'a softmax at the end',
    withNodes((nodes) => [...nodes, node('Softmax', ['logits'], 'p')], 'p'),
    "logits at the end of the graph, got the node Softmax 'p'; export the model without its softmax",
  ],
  [
    'an activation at the end',
    withNodes((nodes) => [...nodes, node('Relu', ['logits'], 'p')], 'p'),
    "[3,3], got [3,10] at the node Gemm 'logits'",
  ],
  [
    'another activation',
    replaced(1, node('Sigmoid', ['z1'], 'h1')),
    "a Relu or Tanh or Gelu, got the node Sigmoid 'h1'",
  ],
  ['two activations', replaced(1, node('Tanh', ['z1'], 'h1')), "a Tanh, got the node Relu 'h2'"],
  [
    'an approximation of Gelu',
    replaced(1, approximateGelu),
    "a Relu or Tanh or Gelu, got the node Gelu 'h1'",
  ],
  [
    'one layer',
    withNodes((nodes) => nodes.slice(0, 1), 'z1'),
    'a Relu or Tanh or Gelu, got the end of the graph',
  ],
  ['five hidden layers', fiveHidden, "[3,10], got [3,3] at the node Gemm 'z5'"],
  [
    'a convolution',
    replaced(0, node('Conv', ['x', 'w1', 'b1'], 'z1')),
    "a Gemm (alpha = beta = 1, transA = 0) or MatMul, got the node Conv 'z1'",
  ],
  [
    "another domain's operator",
    replaced(0, { ...node('Gemm', ['x', 'w1', 'b1'], 'z1'), domain: 'com.example' }),
    "got the node com.example.Gemm 'z1'",
  ],
  [
    'a name that breaks the line',
    replaced(1, node('Ta\nnh', ['z1'], 'h1'), node('Relu', ['z1'], 'a\nb')),
    'got 2 nodes',
  ],
  ['an operator that breaks the line', replaced(1, node('Ta\nnh', ['z1'], 'h1')), "got the node Ta?nh 'h1'"],
  [
    'alpha',
    replaced(0, node('Gemm', ['x', 'w1', 'b1'], 'z1', { alpha: 2 })),
    "alpha = beta = 1, transA = 0) or MatMul, got the node Gemm 'z1'",
  ],
  ['beta', replaced(0, node('Gemm', ['x', 'w1', 'b1'], 'z1', { beta: 0.5 })), "got the node Gemm 'z1'"],
  ['transA', replaced(0, node('Gemm', ['x', 'w1', 'b1'], 'z1', { transA: 1 })), "got the node Gemm 'z1'"],
  [
    'a product the other way round',
    replaced(0, node('MatMul', ['w1', 'x'], 'p'), node('Add', ['p', 'b1'], 'z1')),
    "got the node MatMul 'p'",
  ],
  [
    'a layer without a bias',
    replaced(0, node('Gemm', ['x', 'w1'], 'z1')),
    "a weight and a bias in the file for the node Gemm 'z1', got none",
  ],
  [
    'a product without a bias',
    replaced(0, node('MatMul', ['x', 'w1'], 'z1')),
    "an Add after the node MatMul 'z1', got the node Relu 'h1'",
  ],
  [
    'a value squared',
    replaced(0, node('MatMul', ['x', 'x'], 'z1')),
    "a weight and a bias in the file for the node MatMul 'z1'",
  ],
  ['two layers', withNodes((nodes) => nodes.slice(0, 4), 'h2'), 'or MatMul, got the end of the graph'],
  ['no nodes', withNodes(() => []), 'or MatMul, got the end of the graph'],
  [
    'a skip',
    replaced(4, node('Add', ['h1', 'h2'], 's'), node('Gemm', ['s', 'w3', 'b3'], 'logits')),
    "one chain of nodes, got 2 nodes that take 'h1'",
  ],
  [
    'a node beside the chain',
    withNodes((nodes) => [...nodes, node('Relu', ['other'], 'more')]),
    "got the node Relu 'more' beside it",
  ],
  [
    'a circle',
    withNodes((nodes) => [...nodes, node('Relu', ['more'], 'more')]),
    "got the node Relu 'more' beside it",
  ],
  [
    'an output in the middle',
    withNodes((nodes) => nodes, 'h2'),
    "the output 'h2' of its last node, got 'logits'",
  ],
  [
    'a flattening of all axes',
    behind(node('Flatten', ['x'], 'rows', { axis: 0 }), [28, 28], plainGraph(MODEL)),
    "a flattening, got the node Flatten 'rows'",
  ],
  [
    'a Reshape to another width',
    withTensors(behindReshape, integers('shape', [-1, 28])),
    "a flattening, got the node Reshape 'rows'",
  ],
  ['a Reshape without a shape', behindReshape, "a flattening, got the node Reshape 'rows'"],
  [
    'another number of inputs',
    withTensors(plainGraph(MODEL), tensor('w1', [588, 4], arrayOf(MODEL, 'w1'))),
    '[inputs, outputs] [784,"H"], got [588,4] at the node Gemm \'z1\'',
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
    "[3,3], got [3,4] at the node Gemm 'z2'",
  ],
  [
    'eleven outputs',
    withTensors(plainGraph(MODEL), tensor('w3', [3, 11], new Float32Array(33))),
    "[3,10], got [3,11] at the node Gemm 'logits'",
  ],
  [
    'no hidden units',
    withTensors(plainGraph(MODEL), tensor('w1', [784, 0], new Float32Array())),
    '[784,"H"], got [784,0]',
  ],
  [
    'a weight of three axes',
    withTensors(plainGraph(MODEL), tensor('w2', [3, 3, 1], arrayOf(MODEL, 'w2'))),
    'a weight of [inputs, outputs] [3,3], got',
  ],
  [
    'a bias for all units',
    withTensors(plainGraph(MODEL), tensor('b1', [1], arrayOf(MODEL, 'b1').slice(0, 1))),
    "a bias of shape [3], got [1] at the node Gemm 'z1'",
  ],
  [
    'a bias of a column',
    withTensors(plainGraph(MODEL), tensor('b1', [3, 1], arrayOf(MODEL, 'b1'))),
    "a bias of shape [3], got [3,1] at the node Gemm 'z1'",
  ],
  [
    'half precision',
    withTensors(plainGraph(MODEL), half),
    "the node Gemm 'z2': expected float32 (data type 1), got data type 10",
  ],
  [
    'numbers in another file',
    withTensors(plainGraph(MODEL), outside),
    'numbers inside the file, got external data; save the model as one file',
  ],
  [
    'a size that the bytes contradict',
    withTensors(plainGraph(MODEL), huge),
    'the numbers of shape [784,1099511627776], got 4',
  ],
  [
    'half a number',
    withTensors(plainGraph(MODEL), {
      ...tensor('b1', [3], arrayOf(MODEL, 'b1')),
      rawData: new Uint8Array(11),
    }),
    'the numbers of shape [3], got 2.75',
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
    'an operator set before broadcasting',
    { ...plainGraph(MODEL), opset: 6 },
    'an operator set from version 7, got 6',
  ],
  [
    'a missing weight',
    { ...plainGraph(MODEL), tensors: plainGraph(MODEL).tensors.slice(1) },
    "a weight and a bias in the file for the node Gemm 'z1', got none",
  ],
])('%s: refused in one line', async (_, spec, line) => {
  const message = await errorLine(() => decodeOnnx(encodeGraph(spec), 'x.onnx'));
  expect(message).toMatch(/^x\.onnx: .*expected .*, got .*; /);
  expect(message).toContain(line);
});
