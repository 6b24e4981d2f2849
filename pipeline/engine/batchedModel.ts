/** An {@link OpaqueModel} from a function that runs a library's network on whole images. */
import { bytesToUnit, PIXELS } from '../math/images.ts';
import { drawUniform, openStream } from '../math/streams.ts';
import { expected } from '../study/errors.ts';
import { type InputScale, toLine } from './inputScale.ts';
import { findOutputKind, type OpaqueModel, type OutputKind, toLogits } from './opaqueModel.ts';

/** A network that a library has opened. */
export interface OpenNetwork {
  readonly where: string;
  /** Images of one call at most, and all of them must be there; null for any number. */
  readonly batch: number | null;
  /** What its outputs were said to be; null where that is to be found. */
  readonly outputs: OutputKind | null;
  /** All outputs of images [n, 784] of its own scale. */
  run(images: Float32Array): Promise<Float32Array>;
  /** As {@link OpaqueModel.inputGradients} of the outputs, on images of its own scale. */
  readonly gradients: OpaqueModel['inputGradients'];
  dispose(): Promise<void>;
}

/** Images of a call where any number is taken, so that memory stays small. */
const IMAGES_PER_CALL = 256;
/** Images on which a network is tried when it is opened: none of them blank. */
const TRIED = 3;
/** Outputs of one image, alone and among others, may differ by this share. */
const ALIKE = 1e-3;

/**
 * The model of a network made for images of `scale`. Runs a few drawn images to learn how many classes there are, what the outputs
 * are, and whether it takes several images at once, as it may say and yet not do. Throws a UserError for fewer than two
 * outputs, or such as are not finite.
 */
export async function openBatchedModel(network: OpenNetwork, scale: InputScale): Promise<OpaqueModel> {
  const { slope, offset } = toLine(scale);
  const toOwn = (images: Float32Array) =>
    slope === 1 && offset === 0 ? images : images.map((x) => slope * x + offset);
  const { classes, batch, tried } = await tryNetwork(network, toOwn(drawTried()));
  const outputs = network.outputs ?? findOutputKind(tried, classes);
  const { gradients } = network;
  return {
    classes,
    outputs,
    async logits(images) {
      const own = toOwn(images instanceof Uint8Array ? bytesToUnit(images) : images);
      return toLogits(await runInBatches(network, own, batch, classes), outputs);
    },
    // Of log p the library would have to be told.
    inputGradients:
      gradients === null || outputs === 'probabilities'
        ? null
        : async (images, cotangents) =>
            (await gradients(toOwn(images), cotangents)).map((value) => slope * value),
    dispose: () => network.dispose(),
  };
}

function drawTried(): Float32Array {
  const stream = openStream(0, 'engine/tried');
  return Float32Array.from({ length: TRIED * PIXELS }, () => drawUniform(stream));
}

/** Outputs [n, classes] of images one at a time, and whether they come in batches too. */
async function tryNetwork(network: OpenNetwork, images: Float32Array) {
  const one = network.batch ?? 1;
  const outputs: Float32Array[] = [];
  for (let row = 0; row < TRIED; row++) {
    const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
    const found = await network.run(repeat(image, one));
    outputs.push(found.subarray(0, found.length / one));
  }
  const classes = outputs[0]!.length;
  const tried = Float32Array.from(outputs.flatMap((row) => Array.from(row)));
  const areFinite = tried.every(Number.isFinite);
  if (Number.isInteger(classes) && classes >= 2 && areFinite && tried.length === classes * TRIED) {
    const batch = network.batch ?? ((await takesSeveral(network, images, tried)) ? null : 1);
    return { classes, batch, tried };
  }
  const got = areFinite ? `${classes}` : 'infinite ones';
  throw expected(network.where, 'at least two finite outputs an image', got, 'use a classifier');
}

async function takesSeveral(network: OpenNetwork, images: Float32Array, tried: Float32Array) {
  try {
    const together = await network.run(images);
    return (
      together.length === tried.length &&
      together.every((value, at) => Math.abs(value - tried[at]!) <= ALIKE * (1 + Math.abs(tried[at]!)))
    );
  } catch {
    return false;
  }
}

function repeat(image: Float32Array, count: number): Float32Array {
  const images = new Float32Array(count * PIXELS);
  for (let row = 0; row < count; row++) images.set(image, row * PIXELS);
  return images;
}

/** Outputs [n, classes] of images [n, 784]; a last batch that is not full is filled with its last image. */
async function runInBatches(
  network: OpenNetwork,
  images: Float32Array,
  batch: number | null,
  classes: number,
): Promise<Float32Array> {
  const count = images.length / PIXELS;
  const outputs = new Float32Array(count * classes);
  const step = batch ?? IMAGES_PER_CALL;
  for (let from = 0; from < count; from += step) {
    const given = images.subarray(from * PIXELS, (from + step) * PIXELS);
    const rows = given.length / PIXELS;
    const full = batch === null || rows === batch ? given : fill(given, batch);
    outputs.set((await network.run(full)).subarray(0, rows * classes), from * classes);
  }
  return outputs;
}

function fill(images: Float32Array, count: number): Float32Array {
  const filled = new Float32Array(count * PIXELS);
  filled.set(images);
  const last = images.subarray(-PIXELS);
  for (let at = images.length; at < filled.length; at += PIXELS) filled.set(last, at);
  return filled;
}
