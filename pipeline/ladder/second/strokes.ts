/** Strokes as pixels: lines drawn by a round pen, fitted as MNIST's digits were. */
import { centreOfMass, MIDDLE } from '../../math/centreOfMass.ts';
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';

/** A place in an image, in pixels from the centre of the top left one. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points joined by straight lines, at least one. */
export type Polyline = readonly Point[];

/** MNIST's digits fill a box of this many pixels a side. */
export const BOX = 20;

/** Points of a curve that is drawn as straight lines. */
const SAMPLES = 16;

/**
 * The image [784] of lines drawn by a round pen of `radius` pixels: a pixel's ink is radius + 1/2 less its centre's
 * distance from the nearest line, cut to [0, 1].
 */
export function drawStrokes(lines: readonly Polyline[], radius: number): Float32Array {
  const image = new Float32Array(PIXELS);
  for (const line of lines) {
    line.forEach((end, k) => {
      inkSegment(image, line[Math.max(0, k - 1)]!, end, radius);
    });
  }
  return image;
}

function inkSegment(image: Float32Array, from: Point, to: Point, radius: number): void {
  const reach = radius + 0.5;
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach];
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach];
  for (let y = Math.max(0, Math.ceil(top)); y <= Math.min(SIDE - 1, bottom); y++) {
    for (let x = Math.max(0, Math.ceil(left)); x <= Math.min(SIDE - 1, right); x++) {
      const ink = Math.min(1, Math.max(0, reach - distanceToSegment({ x, y }, from, to)));
      image[y * SIDE + x] = Math.max(image[y * SIDE + x]!, ink);
    }
  }
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y];
  const length = alongX * alongX + alongY * alongY;
  const along = (point.x - from.x) * alongX + (point.y - from.y) * alongY;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length));
  const [x, y] = [point.x - from.x - share * alongX, point.y - from.y - share * alongY];
  return Math.sqrt(x * x + y * y);
}

/**
 * The image [784] of lines of any size: scaled alike both ways so that their longer side with the pen is 20 pixels, then
 * moved so that the centre of mass of what is drawn stands at (14, 14), as MNIST's digits do.
 */
export function drawFitted(lines: readonly Polyline[], radius: number): Float32Array {
  const points = lines.flat();
  const [left, right] = rangeOf(points.map(({ x }) => x));
  const [top, bottom] = rangeOf(points.map(({ y }) => y));
  const scale = (BOX - 2 * radius) / Math.max(right - left, bottom - top, 1e-6);
  const place = (offset: Point) =>
    lines.map((line) =>
      line.map(({ x, y }) => ({
        x: MIDDLE + offset.x + scale * (x - (left + right) / 2),
        y: MIDDLE + offset.y + scale * (y - (top + bottom) / 2),
      })),
    );
  const centre = centreOfMass(drawStrokes(place({ x: 0, y: 0 }), radius));
  return drawStrokes(place({ x: MIDDLE - centre.x, y: MIDDLE - centre.y }), radius);
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** A cubic Bezier curve whose four control points are uniform in the middle 20 x 20 pixels, as 17 points. */
export function drawBezier(stream: Stream): Polyline {
  const place = () => MIDDLE - BOX / 2 + BOX * drawUniform(stream);
  const control = Array.from({ length: 4 }, () => ({ x: place(), y: place() }));
  return Array.from({ length: SAMPLES + 1 }, (_, k) => bezierAt(control, k / SAMPLES));
}

/** Bernstein's form: (1-t)^3 p0 + 3 (1-t)^2 t p1 + 3 (1-t) t^2 p2 + t^3 p3. */
function bezierAt(control: readonly Point[], t: number): Point {
  const s = 1 - t;
  const weights = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  const sum = (coordinate: (point: Point) => number) =>
    control.reduce((total, point, k) => total + weights[k]! * coordinate(point), 0);
  return { x: sum(({ x }) => x), y: sum(({ y }) => y) };
}
