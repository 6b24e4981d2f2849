/**
 * What goes from update to update: the parameters and what the optimizer remembers of each, in few tensors, since every
 * operator costs about a microsecond however small its tensors are. The first weight and other large ones are tensors of their
 * own; all other parameters stand one behind the other in one.
 */
import type { Architecture, OptimizerSettings } from '../../study/axes.ts';
import { MEMORIES } from '../optimizers.ts';
import { listParameters, type ParameterArray } from '../parameters.ts';
import type { Graph } from './graph.ts';

/**
 * Numbers in a weight from which on it has a tensor of its own: there it costs less to run the optimizer's ten operators once
 * more than to copy the weight out of a common tensor and its gradient into one.
 */
const LEAST_ALONE = 8192;

/** Name of the tensor of all parameters that have none of their own. */
const COMMON = 'common';

/** A tensor of parameters. */
export interface ParameterTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers in it. */
  readonly length: number;
  /** The parameters in it, one behind the other. */
  readonly arrays: readonly ParameterArray[];
}

/** The tensors of a network's parameters, whose first layer reads `pixels` pixels. */
export function listTensors(architecture: Architecture, pixels: number): ParameterTensor[] {
  const arrays = listParameters(architecture).map((array) =>
    array.name === 'w1' ? resize(array, [pixels, architecture.hidden]) : array,
  );
  const isAlone = ({ name, length }: ParameterArray) => name === 'w1' || length >= LEAST_ALONE;
  const alone = arrays.filter(isAlone);
  const common = arrays.filter((array) => !isAlone(array));
  const length = common.reduce((sum, array) => sum + array.length, 0);
  return [
    ...alone.map((array) => ({ ...array, arrays: [array] })),
    { name: COMMON, shape: [length], length, arrays: common },
  ];
}

function resize({ name }: ParameterArray, [rows, columns]: readonly [number, number]): ParameterArray {
  return { name, shape: [rows, columns], length: rows * columns };
}

/** A tensor that goes from update to update: parameters, or, with a prefix such as `m_`, what is remembered of them. */
export type StateTensor = Pick<ParameterTensor, 'name' | 'shape' | 'length'>;

/** The tensors of parameters, then everything that the optimizer remembers of each. */
export function listState(
  tensors: readonly ParameterTensor[],
  { optimizer }: Pick<OptimizerSettings, 'optimizer'>,
): StateTensor[] {
  return ['', ...MEMORIES[optimizer]].flatMap((prefix) =>
    tensors.map(({ name, shape, length }) => ({ name: `${prefix}${name}`, shape, length })),
  );
}

/** The values of `tensor` from those of its parameters by name. */
export function pack(
  tensor: ParameterTensor,
  valuesOf: (name: ParameterArray['name']) => Float32Array,
): Float32Array {
  const packed = new Float32Array(tensor.length);
  let at = 0;
  for (const { name, length } of tensor.arrays) {
    packed.set(valuesOf(name), at);
    at += length;
  }
  return packed;
}

/** Copies of the parameters in `tensor`, by name. */
export function unpack(
  tensor: ParameterTensor,
  values: Float32Array,
): [name: ParameterArray['name'], values: Float32Array][] {
  let at = 0;
  return tensor.arrays.map(({ name, length }) => {
    at += length;
    return [name, values.slice(at - length, at)];
  });
}

/** Adds the parameters in the common tensor, each under its name. */
export function addUnpacking(graph: Graph, tensors: readonly ParameterTensor[]): void {
  const { arrays } = findCommon(tensors);
  graph.axes(
    'lengths',
    arrays.map(({ length }) => length),
  );
  const pieces = arrays.map((array) => (isMatrix(array) ? `${array.name}_flat` : array.name));
  graph.nodeWithOutputs('Split', [COMMON, 'lengths'], pieces, { axis: 0 });
  for (const { name, shape } of arrays.filter(isMatrix)) {
    graph.axes(`${name}_shape`, shape);
    graph.node('Reshape', [`${name}_flat`, `${name}_shape`], name);
  }
}

/** Adds the common tensor's gradient from those of the parameters in it, `g_<parameter>`. */
export function addPacking(graph: Graph, tensors: readonly ParameterTensor[]): void {
  graph.axes('flat', [-1]);
  const pieces = findCommon(tensors).arrays.map((array) => {
    const gradient = `g_${array.name}`;
    return isMatrix(array) ? graph.node('Reshape', [gradient, 'flat'], `${gradient}_flat`) : gradient;
  });
  graph.node('Concat', pieces, `g_${COMMON}`, { axis: 0 });
}

function findCommon(tensors: readonly ParameterTensor[]): ParameterTensor {
  return tensors.find(({ name }) => name === COMMON)!;
}

function isMatrix({ shape }: ParameterArray): boolean {
  return shape.length > 1;
}
