/**
 * Reads an ONNX graph as fully connected layers, in any of the usual spellings: Gemm, or MatMul and Add; with or without biases;
 * flattened by Flatten, Reshape or x.view; with Dropout, Identity and casts, which change nothing in use; with factors and
 * offsets, such as those of normalised images and of batch norm.
 *
 * Operators: https://onnx.ai/onnx/operators
 */
import { OPERATORS } from '../../engine/onnx/activation.ts';
import {
  type Affine,
  type ChainActivation,
  type DenseChain,
  DenseChainBuilder,
  NoChain,
} from './denseChain.ts';
import { transpose } from './layout.ts';
import { OnnxConstants } from './onnxConstants.ts';
import { type GraphProto, type NodeProto, nameNode, numberOf, operatorOf, textOf } from './onnxFile.ts';

/** Operators that leave an image's numbers and their order as they are. A Reshape keeps images apart, as its inputs say. */
const IDLE = ['Identity', 'Dropout', 'Cast', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze'];

/** Those of our activations, and the other one without settings. */
const ACTIVATIONS: ReadonlyMap<string, ChainActivation> = new Map([
  ...(['relu', 'tanh', 'gelu'] as const).map((name) => [OPERATORS[name], name] as const),
  ['Sigmoid', 'sigmoid'],
]);

/** The ends of the way that images take through a graph. */
export interface Ends {
  readonly input: string;
  readonly output: string;
}

/** The layers between the ends. Throws {@link NoChain} for a graph that does something else, and a UserError for damaged numbers. */
export function readOnnxChain(graph: GraphProto, ends: Ends, where: string): DenseChain {
  const constants = new OnnxConstants(graph, where);
  const builder = new DenseChainBuilder();
  for (const { node, dataAt } of followData(graph, ends, constants)) {
    applyNode(builder, node, dataAt, constants);
  }
  return builder.finish();
}

/** A node on the way of the images, and where they come in. */
interface Step {
  readonly node: NodeProto;
  readonly dataAt: number;
}

/** The nodes from input to output, followed backwards: what only makes shapes is not on the way. */
function followData(graph: GraphProto, { input, output }: Ends, constants: OnnxConstants): Step[] {
  const makers = new Map((graph.node ?? []).map((node) => [node.output?.[0] ?? '', node]));
  const steps: Step[] = [];
  for (let value = output; value !== input; ) {
    const node = makers.get(value);
    // A node is passed once, so that a damaged file cannot make this endless.
    if (node === undefined || steps.length > makers.size)
      throw new NoChain('a graph that is no chain of layers');
    const dataAt = findData(node, constants);
    steps.push({ node, dataAt });
    value = node.input?.[dataAt] ?? '';
  }
  return steps.reverse();
}

function findData(node: NodeProto, constants: OnnxConstants): number {
  const inputs = node.input ?? [];
  // The others of these are shapes, axes and rates.
  if (IDLE.includes(operatorOf(node))) return 0;
  const open = inputs.flatMap((name, at) => (name === '' || constants.has(name) ? [] : [at]));
  if (open.length === 1) return open[0]!;
  throw new NoChain(nameNode(node));
}

function applyNode(
  builder: DenseChainBuilder,
  node: NodeProto,
  dataAt: number,
  constants: OnnxConstants,
): void {
  const operator = operatorOf(node);
  const activation = ACTIVATIONS.get(operator);
  if (IDLE.includes(operator)) {
    if (operator === 'Flatten' && numberOf(node, 'axis', 1) !== 1) throw new NoChain(nameNode(node));
  } else if (activation !== undefined && textOf(node, 'approximate', 'none') === 'none') {
    builder.activate(activation);
  } else if (operator === 'Gemm' || operator === 'MatMul') {
    applyProduct(builder, node, dataAt, constants);
  } else {
    builder.affine(readAffine(node, dataAt, constants));
  }
}

function applyProduct(
  builder: DenseChainBuilder,
  node: NodeProto,
  dataAt: number,
  constants: OnnxConstants,
): void {
  const weight = constants.get(node.input?.[1] ?? '');
  const isTransposed = numberOf(node, 'transB', 0) === 1;
  const [rows, columns] = isTransposed ? (weight?.shape.toReversed() ?? []) : (weight?.shape ?? []);
  const fits = weight?.shape.length === 2 && rows === builder.width && columns! >= 1;
  const isPlain = numberOf(node, 'transA', 0) === 0 && dataAt === 0;
  if (weight === null || !fits || !isPlain) throw new NoChain(nameNode(node));
  builder.product(isTransposed ? transpose(weight.values, weight.shape) : weight.values, columns!);
  const alpha = numberOf(node, 'alpha', 1);
  if (alpha !== 1) builder.affine([alpha, 0]);
  const bias = node.input?.[2] ?? '';
  if (bias === '') return;
  const beta = numberOf(node, 'beta', 1);
  builder.affine([1, toUnits(node, constants, bias, (value) => beta * value)]);
}

/** What the node does to every unit. */
function readAffine(node: NodeProto, dataAt: number, constants: OnnxConstants): Affine {
  const other = node.input?.[1 - dataAt] ?? '';
  const units = (map: (value: number) => number) => toUnits(node, constants, other, map);
  switch (operatorOf(node)) {
    case 'Add':
      return [1, units((value) => value)];
    case 'Sub':
      return dataAt === 0 ? [1, units((value) => -value)] : [-1, units((value) => value)];
    case 'Mul':
      return [units((value) => value), 0];
    case 'Div':
      if (dataAt === 0) return [units((value) => 1 / value), 0];
      break;
    case 'BatchNormalization':
      if (numberOf(node, 'training_mode', 0) === 0) return readBatchNorm(node, constants);
  }
  throw new NoChain(nameNode(node));
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta. */
function readBatchNorm(node: NodeProto, constants: OnnxConstants): Affine {
  const [, gamma, beta, mean, variance] = (node.input ?? []).map((name) => constants.get(name)?.values);
  if (!gamma || !beta || !mean || !variance) throw new NoChain(nameNode(node));
  const epsilon = numberOf(node, 'epsilon', 1e-5);
  const slope = Float64Array.from(gamma, (value, unit) => value / Math.sqrt(variance[unit]! + epsilon));
  return [slope, Float64Array.from(beta, (value, unit) => value - mean[unit]! * slope[unit]!)];
}

/** A constant as a number for all units, or one for each: of a shape such as [], [1], [H] or [1, H]. */
function toUnits(
  node: NodeProto,
  constants: OnnxConstants,
  name: string,
  map: (value: number) => number,
): Float64Array | number {
  const constant = constants.get(name);
  if (constant === null) throw new NoChain(nameNode(node));
  const { shape, values } = constant;
  if (values.length === 1) return map(values[0]!);
  if (shape.at(-1) !== values.length) throw new NoChain(nameNode(node));
  return Float64Array.from(values, map);
}
