/** The constants of an ONNX graph: initializers, and what nodes make of constants alone, such as transposed weights. */

import { transpose } from './layout.ts';
import { type GraphProto, integersOf, type NodeProto, operatorOf } from './onnxFile.ts';
import { readNumbers, shapeOf, type TensorProto } from './onnxTensor.ts';

/** Float32 numbers in a shape. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Operators that give a constant of the same numbers. */
const SAME = ['Identity', 'Cast', 'Dropout'];

/** Looks constants up by their names. */
export class OnnxConstants {
  readonly #tensors: ReadonlyMap<string, TensorProto>;
  readonly #makers: ReadonlyMap<string, NodeProto>;
  readonly #where: string;

  constructor(graph: GraphProto, where: string) {
    const nodes = graph.node ?? [];
    this.#tensors = new Map([
      ...(graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor] as const),
      ...nodes.flatMap((node) => listConstant(node)),
    ]);
    this.#makers = new Map(nodes.map((node) => [node.output?.[0] ?? '', node]));
    this.#where = where;
  }

  /** Whether the value depends on no input, as far as this class can tell. */
  has(name: string): boolean {
    if (this.#tensors.has(name)) return true;
    const [operator, input] = this.#makerOf(name);
    return (SAME.includes(operator) || operator === 'Transpose') && this.has(input);
  }

  /** The constant; null where there is none. Throws a UserError for damaged numbers. */
  get(name: string): Constant | null {
    const tensor = this.#tensors.get(name);
    if (tensor !== undefined) {
      return { shape: shapeOf(tensor), values: readNumbers(tensor, `${this.#where}: ${name}`) };
    }
    if (!this.has(name)) return null;
    const [operator, input] = this.#makerOf(name);
    const held = this.get(input);
    if (held === null || operator !== 'Transpose') return held;
    const order = integersOf(this.#makers.get(name)!, 'perm').join();
    if (held.shape.length !== 2 || order === '0,1') return held;
    return { shape: held.shape.toReversed(), values: transpose(held.values, held.shape) };
  }

  #makerOf(name: string): readonly [operator: string, input: string] {
    const node = this.#makers.get(name);
    return node === undefined ? ['', ''] : [operatorOf(node), node.input?.[0] ?? ''];
  }
}

function listConstant(node: NodeProto): (readonly [string, TensorProto])[] {
  const value = node.attribute?.find(({ name }) => name === 'value')?.t;
  return operatorOf(node) === 'Constant' && value ? [[node.output?.[0] ?? '', value]] : [];
}
