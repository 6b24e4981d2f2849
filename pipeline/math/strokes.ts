/**
 * Drawing with a pen: polylines as greyscale images, as MNIST's digits are drawn.
 *
 * Points are in pixels; the pixel of index y * 28 + x has its centre at (x, y).
 */
import { PIXELS, SIDE } from './images.ts';

/** A place in an image, in pixels from the centre of its first pixel: to the right, and down. */
export type Point = readonly [x: number, y: number];

/** A line from point to point; one point alone is a dot. A closed one ends where it begins. */
export type Polyline = readonly Point[];

/**
 * An image [784] in [0, 1] of `strokes` drawn with a round pen of `radius` pixels; what leaves the image is cut off.
 * A digit of MNIST has a radius of 1 to 1.5.
 */
export function drawStrokes(strokes: readonly Polyline[], radius: number): Float32Array {
  const image = new Float32Array(PIXELS);
  for (const stroke of strokes) paintStroke(image, stroke, radius);
  return image;
}

/**
 * Draws one stroke over `image`, in place: every pixel becomes at least r + 1/2 - d, cut to [0, 1], where d is its
 * distance to the nearest point of a segment, and r the radius of the pen there. The pen's radius goes from `radius` at
 * the first point to `lastRadius` at the last, by equal parts a segment.
 */
export function paintStroke(
  image: Float32Array,
  stroke: Polyline,
  radius: number,
  lastRadius = radius,
): void {
  if (stroke.length === 1) paintSegment(image, stroke[0]!, stroke[0]!, [radius, radius]);
  const segments = stroke.length - 1;
  const radiusAt = (k: number) => radius + ((lastRadius - radius) * k) / segments;
  for (let k = 0; k < segments; k++) {
    paintSegment(image, stroke[k]!, stroke[k + 1]!, [radiusAt(k), radiusAt(k + 1)]);
  }
}

function paintSegment(
  image: Float32Array,
  [fromX, fromY]: Point,
  [toX, toY]: Point,
  [fromRadius, toRadius]: readonly [number, number],
): void {
  const [ux, uy] = [toX - fromX, toY - fromY];
  const squared = ux * ux + uy * uy;
  const reach = Math.max(fromRadius, toRadius) + 0.5;
  const [left, right] = pixelsWithin(fromX, toX, reach);
  const [top, bottom] = pixelsWithin(fromY, toY, reach);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [dx, dy] = [x - fromX, y - fromY];
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (dx * ux + dy * uy) / squared));
      const [awayX, awayY] = [dx - along * ux, dy - along * uy];
      const distance = Math.sqrt(awayX * awayX + awayY * awayY);
      const ink = fromRadius + (toRadius - fromRadius) * along + 0.5 - distance;
      const at = y * SIDE + x;
      if (ink > image[at]!) image[at] = Math.min(1, ink);
    }
  }
}

/** The first and the last pixel of an axis within `reach` of the interval from a to b, or of b to a. */
function pixelsWithin(a: number, b: number, reach: number): [number, number] {
  return [
    Math.max(0, Math.ceil(Math.min(a, b) - reach)),
    Math.min(SIDE - 1, Math.floor(Math.max(a, b) + reach)),
  ];
}
