/** Images that look like ideas: seven-segment digits, the noisier the lower their score. */
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** Strokes of a seven-segment display by digit: top, upper left, upper right, middle, lower left, lower right, bottom. */
const SEGMENTS = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
];

/** Boxes [left, top, width, height] of the seven strokes. */
const BOXES = [
  [9, 4, 11, 3],
  [8, 4, 3, 11],
  [18, 4, 3, 11],
  [9, 13, 11, 3],
  [8, 13, 3, 12],
  [18, 13, 3, 12],
  [9, 22, 11, 3],
] as const;

/** A seven-segment digit of which up to half the pixels are flipped: none at score 1, half at score 0. */
export function drawNoisyDigit(digit: number, score: number, stream: string): Float32Array {
  const draws = openStream(digit, stream);
  return Float32Array.from({ length: PIXELS }, (_, pixel) => {
    const isInk = isStroke(digit, pixel % SIDE, Math.floor(pixel / SIDE));
    const isFlipped = drawUniform(draws) < (1 - score) / 2;
    return isInk !== isFlipped ? 1 : 0;
  });
}

function isStroke(digit: number, x: number, y: number): boolean {
  return BOXES.some(
    ([left, top, width, height], segment) =>
      SEGMENTS[digit]![segment] === '1' && x >= left && x < left + width && y >= top && y < top + height,
  );
}
