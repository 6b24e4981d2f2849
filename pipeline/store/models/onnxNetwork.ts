/** An ONNX graph of any form as it is handed to a runtime: which input it is given, which output is read, and what is left out. */
import onnxProto from 'onnx-proto';
import type { OutputKind } from '../../engine/opaqueModel.ts';
import type { OnnxElement, OnnxNetwork } from '../../engine/opaqueNetwork.ts';
import { expected } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';
import {
  type GraphProto,
  type NodeProto,
  nameNode,
  numberOf,
  type OnnxFile,
  operatorOf,
} from './onnxFile.ts';
import { remarkOnDropped } from './readModel.ts';

const { onnx } = onnxProto;

type ValueInfo = NonNullable<GraphProto['input']>[number];

/** By TensorProto.DataType of the schema. */
const ELEMENTS: ReadonlyMap<number, OnnxElement> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [10, 'float16'],
  [11, 'float64'],
]);

/** The input that takes the images and the value that is read, and what a user should know of them. */
export interface Signature {
  readonly input: ValueInfo;
  readonly output: string;
  /** The node that is left out at the end. */
  readonly dropped: NodeProto | null;
  readonly remarks: readonly string[];
}

/**
 * What goes in and comes out. A softmax, log-softmax or sigmoid at the end is left out, unless the outputs are said to be logits.
 * Throws a UserError that names `where` for a graph with no output, or not one input.
 */
export function readSignature(
  { graph, opset }: OnnxFile,
  where: string,
  outputs: OutputKind | null,
): Signature {
  const constants = new Set((graph.initializer ?? []).map(({ name }) => name));
  // Before version 4 of the format, initializers were declared as inputs too.
  const inputs = (graph.input ?? []).filter(({ name }) => !constants.has(name));
  const names = (graph.output ?? []).map(({ name }) => name ?? '');
  const [input, ...others] = inputs;
  const [output] = names;
  if (input === undefined || others.length > 0) {
    const got = describeValue(inputs.map(({ name }) => name));
    throw expected(`${where}: its inputs`, 'one', got, 'export a model that takes images alone');
  }
  if (output === undefined) throw expected(`${where}: its outputs`, 'one', 'none', 'export the model again');
  const remarks =
    names.length > 1
      ? [`it has ${names.length} outputs, of which the first, ${describeValue(output)}, is read`]
      : [];
  const last = (graph.node ?? []).find((node) => node.output?.[0] === output);
  if (last === undefined || outputs === 'logits' || !isDroppable(last, opset)) {
    return { input, output, dropped: null, remarks };
  }
  return {
    input,
    output: last.input?.[0] ?? '',
    dropped: last,
    remarks: [...remarks, remarkOnDropped(nameNode(last))],
  };
}

/** Before operator set 13 a softmax was over axis 1 and all behind it unless told otherwise. */
const OPSET_OF_LAST_AXIS = 13;

function isDroppable(node: NodeProto, opset: number): boolean {
  const operator = operatorOf(node);
  if (operator === 'Sigmoid') return true;
  if (operator !== 'Softmax' && operator !== 'LogSoftmax') return false;
  const axis = numberOf(node, 'axis', opset < OPSET_OF_LAST_AXIS ? 1 : -1);
  return axis === 1 || axis === -1;
}

/** The graph for a runtime. Throws a UserError that names `where` for an input of another element. */
export function toOnnxNetwork(
  file: OnnxFile,
  { input, output, dropped }: Signature,
  where: string,
  outputs: OutputKind | null,
): OnnxNetwork {
  const type = input.type?.tensorType;
  const element = ELEMENTS.get(type?.elemType ?? 0);
  if (element === undefined) {
    const wanted = 'an input of float32, float16, float64 or uint8';
    throw expected(where, wanted, `data type ${type?.elemType}`, 'export the model for such images');
  }
  const inputShape = (type?.shape?.dim ?? []).map(({ dimValue }) => Number(dimValue ?? 0) || null);
  return {
    form: 'onnx',
    where,
    bytes: dropped === null ? file.bytes : encodeWithout(file, dropped, output),
    input: { name: input.name ?? '', element },
    inputShape,
    output,
    outputs: dropped === null ? outputs : 'logits',
  };
}

/** The file without a node at its end, whose input is the output instead. */
function encodeWithout({ model, graph }: OnnxFile, dropped: NodeProto, output: string): Uint8Array {
  const [declared, ...others] = graph.output ?? [];
  const elemType = declared?.type?.tensorType?.elemType;
  return onnx.ModelProto.encode({
    ...model,
    graph: {
      ...graph,
      node: (graph.node ?? []).filter((node) => node !== dropped),
      // Without a shape, which the runtime finds.
      output: [{ name: output, type: { tensorType: { elemType: elemType ?? 1 } } }, ...others],
    },
  }).finish();
}
