import { PIXELS, SIDE } from '../../../pipeline/math/images.ts';

/** An image [784] whose pixel (x, y) is 1 where `isInk`, else 0. */
export function draw(isInk: (x: number, y: number) => boolean): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, at) => Number(isInk(at % SIDE, Math.floor(at / SIDE))));
}

/** A bar of 4 by 16 pixels in the middle, upright. */
export const BAR = draw((x, y) => x >= 12 && x < 16 && y >= 6 && y < 22);

/** A square ring, 12 pixels a side, strokes of 2 pixels. */
export const RING = draw((x, y) => {
  const distance = Math.max(Math.abs(x - 13.5), Math.abs(y - 13.5));
  return distance > 4 && distance < 6;
});

/** The ring without its right side. */
export const BAY = draw((x, y) => {
  const distance = Math.max(Math.abs(x - 13.5), Math.abs(y - 13.5));
  return distance > 4 && distance < 6 && x < 18;
});
