/** Pictures of any size, fitted as MNIST's digits were. */
import { centreOfMass, MIDDLE } from '../../math/centreOfMass.ts';
import { PIXELS, SIDE } from '../../math/images.ts';
import { BOX } from './strokes.ts';

/** A picture of ink in [0, 1], row by row. */
export interface InkPicture {
  readonly width: number;
  readonly height: number;
  readonly ink: ArrayLike<number>;
}

/**
 * The image [784] of a picture of any size: what is inked of it, scaled alike both ways so that its longer side is 20
 * pixels, each the mean of what it covers; moved by whole pixels so that the centre of mass comes nearest to (14, 14).
 * Blank for a picture without ink.
 */
export function fitPicture(picture: InkPicture): Float32Array {
  const box = findInk(picture);
  if (box === null) return new Float32Array(PIXELS);
  const step = Math.max(box.right - box.left, box.bottom - box.top) / BOX;
  const [width, height] = [
    Math.ceil((box.right - box.left) / step - 1e-9),
    Math.ceil((box.bottom - box.top) / step - 1e-9),
  ];
  const corner = new Float32Array(PIXELS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      corner[y * SIDE + x] = meanInk(picture, box.left + x * step, box.top + y * step, step);
    }
  }
  const centre = centreOfMass(corner);
  return moveBy(corner, Math.round(MIDDLE - centre.x), Math.round(MIDDLE - centre.y));
}

/** An image [784] moved by whole pixels; what comes in is 0. */
export function moveBy(image: Float32Array, dx: number, dy: number): Float32Array {
  return image.map((_, at) => {
    const [x, y] = [(at % SIDE) - dx, Math.floor(at / SIDE) - dy];
    return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x]!;
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Ink from which a picture's pixel counts for its size. */
const INKED = 0.1;

function findInk({ width, height, ink }: InkPicture): Box | null {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x]! < INKED) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right > left ? { left, top, right, bottom } : null;
}

/** The mean ink of a square of `side` pixels, parts of pixels by their share; outside the picture there is none. */
function meanInk({ width, height, ink }: InkPicture, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = Math.floor(top); y < Math.min(height, top + side); y++) {
    const tall = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.floor(left); x < Math.min(width, left + side); x++) {
      const wide = Math.min(x + 1, left + side) - Math.max(x, left);
      sum += tall * wide * ink[y * width + x]!;
    }
  }
  return sum / (side * side);
}
