/**
 * ONNX: the inference graph, images float32 [n, 784] in [0, 1] -> logits float32 [n, 10]. Ours are Gemm with Relu, Tanh or Gelu
 * between; those of others are read where they are fully connected layers in any of the usual spellings.
 *
 * Operators: https://onnx.ai/onnx/operators
 */
import type { LayerParameters, MlpParameters } from '../../engine/engine.ts';
import { OPERATORS } from '../../engine/onnx/activation.ts';
import { buildModelGraph } from '../../engine/onnx/modelGraph.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { ACTIVATION_NAMES, type ActivationName, DEPTHS } from '../../study/axes.ts';
import { expected } from '../../study/errors.ts';
import { assertSizes, transpose } from './layout.ts';
import { type Chain, type Link, readChain } from './onnxGraph.ts';
import { NEXT_STEP, readIntegers, readNumbers, shapeOf } from './onnxTensor.ts';

/** The activations by their operators. */
const ACTIVATIONS: ReadonlyMap<string, ActivationName> = new Map(
  ACTIVATION_NAMES.map((name) => [OPERATORS[name], name]),
);

/** The model as the bytes of an .onnx file. Throws a RangeError where an array does not fit the network's shape. */
export function encodeOnnx(parameters: MlpParameters): Uint8Array {
  assertSizes(parameters);
  return buildModelGraph(parameters);
}

/**
 * The model of an .onnx file: two to five times Gemm, or MatMul and Add, with the same activation between; a Flatten or Reshape
 * may come first. Throws a UserError that names `where`, and the node, for anything else.
 */
export function decodeOnnx(bytes: Uint8Array, where: string): MlpParameters {
  const reader = new ChainReader(readChain(bytes, where), where);
  reader.skipFlattening();
  const layers = [reader.takeLayer(PIXELS, null)];
  const hidden = layers[0]!.biases.length;
  const operator = reader.takeActivation([...ACTIVATIONS.keys()]);
  while (layers.length < DEPTHS.at(-1)! && reader.isHiddenNext()) {
    layers.push(reader.takeLayer(hidden, hidden));
    reader.takeActivation([operator]);
  }
  const depth = layers.length;
  layers.push(reader.takeLayer(hidden, CLASSES));
  reader.assertEnd();
  return { hidden, depth, activation: ACTIVATIONS.get(operator)!, layers };
}

/** Takes what a model is made of from the front of a chain. */
class ChainReader {
  readonly #links: Link[];
  readonly #constants: Chain['constants'];
  readonly #where: string;

  constructor({ links, constants }: Chain, where: string) {
    this.#links = [...links];
    this.#constants = constants;
    this.#where = where;
  }

  /** Skips a first node that makes rows of 784 out of images. */
  skipFlattening(): void {
    const [link] = this.#links;
    if (link?.operator !== 'Flatten' && link?.operator !== 'Reshape') return;
    this.#take([link.operator], 'a flattening', (candidate) => this.#flattens(candidate));
  }

  #flattens(link: Link): boolean {
    if (link.operator === 'Flatten') return link.number('axis', 1) === 1;
    const shape = this.#constants.get(link.inputs[1] ?? '');
    const [images, pixels, ...more] = shape ? readIntegers(shape) : [];
    return more.length === 0 && (pixels === PIXELS || (images === 0 && pixels === -1));
  }

  /** Whether an activation follows the next layer. */
  isHiddenNext(): boolean {
    const next = this.#links[0]?.operator === 'Gemm' ? this.#links[1] : this.#links[2];
    return ACTIVATIONS.has(next?.operator ?? '');
  }

  /** Takes one of these activations and returns which. */
  takeActivation(operators: readonly string[]): string {
    // Gelu has an approximation that is another function.
    const isExact = (link: Link) => link.text('approximate', 'none') === 'none';
    return this.#take(operators, `a ${operators.join(' or ')}`, isExact).operator;
  }

  /** Takes Gemm, or MatMul and Add. `outputs` is null where any number of at least 1 is right. */
  takeLayer(inputs: number, outputs: number | null): LayerParameters {
    const link = this.#take(
      ['Gemm', 'MatMul'],
      'a Gemm (alpha = beta = 1, transA = 0) or MatMul',
      isPlainProduct,
    );
    const isTransposed = link.number('transB', 0) === 1;
    const { shape, values } = this.#constant(link, link.inputs[1]);
    const [rows, columns] = isTransposed ? shape.toReversed() : shape;
    if (shape.length !== 2 || rows !== inputs || !isSize(columns) || columns !== (outputs ?? columns)) {
      const wanted = JSON.stringify([inputs, outputs ?? 'H']);
      const got = `${JSON.stringify([rows, columns])} at ${link.words}`;
      throw expected(this.#where, `a weight of [inputs, outputs] ${wanted}`, got, NEXT_STEP);
    }
    const biases = this.#takeBias(link, columns);
    return { weights: isTransposed ? transpose(values, shape) : values, biases };
  }

  #takeBias(product: Link, outputs: number): Float32Array {
    const link = product.operator === 'Gemm' ? product : this.#take(['Add'], `an Add after ${product.words}`);
    const name = link === product ? link.inputs[2] : link.inputs[1 - link.dataAt];
    const { shape, values } = this.#constant(link, name);
    const isRow = shape.length === 1 || (shape.length === 2 && shape[0] === 1);
    if (isRow && shape.at(-1) === outputs) return values;
    const got = `${JSON.stringify(shape)} at ${link.words}`;
    throw expected(this.#where, `a bias of shape [${outputs}]`, got, NEXT_STEP);
  }

  assertEnd(): void {
    const [link] = this.#links;
    if (link === undefined) return;
    const nextStep = /Softmax$/.test(link.operator) ? 'export the model without its softmax' : NEXT_STEP;
    throw expected(this.#where, 'logits at the end of the graph', link.words, nextStep);
  }

  #take(operators: readonly string[], what: string, fits: (link: Link) => boolean = () => true): Link {
    const link = this.#links.shift();
    const isData = link?.dataAt === 0 || link?.operator === 'Add';
    if (link && isData && operators.includes(link.operator) && fits(link)) return link;
    throw expected(this.#where, what, link?.words ?? 'the end of the graph', NEXT_STEP);
  }

  #constant(link: Link, name = ''): { shape: number[]; values: Float32Array } {
    const tensor = this.#constants.get(name);
    if (!tensor)
      throw expected(this.#where, `a weight and a bias in the file for ${link.words}`, 'none', NEXT_STEP);
    return { shape: shapeOf(tensor), values: readNumbers(tensor, `${this.#where}: ${link.words}`) };
  }
}

function isPlainProduct(link: Link): boolean {
  return link.number('alpha', 1) === 1 && link.number('beta', 1) === 1 && link.number('transA', 0) === 0;
}

function isSize(size: number | undefined): size is number {
  return size !== undefined && size >= 1;
}
