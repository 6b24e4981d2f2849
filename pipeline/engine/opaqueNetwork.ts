/** Classifiers of any form as data, as their files have them, for a library to run: {@link OpaqueModel} when it is opened. */
import { PIXELS, SIDE } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import type { OutputKind } from './opaqueModel.ts';

/** What both forms say. */
interface OpaqueForm {
  /** The file, for errors. */
  readonly where: string;
  /** Sizes of the input's axes, the first of which counts images; null where any size is taken. */
  readonly inputShape: readonly (number | null)[];
  /** What its outputs were said to be; null where that is to be found. */
  readonly outputs: OutputKind | null;
}

/** The elements that an ONNX graph may take and give. */
export type OnnxElement = 'float32' | 'float16' | 'float64' | 'uint8';

/** An ONNX graph. */
export interface OnnxNetwork extends OpaqueForm {
  readonly form: 'onnx';
  /** The bytes of a file that needs no others. */
  readonly bytes: Uint8Array;
  readonly input: { readonly name: string; readonly element: OnnxElement };
  /** Name of the output that is read. */
  readonly output: string;
}

/** A model of TF.js, of either kind, as its library's loaders take it. */
export interface TfjsNetwork extends OpaqueForm {
  readonly form: 'tfjs';
  readonly kind: 'layers' | 'graph';
  readonly modelTopology: object;
  readonly weightSpecs: readonly object[];
  readonly weights: ArrayBuffer;
  /** Of a graph, the node that is read where it is not the output. */
  readonly node: string | null;
}

export type OpaqueNetwork = OnnxNetwork | TfjsNetwork;

/** The shapes of one image that are read, one channel of 28 x 28 in its rows. */
const IMAGE_SHAPES = [[PIXELS], [SIDE, SIDE], [1, SIDE, SIDE], [SIDE, SIDE, 1]];

/** How images are given to a network: the axes of one, and how many at once; null for any number. */
export interface InputLayout {
  readonly image: readonly number[];
  readonly batch: number | null;
}

/**
 * How images are given to an input of such axes: [n, 784], [n, 28, 28], [n, 1, 28, 28] or [n, 28, 28, 1], of which n and others may
 * be null. Throws a UserError that names `where` for another shape.
 */
export function chooseLayout(shape: readonly (number | null)[], where: string): InputLayout {
  const [batch = null, ...sizes] = shape;
  const fits = (image: readonly number[]) =>
    image.length === sizes.length &&
    image.every((size, axis) => sizes[axis] === null || sizes[axis] === size);
  const image = IMAGE_SHAPES.find(fits);
  if (image !== undefined && batch !== 0) return { image, batch };
  const words = `[${shape.map((size) => size ?? 'any').join(', ')}]`;
  throw expected(
    where,
    'an input of images, [n, 784], [n, 28, 28], [n, 1, 28, 28] or [n, 28, 28, 1]',
    words,
    'use a classifier of grey images of 28x28',
  );
}
