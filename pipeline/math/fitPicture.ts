/**
 * Fits a picture of any size as MNIST's digits were fitted: scaled, its proportions kept, until its ink fills a box of 20 x
 * 20 pixels, in greys, and placed in 28 x 28 with its centre of mass in the middle.
 *
 * LeCun et al., "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998.
 */
import { centreOfMass, MIDDLE } from './centreOfMass.ts';
import { PIXELS, SIDE } from './images.ts';
import { type GreyPicture, resample } from './resample.ts';

/** A picture of any size: the ink of its pixels [height, width], each in [0, 1]. */
export interface InkedPicture {
  readonly width: number;
  readonly height: number;
  readonly ink: Float64Array;
}

/** Side of the box that MNIST's digits fill. */
const BOX = 20;

/** Fainter than this share of the darkest ink is paper, or what compression left. */
const FAINT = 0.1;

/** The image [784] in [0, 1]; null where the picture has no ink, so that there is nothing to fit. */
export function fitPicture(picture: InkedPicture): Float32Array | null {
  const cut = cutToInk(picture);
  if (cut === null) return null;
  const scale = BOX / Math.max(cut.width, cut.height);
  const [width, height] = [cut.width, cut.height].map((side) => Math.max(1, Math.round(side * scale)));
  return place(resample(cut, width!, height!));
}

/** The smallest part of the picture that holds all of its ink; null where it has none. */
function cutToInk({ width, height, ink }: InkedPicture): GreyPicture | null {
  const darkest = ink.reduce((most, value) => Math.max(most, value), 0);
  if (darkest === 0) return null;
  let [left, right, top, bottom] = [width, -1, height, -1];
  ink.forEach((value, at) => {
    if (value < FAINT * darkest) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  const cut = { width: right - left + 1, height: bottom - top + 1 };
  const values = Float64Array.from(
    { length: cut.width * cut.height },
    (_, at) => ink[(top + Math.floor(at / cut.width)) * width + left + (at % cut.width)]!,
  );
  return { ...cut, values };
}

/** The picture in an empty image, by whole pixels as near to the middle as it goes without being cut. */
function place(picture: GreyPicture): Float32Array {
  const { width, height, values } = picture;
  const { x, y } = centreOfMass(values, width);
  const shift = (mass: number, side: number) => Math.min(SIDE - side, Math.max(0, Math.round(MIDDLE - mass)));
  const [left, top] = [shift(x, width), shift(y, height)];
  const image = new Float32Array(PIXELS);
  values.forEach((value, at) => {
    image[(top + Math.floor(at / width)) * SIDE + left + (at % width)] = value;
  });
  return image;
}
