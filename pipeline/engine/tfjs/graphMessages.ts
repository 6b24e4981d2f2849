/**
 * The messages that TensorFlow graphs are made of: those with which tfjs-node reads such a file itself
 * (tensorflow/core/framework: graph.proto, node_def.proto, attr_value.proto).
 */
import { createRequire } from 'node:module';

/** What a value holds. `bytes` is a text of bytes, which is how uint8 comes in: tfjs has no such tensors. */
export type Element = 'float32' | 'int32' | 'uint8' | 'bytes' | 'resource';

/** tensorflow/core/framework/types.proto */
const ELEMENT_TYPE: Readonly<Record<Element, number>> = {
  ...{ float32: 1, int32: 3, uint8: 4, bytes: 7, resource: 20 },
};

/** An attribute of a node. */
export type Attribute =
  | { readonly type: Element }
  | { readonly flag: boolean }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }
  /** Null for a shape that is not known. */
  | { readonly shape: readonly number[] | null }
  | { readonly constant: Float32Array | Int32Array; readonly of: readonly number[] };

export type Attributes = Readonly<Record<string, Attribute>>;

/** A value of a graph: its node's name. */
export type Value = string;

/** What a function takes or gives: values by name, each with its element. */
export type Ends = Readonly<Record<string, { readonly value: Value; readonly element: Element }>>;

/** The signature of a function. */
export function describeFunction(inputs: Ends, outputs: Ends): Message {
  const { SignatureDef, TensorInfo } = openMessages();
  const signature = new SignatureDef();
  for (const [map, ends] of [
    [signature.getInputsMap(), inputs],
    [signature.getOutputsMap(), outputs],
  ] as const) {
    for (const [key, { value, element }] of Object.entries(ends)) {
      const information = new TensorInfo();
      information.setName(`${value}:0`);
      information.setDtype(ELEMENT_TYPE[element]);
      information.setTensorShape(describeShape(null));
      map.set(key, information);
    }
  }
  return signature;
}

/** An attribute as its message. */
export function describeAttribute(attribute: Attribute): Message {
  const { AttrValue } = openMessages();
  const value = new AttrValue();
  if ('type' in attribute) value.setType(ELEMENT_TYPE[attribute.type]);
  else if ('flag' in attribute) value.setB(attribute.flag);
  else if ('int' in attribute) value.setI(attribute.int);
  else if ('ints' in attribute) value.setList(describeInts(attribute.ints));
  else if ('text' in attribute) value.setS(new TextEncoder().encode(attribute.text));
  else if ('shape' in attribute) value.setShape(describeShape(attribute.shape));
  else value.setTensor(describeConstant(attribute.constant, attribute.of));
  return value;
}

function describeInts(values: readonly number[]): Message {
  const { AttrValue } = openMessages();
  const list = new AttrValue.ListValue();
  list.setIList([...values]);
  return list;
}

function describeShape(sizes: readonly number[] | null): Message {
  const { TensorShape } = openMessages();
  const shape = new TensorShape();
  if (sizes === null) {
    shape.setUnknownRank(true);
    return shape;
  }
  const dimensions = sizes.map((size) => {
    const dimension = new TensorShape.Dim();
    dimension.setSize(size);
    return dimension;
  });
  shape.setDimList(dimensions);
  return shape;
}

function describeConstant(values: Float32Array | Int32Array, shape: readonly number[]): Message {
  const { Tensor } = openMessages();
  const tensor = new Tensor();
  tensor.setDtype(ELEMENT_TYPE[values instanceof Float32Array ? 'float32' : 'int32']);
  tensor.setTensorShape(describeShape(shape));
  tensor.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
  return tensor;
}

/** A message of TensorFlow's, as google-protobuf makes them; it comes without types. */
// biome-ignore lint/suspicious/noExplicitAny: generated code without types
export type Message = any;

const require = createRequire(import.meta.url);

/** The messages, loaded when the first graph is built. */
export function openMessages(): Message {
  return require('@tensorflow/tfjs-node/dist/proto/api_pb.js');
}
