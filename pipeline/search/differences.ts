/** Gradients by finite differences, of models whose library gives none. */
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';

/**
 * How far a pixel is moved to either side, as far as [0, 1] goes: eight steps of a byte, for models that read bytes. Of float32
 * logits of about 10 it leaves an error of rounding of about 3e-5.
 */
const STEP = 8 / 255;

/**
 * Gradients [n, 784] of f_i(x) = cotangents[i] . logits(x) at images [n, 784] in [0, 1], as (f(x + a e_j) - f(x - b e_j)) / (a + b)
 * for every pixel j; `cotangents` [n, classes]. Takes 1,568 evaluations an image.
 */
export async function computeDifferences(
  logitsOf: (images: Float32Array) => Promise<Float32Array>,
  images: Float32Array,
  cotangents: Float32Array,
): Promise<Float32Array> {
  const gradients = new Float32Array(images.length);
  const count = images.length / PIXELS;
  const classes = cotangents.length / count;
  for (let at = 0; at < count; at++) {
    const image = rowOf(images, at, PIXELS);
    const logits = await logitsOf(moveEachPixel(image));
    const cotangent = rowOf(cotangents, at, classes);
    const energyOf = (row: number) =>
      cotangent.reduce((sum, weight, j) => sum + weight * logits[row * classes + j]!, 0);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const [low, high] = neighboursOf(image[pixel]!);
      gradients[at * PIXELS + pixel] = (energyOf(2 * pixel + 1) - energyOf(2 * pixel)) / (high - low);
    }
  }
  return gradients;
}

/** Images [2 * 784, 784]: each pixel in turn at its lower and at its higher value. */
function moveEachPixel(image: Float32Array): Float32Array {
  const moved = new Float32Array(2 * PIXELS * PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    neighboursOf(image[pixel]!).forEach((value, side) => {
      const row = rowOf(moved, 2 * pixel + side, PIXELS);
      row.set(image);
      row[pixel] = value;
    });
  }
  return moved;
}

function neighboursOf(value: number): readonly [low: number, high: number] {
  return [Math.max(0, value - STEP), Math.min(1, value + STEP)];
}
