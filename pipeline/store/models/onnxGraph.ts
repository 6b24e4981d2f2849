/**
 * Reads an ONNX graph as a chain: nodes through which one value goes from the graph's input to its output, and the
 * constants beside it. What is no chain is refused by the name of the node.
 *
 * Source: https://onnx.ai/onnx/repo-docs/IR.html
 */
import onnxProto from 'onnx-proto';
import { expected, type UserError } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';
import { NEXT_STEP, type TensorProto } from './onnxTensor.ts';

const { onnx } = onnxProto;

type GraphProto = NonNullable<InstanceType<typeof onnx.ModelProto>['graph']>;
type NodeProto = NonNullable<GraphProto['node']>[number];

/** Both mean ONNX's own operators. */
const OWN_DOMAINS = ['', 'ai.onnx'];

/** Before it, operators did not broadcast a bias by themselves. */
const OLDEST_OPSET = 7;

/** A node on the way of the data. */
export interface Link {
  /** Such as `Gemm`; with the domain in front where it is not ONNX's own. */
  readonly operator: string;
  /** The node in words, for errors: `a node Gemm 'fc1'`. */
  readonly words: string;
  /** Where the data comes in. */
  readonly dataAt: number;
  /** Names of all inputs. */
  readonly inputs: readonly string[];
  /** Value of a number attribute, or `otherwise` where the node has none of that name. */
  number(attribute: string, otherwise: number): number;
  /** Text of an attribute, or `otherwise` where the node has none of that name. */
  text(attribute: string, otherwise: string): string;
}

/** A graph that is a chain. */
export interface Chain {
  readonly links: readonly Link[];
  /** Initializers and outputs of Constant nodes, by name. */
  readonly constants: ReadonlyMap<string, TensorProto>;
}

/** The graph of a model file as a chain. Throws a UserError that names `where` for a damaged file or another graph. */
export function readChain(bytes: Uint8Array, where: string): Chain {
  const graph = decodeGraph(bytes, where);
  const nodes = graph.node ?? [];
  const constants = readConstants(graph);
  // Before version 4 of the format, initializers were declared as inputs too.
  const input = onlyName(graph.input, (name) => !constants.has(name), `${where}: its inputs`);
  const output = onlyName(graph.output, () => true, `${where}: its outputs`);
  return { links: orderLinks(nodes.filter(isNoConstant), input, output, where), constants };
}

function decodeGraph(bytes: Uint8Array, where: string): GraphProto {
  const { graph, opsetImport } = decodeModel(bytes, where);
  if (!graph) throw expected(where, 'an ONNX model with a graph', `${bytes.length} bytes without`, NEXT_STEP);
  const opset = opsetImport.find(({ domain }) => OWN_DOMAINS.includes(domain ?? ''));
  const version = Number(opset?.version ?? 0);
  if (version >= OLDEST_OPSET) return graph;
  const got = version === 0 ? 'none' : String(version);
  throw expected(where, `an operator set from version ${OLDEST_OPSET}`, got, NEXT_STEP);
}

function decodeModel(bytes: Uint8Array, where: string) {
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

function readConstants(graph: GraphProto): Map<string, TensorProto> {
  const constants = new Map((graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]));
  for (const node of graph.node ?? []) {
    const value = node.attribute?.find(({ name }) => name === 'value')?.t;
    if (!isNoConstant(node) && value) constants.set(node.output?.[0] ?? '', value);
  }
  return constants;
}

function isNoConstant(node: NodeProto): boolean {
  return operatorOf(node) !== 'Constant';
}

function onlyName(values: GraphProto['input'], counts: (name: string) => boolean, where: string): string {
  const names = (values ?? []).map(({ name }) => name ?? '').filter(counts);
  if (names.length === 1) return names[0]!;
  throw expected(where, 'one', describeValue(names), NEXT_STEP);
}

/** Follows the data from `input` to `output`; every node must be on its way, once. */
function orderLinks(nodes: readonly NodeProto[], input: string, output: string, where: string): Link[] {
  const rest = new Set(nodes);
  const links: Link[] = [];
  for (let value = input; rest.size > 0; ) {
    const takers = [...rest].filter((node) => node.input?.includes(value));
    const [node] = takers;
    if (node === undefined || takers.length > 1) throw forked([...rest], value, takers.length, where);
    rest.delete(node);
    links.push(toLink(node, value));
    value = node.output?.[0] ?? '';
    if (rest.size === 0 && value !== output) {
      throw expected(
        where,
        `the output ${describeValue(output)} of its last node`,
        describeValue(value),
        NEXT_STEP,
      );
    }
  }
  return links;
}

function forked(rest: readonly NodeProto[], value: string, takers: number, where: string): UserError {
  const got =
    takers === 0 ? `${nameNode(rest[0]!)} beside it` : `${takers} nodes that take ${describeValue(value)}`;
  return expected(where, 'one chain of nodes', got, NEXT_STEP);
}

function toLink(node: NodeProto, value: string): Link {
  const inputs = node.input ?? [];
  return {
    operator: operatorOf(node),
    words: nameNode(node),
    dataAt: inputs.indexOf(value),
    inputs,
    number: (attribute, otherwise) => {
      const found = node.attribute?.find(({ name }) => name === attribute);
      if (!found) return otherwise;
      return found.type === onnx.AttributeProto.AttributeType.FLOAT ? (found.f ?? 0) : Number(found.i ?? 0);
    },
    text: (attribute, otherwise) => {
      const found = node.attribute?.find(({ name }) => name === attribute);
      return found ? new TextDecoder().decode(found.s ?? new Uint8Array()) : otherwise;
    },
  };
}

function operatorOf({ domain, opType }: NodeProto): string {
  return OWN_DOMAINS.includes(domain ?? '') ? (opType ?? '') : `${domain}.${opType}`;
}

function nameNode(node: NodeProto): string {
  const name = node.name || node.output?.[0] || '';
  // describeValue escapes what would break the line.
  return `the node ${operatorOf(node).replace(/[^\w.]/g, '?')} ${describeValue(name)}`;
}
