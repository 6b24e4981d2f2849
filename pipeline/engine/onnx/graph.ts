/**
 * A small writer of ONNX graphs over the official protobuf schema: named values, nodes, constants, one model out.
 *
 * Operators: https://onnx.ai/onnx/operators, opset 17 unless a graph needs a later one.
 */
import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;

/** A dimension: a number, or the name of one that is known when the graph runs. */
export type Dimension = number | string;

const ELEMENT_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7 } as const;
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;
/** The operator set of every graph that needs no later one. */
export const OPSET = 17;
const IR_VERSION = 8;

/** Type and shape of a value. */
export interface ValueType {
  readonly element: keyof typeof ELEMENT_TYPE;
  readonly shape: readonly Dimension[];
}

type Attribute =
  | number
  | string
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly graph: Graph };

/** Builds one graph. Every method returns the name of the value it adds, to be used by later nodes. */
export class Graph {
  readonly #proto: InstanceType<typeof onnx.GraphProto>;

  constructor(name: string) {
    this.#proto = onnx.GraphProto.create({ name });
  }

  /** Declares an input. */
  input(name: string, element: ValueType['element'], shape: readonly Dimension[]): string {
    this.#proto.input.push(describeValue(name, { element, shape }));
    return name;
  }

  /** Declares an existing value to be an output. */
  output(name: string, element: ValueType['element'], shape: readonly Dimension[]): string {
    this.#proto.output.push(describeValue(name, { element, shape }));
    return name;
  }

  /** Adds a float32 constant; a scalar unless `shape` is given. */
  constant(name: string, values: Float32Array | number, shape: readonly number[] = []): string {
    const data = typeof values === 'number' ? Float32Array.of(values) : values;
    this.#addConstant(name, 'float32', data, shape);
    return name;
  }

  /** Adds an int64 constant [n], as ONNX wants for axes. */
  axes(name: string, values: readonly number[]): string {
    this.#addConstant(name, 'int64', BigInt64Array.from(values.map(BigInt)), [values.length]);
    return name;
  }

  /** Adds a node with one output, which is called `output`. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    this.nodeWithOutputs(operator, inputs, [output], attributes);
    return output;
  }

  /** Adds a node with several outputs. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => describeAttribute(name, value));
    this.#proto.node.push(
      onnx.NodeProto.create({ opType: operator, input: [...inputs], output: [...outputs], attribute }),
    );
  }

  /** The whole model as bytes that a runtime loads; `version` of the operator set. */
  toModel(version = OPSET): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: IR_VERSION,
      opsetImport: [{ domain: '', version }],
      graph: this.#proto,
    });
    return onnx.ModelProto.encode(model).finish();
  }

  /** The graph's message, for use as another node's body. */
  toProto(): InstanceType<typeof onnx.GraphProto> {
    return this.#proto;
  }

  #addConstant(
    name: string,
    element: ValueType['element'],
    data: ArrayBufferView,
    shape: readonly number[],
  ): void {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    this.#proto.initializer.push(
      onnx.TensorProto.create({ name, dims: [...shape], dataType: ELEMENT_TYPE[element], rawData }),
    );
  }
}

function describeValue(name: string, type: ValueType) {
  const dim = type.shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return onnx.ValueInfoProto.create({
    name,
    type: { tensorType: { elemType: ELEMENT_TYPE[type.element], shape: { dim } } },
  });
}

function describeAttribute(name: string, value: Attribute) {
  if (typeof value === 'number') {
    return onnx.AttributeProto.create({ name, i: value, type: ATTRIBUTE_TYPE.int });
  }
  if (typeof value === 'string') {
    const s = new TextEncoder().encode(value);
    return onnx.AttributeProto.create({ name, s, type: ATTRIBUTE_TYPE.string });
  }
  if ('float' in value) {
    return onnx.AttributeProto.create({ name, f: value.float, type: ATTRIBUTE_TYPE.float });
  }
  if ('ints' in value) {
    return onnx.AttributeProto.create({ name, ints: [...value.ints], type: ATTRIBUTE_TYPE.ints });
  }
  return onnx.AttributeProto.create({ name, g: value.graph.toProto(), type: ATTRIBUTE_TYPE.graph });
}
