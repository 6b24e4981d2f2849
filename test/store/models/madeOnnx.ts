/** ONNX files as other programs spell them, for the same three layers. */
import onnxProto from 'onnx-proto';
import type { MlpParameters } from '../../../pipeline/engine/engine.ts';
import { listArrays } from '../../../pipeline/engine/parameters.ts';
import { transpose } from '../../../pipeline/store/models/layout.ts';

const { onnx } = onnxProto;

export type NodeSpec = ConstructorParameters<typeof onnx.NodeProto>[0];
export type TensorSpec = NonNullable<ConstructorParameters<typeof onnx.TensorProto>[0]>;

/** What a file is made of. */
export interface GraphSpec {
  readonly nodes: NodeSpec[];
  readonly tensors: TensorSpec[];
  /** Shape of the input `x` behind its first axis. */
  readonly input?: readonly number[];
  readonly output?: string;
  /** Names of tensors that are declared as inputs too. */
  readonly declared?: readonly string[];
  /** Version of the operators. */
  readonly opset?: number;
}

/** A node whose name is that of its output; number attributes only. */
export function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): NonNullable<NodeSpec> {
  const attribute = Object.entries(attributes).map(([name, value]) =>
    name === 'alpha' || name === 'beta' ? { name, f: value, type: 1 } : { name, i: value, type: 2 },
  );
  return { opType, input, output: [output], name: output, attribute };
}

/** A float32 tensor with its numbers as bytes. */
export function tensor(name: string, dims: number[], values: Float32Array): TensorSpec {
  return {
    name,
    dims,
    dataType: 1,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

/** A float32 tensor with its numbers in a list. */
export function listed(name: string, dims: number[], values: Float32Array): TensorSpec {
  return { name, dims, dataType: 1, floatData: [...values] };
}

/** An int64 tensor. */
export function integers(name: string, values: readonly number[]): TensorSpec {
  const data = BigInt64Array.from(values.map(BigInt));
  return { name, dims: [values.length], dataType: 7, rawData: new Uint8Array(data.buffer) };
}

/** The bytes of a model file. */
export function encodeGraph(spec: GraphSpec): Uint8Array {
  const describe = (name: string, sizes: readonly number[]) => ({
    name,
    type: {
      tensorType: {
        elemType: 1,
        shape: { dim: [{ dimParam: 'n' }, ...sizes.map((dimValue) => ({ dimValue }))] },
      },
    },
  });
  const declared = (spec.declared ?? []).map((name) => {
    const dim = spec.tensors
      .find((candidate) => candidate.name === name)!
      .dims!.map((dimValue) => ({ dimValue }));
    return { name, type: { tensorType: { elemType: 1, shape: { dim } } } };
  });
  const graph = {
    name: 'made',
    node: spec.nodes as NonNullable<NodeSpec>[],
    initializer: spec.tensors,
    input: [describe('x', spec.input ?? [784]), ...declared],
    output: [describe(spec.output ?? 'logits', [10])],
  };
  return onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: spec.opset ?? 17 }],
    graph,
  }).finish();
}

type Six = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

/** w1, b1, w2, b2, w3 and b3 of the article's network. */
export function listSixArrays(model: MlpParameters): Six {
  return listArrays(model) as Six;
}

/** Three layers as ONNX's own Gemm, with the weights [inputs, outputs]. */
export function plainGraph(model: MlpParameters): GraphSpec {
  const { hidden } = model;
  const [w1, b1, w2, b2, w3, b3] = listSixArrays(model);
  return {
    nodes: [
      node('Gemm', ['x', 'w1', 'b1'], 'z1'),
      node('Relu', ['z1'], 'h1'),
      node('Gemm', ['h1', 'w2', 'b2'], 'z2'),
      node('Relu', ['z2'], 'h2'),
      node('Gemm', ['h2', 'w3', 'b3'], 'logits'),
    ],
    tensors: [
      tensor('w1', [784, hidden], w1),
      tensor('b1', [hidden], b1),
      tensor('w2', [hidden, hidden], w2),
      tensor('b2', [hidden], b2),
      tensor('w3', [hidden, 10], w3),
      tensor('b3', [10], b3),
    ],
  };
}

/** As PyTorch exports: weights [outputs, inputs] and transB = 1. */
export function turnedGraph(model: MlpParameters): GraphSpec {
  const { hidden } = model;
  const [w1, , w2, , w3] = listSixArrays(model);
  const { nodes, tensors } = plainGraph(model);
  const turned = new Map([
    ['w1', tensor('w1', [hidden, 784], transpose(w1, [784, hidden]))],
    ['w2', tensor('w2', [hidden, hidden], transpose(w2, [hidden, hidden]))],
    ['w3', tensor('w3', [10, hidden], transpose(w3, [hidden, 10]))],
  ]);
  return {
    nodes: nodes.map((each) =>
      each?.opType === 'Gemm' ? node('Gemm', each.input!, each.output![0]!, { transB: 1, alpha: 1 }) : each,
    ),
    tensors: tensors.map((each) => turned.get(each.name!) ?? each),
  };
}

/** As Keras exports: MatMul, then Add with the bias second, or first where `biasFirst`. */
export function productGraph(model: MlpParameters, biasFirst = false): GraphSpec {
  const { nodes, tensors } = plainGraph(model);
  const split = nodes.flatMap((each) => {
    if (each?.opType !== 'Gemm') return [each];
    const [data, weight, bias] = each.input as [string, string, string];
    const output = each.output![0]!;
    const sum = biasFirst ? [bias, `${output}_p`] : [`${output}_p`, bias];
    return [node('MatMul', [data, weight], `${output}_p`), node('Add', sum, output)];
  });
  return { nodes: split, tensors };
}

/** `spec` behind a first node that makes rows of 784 out of images of shape `input`. */
export function behind(first: NonNullable<NodeSpec>, input: readonly number[], spec: GraphSpec): GraphSpec {
  const nodes = spec.nodes.map((each) => ({
    ...each,
    input: each!.input!.map((name) => (name === 'x' ? first.output![0]! : name)),
  }));
  return { ...spec, input, nodes: [first, ...nodes] };
}

/** `spec` with other or more tensors, by name. */
export function withTensors(spec: GraphSpec, ...tensors: TensorSpec[]): GraphSpec {
  const names = new Set(tensors.map(({ name }) => name));
  return { ...spec, tensors: [...spec.tensors.filter(({ name }) => !names.has(name)), ...tensors] };
}
