/**
 * An ONNX file as the schema has it, whole: numbers that are kept in files beside it, as torch.onnx.export writes them, are
 * read into it.
 *
 * Source: https://onnx.ai/onnx/repo-docs/ExternalData.html
 */
import { dirname, join } from 'node:path';
import onnxProto from 'onnx-proto';
import { expected } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';
import { readBytes } from '../files.ts';
import { isBesideName } from './besideName.ts';
import { NEXT_STEP, type TensorProto } from './onnxTensor.ts';

const { onnx } = onnxProto;

export type ModelProto = InstanceType<typeof onnx.ModelProto>;
export type GraphProto = NonNullable<ModelProto['graph']>;
export type NodeProto = NonNullable<GraphProto['node']>[number];

/** Both mean ONNX's own operators. */
const OWN_DOMAINS = ['', 'ai.onnx'];

/** TensorProto.DataLocation.EXTERNAL in the schema. */
const EXTERNAL = 1;

/** A model file: its message, and its bytes with all numbers in them. */
export interface OnnxFile {
  readonly model: ModelProto;
  readonly graph: GraphProto;
  readonly bytes: Uint8Array;
  /** Version of ONNX's own operator set. */
  readonly opset: number;
}

/** The message in `bytes`. Throws a UserError that names `where` for other bytes, and for a model without a graph. */
export function decodeOnnxFile(bytes: Uint8Array, where: string): OnnxFile {
  const model = decodeMessage(bytes, where);
  const graph = model.graph as GraphProto | null | undefined;
  if (!graph) throw expected(where, 'an ONNX model with a graph', `${bytes.length} bytes without`, NEXT_STEP);
  const opset = Number(model.opsetImport.find(({ domain }) => isOwnDomain(domain))?.version ?? 0);
  if (opset > 0) return { model, graph, bytes, opset };
  throw expected(where, "a version of ONNX's operator set", 'none', NEXT_STEP);
}

function isOwnDomain(domain: string | null | undefined): boolean {
  return OWN_DOMAINS.includes(domain ?? '');
}

function decodeMessage(bytes: Uint8Array, where: string): ModelProto {
  try {
    return onnx.ModelProto.decode(bytes);
  } catch {
    throw expected(
      where,
      'an ONNX model',
      `${bytes.length} bytes that are not one`,
      'use a whole model file',
    );
  }
}

/** The file with the numbers that lie in others beside `path`. Throws a UserError where one of those is missing or too short. */
export async function gatherExternal(file: OnnxFile, path: string): Promise<OnnxFile> {
  const outside = tensorsOutside(file);
  if (outside.length === 0) return file;
  const read = new Map<string, Promise<Uint8Array>>();
  for (const tensor of outside) await gatherTensor(tensor, path, read);
  return { ...file, bytes: onnx.ModelProto.encode(file.model).finish() };
}

/** The files that numbers of the file at `path` lie in, from its folder. Throws a UserError where one is not beside it. */
export function listExternal(file: OnnxFile, path: string): string[] {
  return [...new Set(tensorsOutside(file).map((tensor) => readLocation(tensor, path)))];
}

function tensorsOutside({ graph }: OnnxFile): TensorProto[] {
  return (graph.initializer ?? []).filter(({ dataLocation }) => dataLocation === EXTERNAL);
}

function readLocation(tensor: TensorProto, path: string): string {
  const location = entriesOf(tensor).get('location') ?? '';
  if (isBesideName(location)) return location;
  throw expected(path, 'numbers in files beside it', describeValue(location), 'export the model again');
}

function entriesOf({ externalData }: TensorProto): Map<string | null | undefined, string> {
  return new Map((externalData ?? []).map(({ key, value }) => [key, value ?? '']));
}

async function gatherTensor(
  tensor: TensorProto,
  path: string,
  read: Map<string, Promise<Uint8Array>>,
): Promise<void> {
  const entries = entriesOf(tensor);
  const beside = join(dirname(path), readLocation(tensor, path));
  const reading = read.get(beside) ?? readBytes(beside, `put it beside ${path}`);
  read.set(beside, reading);
  const bytes = await reading;
  const offset = Number(entries.get('offset') ?? 0);
  const end = offset + Number(entries.get('length') ?? bytes.length - offset);
  if (!(offset >= 0 && offset <= end && end <= bytes.length)) {
    throw expected(beside, `at least ${end} bytes`, `${bytes.length}`, 'copy the whole file again');
  }
  tensor.rawData = bytes.subarray(offset, end);
  tensor.dataLocation = 0;
  tensor.externalData = [];
}

/** Such as `Gemm`; with the domain in front where it is not ONNX's own. */
export function operatorOf({ domain, opType }: NodeProto): string {
  return isOwnDomain(domain) ? (opType ?? '') : `${domain}.${opType}`;
}

/** A node in words: `the node Gemm 'fc1'`. */
export function nameNode(node: NodeProto): string {
  const name = node.name || node.output?.[0] || '';
  // describeValue escapes what would break the line.
  return `the node ${operatorOf(node).replace(/[^\w.]/g, '?')} ${describeValue(name)}`;
}

/** The value of a number attribute, or `otherwise` where the node has none of that name. */
export function numberOf(node: NodeProto, attribute: string, otherwise: number): number {
  const found = node.attribute?.find(({ name }) => name === attribute);
  if (!found) return otherwise;
  return found.type === onnx.AttributeProto.AttributeType.FLOAT ? (found.f ?? 0) : Number(found.i ?? 0);
}

/** The text of an attribute, or `otherwise`. */
export function textOf(node: NodeProto, attribute: string, otherwise: string): string {
  const found = node.attribute?.find(({ name }) => name === attribute);
  return found ? new TextDecoder().decode(found.s ?? new Uint8Array()) : otherwise;
}

/** The whole numbers of an attribute; none where the node has none of that name. */
export function integersOf(node: NodeProto, attribute: string): number[] {
  return (node.attribute?.find(({ name }) => name === attribute)?.ints ?? []).map(Number);
}
