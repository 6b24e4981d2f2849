/**
 * Centring: MNIST's digits stand with their centre of mass in the middle of the image, and every judge reads an image
 * there, so that where a drawing stands changes nothing.
 *
 * LeCun et al., "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998.
 */
import { centreOfMass, MIDDLE } from '../math/centreOfMass.ts';
import { PIXELS, SIDE } from '../math/images.ts';
import { square } from '../math/powers.ts';

/** Half of the side of the box that noise is averaged over before a drawing is looked for. */
const RADIUS = 1;

/** The least share of all ink, above the ground, that has to be there for a drawing to have a centre. */
const LEAST_MASS = 1e-6;

/**
 * Copies of images [n, 784], each moved by the whole pixels that bring the centre of its drawing nearest to (14, 14); what
 * comes in is 0. An image without a drawing, such as a blank one, stays.
 */
export function centreImages(images: Float32Array): Float32Array {
  const centred = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += PIXELS) {
    const image = images.subarray(start, start + PIXELS);
    const { x, y } = centreOfDrawing(image);
    moveInto(image, Math.round(MIDDLE - x), Math.round(MIDDLE - y), centred.subarray(start, start + PIXELS));
  }
  return centred;
}

/**
 * Centre of mass of the drawing in an image [784], in pixels from the left and the top: of max(0, b - median b), where b is
 * the mean over 3 x 3 pixels. The median is the ground, so that noise all over an image holds less in the middle; of a
 * clean digit it is 0, and the centre is that of the image. (14, 14) where nothing stands out.
 */
export function centreOfDrawing(image: Float32Array): { readonly x: number; readonly y: number } {
  const smooth = averageBoxes(image);
  const ground = smooth.slice().sort()[PIXELS / 2]!;
  const { x, y, mass } = centreOfMass(Float64Array.from(smooth, (value) => Math.max(0, value - ground)));
  return mass > LEAST_MASS * PIXELS ? { x, y } : { x: MIDDLE, y: MIDDLE };
}

/** Sums over 3 x 3 pixels, divided by 9; beyond the edge is 0. */
function averageBoxes(image: Float32Array): Float32Array {
  const rows = sumAlong(image, 1, SIDE);
  return sumAlong(rows, SIDE, 1).map((sum) => sum / square(2 * RADIUS + 1));
}

/** Sums of the neighbours at -step, 0 and step of each pixel; `across` is the other axis' step. */
function sumAlong(image: Float32Array, step: number, across: number): Float32Array {
  const sums = new Float32Array(PIXELS);
  for (let line = 0; line < SIDE; line++) {
    for (let k = 0; k < SIDE; k++) {
      const at = line * across + k * step;
      for (let near = Math.max(0, k - RADIUS); near <= Math.min(SIDE - 1, k + RADIUS); near++) {
        sums[at]! += image[line * across + near * step]!;
      }
    }
  }
  return sums;
}

/** Writes the image, moved by (dx, dy) pixels, into zeros. */
function moveInto(image: Float32Array, dx: number, dy: number, out: Float32Array): void {
  for (let at = 0; at < PIXELS; at++) {
    const [x, y] = [(at % SIDE) + dx, Math.floor(at / SIDE) + dy];
    if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) out[y * SIDE + x] = image[at]!;
  }
}
