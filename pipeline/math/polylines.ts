/** The geometry of lines that are drawn as strokes (strokes.ts): curves through points, and drawings fitted as MNIST's are. */
import type { Point, Polyline } from './strokes.ts';

/** Segments of a curve between two of the points that it goes through. */
const STEPS = 6;

/** Where MNIST's digits have their centre of mass, in pixels from the left and from the top. */
const CENTRE = 14;

/**
 * A smooth curve through every one of `points`, and back to the first where `isClosed`: the uniform spline of Catmull
 * and Rom ("A class of local interpolating splines", 1974), six segments from point to point. The ends of an open curve
 * count as points twice. Fewer than three points are given back as they are.
 */
export function smoothCurve(points: Polyline, isClosed = false): Polyline {
  const n = points.length;
  if (n < 3) return points;
  const pointAt = (k: number) => points[isClosed ? (k + n) % n : Math.min(n - 1, Math.max(0, k))]!;
  const curve: Point[] = [points[0]!];
  for (let k = 0; k < (isClosed ? n : n - 1); k++) {
    const [a, b, c, d] = [pointAt(k - 1), pointAt(k), pointAt(k + 1), pointAt(k + 2)];
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      curve.push([interpolate(a[0], b[0], c[0], d[0], t), interpolate(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return curve;
}

/** The cubic in t that is b at 0 and c at 1, with slopes (c - a) / 2 and (d - b) / 2 there. */
function interpolate(a: number, b: number, c: number, d: number, t: number): number {
  const cubic = 3 * (b - c) + d - a;
  const quadratic = 2 * a - 5 * b + 4 * c - d;
  return b + (t / 2) * (c - a + t * (quadratic + t * cubic));
}

/**
 * Strokes scaled, without distortion, so that the larger side of their bounding box is `side` pixels, and moved so that
 * the centre of mass of their length is at (14, 14): as MNIST's digits were put into their frame (LeCun et al., 1998),
 * in a box of 20 pixels, pen included. Points without extent are moved alone.
 */
export function fitStrokes(strokes: readonly Polyline[], side: number): Polyline[] {
  const points = strokes.flat();
  const extent = Math.max(spread(points.map(([x]) => x)), spread(points.map(([, y]) => y)));
  const scale = extent > 0 ? side / extent : 1;
  const [x, y] = centreOfLength(strokes);
  return mapPoints(strokes, (point) => [CENTRE + scale * (point[0] - x), CENTRE + scale * (point[1] - y)]);
}

/** Strokes with every point moved by `move`. */
export function mapPoints(strokes: readonly Polyline[], move: (point: Point) => Point): Polyline[] {
  return strokes.map((stroke) => stroke.map(move));
}

function spread(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

/** Mean place along the strokes; that of the points where no stroke has a length. */
function centreOfLength(strokes: readonly Polyline[]): Point {
  let [length, x, y] = [0, 0, 0];
  const add = (weight: number, [fromX, fromY]: Point, [toX, toY]: Point) => {
    length += weight;
    x += (weight * (fromX + toX)) / 2;
    y += (weight * (fromY + toY)) / 2;
  };
  for (const stroke of strokes) {
    for (let k = 1; k < stroke.length; k++)
      add(distanceBetween(stroke[k - 1]!, stroke[k]!), stroke[k - 1]!, stroke[k]!);
  }
  if (length === 0) for (const point of strokes.flat()) add(1, point, point);
  return length === 0 ? [CENTRE, CENTRE] : [x / length, y / length];
}

function distanceBetween([ax, ay]: Point, [bx, by]: Point): number {
  return Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
}
