/** Generated ONNX files: graphs of any nodes over any tensors, and real graphs with other values. */
import fc from 'fast-check';
import onnxProto from 'onnx-proto';
import { encodeGraph, type NodeSpec, type TensorSpec } from '../store/models/madeOnnx.ts';
import { type Alteration, alterTree, extreme, fill, filling } from './generateValues.ts';

const { onnx } = onnxProto;

const OPERATORS = [
  ...[
    'Gemm',
    'MatMul',
    'Add',
    'Mul',
    'Sub',
    'Div',
    'Relu',
    'Tanh',
    'Gelu',
    'Softmax',
    'LogSoftmax',
    'Identity',
  ],
  ...[
    'Flatten',
    'Reshape',
    'Transpose',
    'Dropout',
    'Conv',
    'MaxPool',
    'Cast',
    'Clip',
    'Constant',
    'Loop',
    'If',
  ],
  ...['ConstantOfShape', 'Expand', 'Tile', 'Range', 'Unsqueeze', 'BatchNormalization', 'NoSuchOperator'],
];

/** Names of what flows: few, so that nodes meet, in circles too. */
const name = fc.constantFrom('x', 'a', 'b', 'c', 'w', 'v', 'y', '');

/** A whole number that fits into 32 bits, as the fields of a file have it. */
const whole = extreme.map((value) => Math.trunc(Math.min(value, 2 ** 31)) | 0);

const attribute = fc.oneof(
  fc.record({
    name: fc.constantFrom('axis', 'transA', 'transB', 'to', 'keepdims'),
    i: whole,
    type: fc.constant(2),
  }),
  fc.record({ name: fc.constantFrom('alpha', 'beta', 'epsilon'), f: fc.float(), type: fc.constant(1) }),
  fc.record({
    name: fc.constantFrom('perm', 'kernel_shape', 'pads', 'strides', 'axes'),
    ints: fc.array(whole, { maxLength: 5 }),
    type: fc.constant(7),
  }),
);

const node = fc.record({
  opType: fc.constantFrom(...OPERATORS),
  input: fc.array(name, { maxLength: 4 }),
  output: fc.array(name, { maxLength: 2 }),
  attribute: fc.array(attribute, { maxLength: 3 }),
}) as fc.Arbitrary<NonNullable<NodeSpec>>;

const tensor = fc
  .record({
    name,
    dims: fc.array(whole, { maxLength: 4 }),
    dataType: fc.constantFrom(1, 2, 6, 7, 9, 10, 11, 16, 0, 99),
    bytes: filling,
    isRaw: fc.boolean(),
  })
  .map(({ bytes, isRaw, ...rest }): TensorSpec => {
    const rawData = fill(bytes);
    return isRaw ? { ...rest, rawData } : { ...rest, floatData: [...rawData.subarray(0, 100)] };
  });

/** Graphs of nothing that belongs together. */
export const drawnOnnx: fc.Arbitrary<Uint8Array> = fc
  .record({
    nodes: fc.array(node, { maxLength: 6 }),
    tensors: fc.array(tensor, { maxLength: 4 }),
    input: fc.array(whole, { maxLength: 4 }),
    output: name,
    opset: fc.constantFrom(1, 7, 13, 21, 999),
  })
  .map(encodeGraph);

/** A real file with other values in its messages; where they fit no field of a file, the file itself. */
export function alteredOnnx(
  bytes: Uint8Array,
  alterations: fc.Arbitrary<Alteration[]>,
): fc.Arbitrary<Uint8Array> {
  return fc.tuple(alterations, filling).map(([changes, other]) => {
    const tree = onnx.ModelProto.toObject(onnx.ModelProto.decode(bytes), { bytes: Uint8Array as never });
    const fitted = changes.map((change) => ({
      ...change,
      value: typeof change.value === 'object' ? fill(other) : change.value,
    }));
    try {
      return onnx.ModelProto.encode(
        onnx.ModelProto.fromObject(alterTree(tree, fitted) as Record<string, unknown>),
      ).finish();
    } catch {
      return bytes;
    }
  });
}
