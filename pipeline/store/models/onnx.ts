/**
 * ONNX: the inference graph, images float32 [n, 784] in [0, 1] -> logits float32 [n, 10]. Ours are three Gemm with Relu
 * between; those of others are read where they are three fully connected layers in any of the usual spellings.
 *
 * Operators: https://onnx.ai/onnx/operators
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { buildModelGraph } from '../../engine/onnx/modelGraph.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { expected } from '../../study/errors.ts';
import { assertSizes, transpose } from './layout.ts';
import { type Chain, type Link, readChain } from './onnxGraph.ts';
import { NEXT_STEP, readIntegers, readNumbers, shapeOf } from './onnxTensor.ts';

/** The model as the bytes of an .onnx file. Throws a RangeError where an array does not fit `hidden`. */
export function encodeOnnx(parameters: MlpParameters): Uint8Array {
  assertSizes(parameters);
  return buildModelGraph(parameters);
}

/**
 * The model of an .onnx file: Gemm, or MatMul and Add, three times, with Relu between; a Flatten or Reshape may come
 * first. Throws a UserError that names `where`, and the node, for anything else.
 */
export function decodeOnnx(bytes: Uint8Array, where: string): MlpParameters {
  const reader = new ChainReader(readChain(bytes, where), where);
  reader.skipFlattening();
  const first = reader.takeLayer(PIXELS);
  reader.takeRelu();
  const hidden = first.bias.length;
  const second = reader.takeLayer(hidden, hidden);
  reader.takeRelu();
  const third = reader.takeLayer(hidden, CLASSES);
  reader.assertEnd();
  return {
    hidden,
    w1: first.weight,
    b1: first.bias,
    w2: second.weight,
    b2: second.bias,
    w3: third.weight,
    b3: third.bias,
  };
}

/** A fully connected layer: weight [inputs, outputs], bias [outputs]. */
interface Layer {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
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

  takeRelu(): void {
    this.#take(['Relu'], 'a Relu');
  }

  /** Takes Gemm, or MatMul and Add. `outputs` is null where any number of at least 1 is right. */
  takeLayer(inputs: number, outputs: number | null = null): Layer {
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
    const bias = this.#takeBias(link, columns);
    return { weight: isTransposed ? transpose(values, shape) : values, bias };
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
