/** Non-digits that are lines of a pen without a plan: curves, hatchings, walks, scribbles, outlines. */
import { PIXELS } from '../../math/images.ts';
import { smoothCurve } from '../../math/polylines.ts';
import { drawBelow, drawUniform, type Stream } from '../../math/streams.ts';
import { type Point, type Polyline, paintStroke } from '../../math/strokes.ts';
import { drawBetween, drawDirection, drawOneOf, drawWhole } from './draws.ts';

/** Radii of a pen of 1 to 5 pixels. */
const PEN_RADII = [0.5, 2.5] as const;

/** A place in the middle of the image. */
function drawPoint(stream: Stream): Point {
  return [drawBetween(4, 24, stream), drawBetween(4, 24, stream)];
}

/**
 * One to five smooth curves in the middle, one in four of them closed, with a pen of 1 to 5 pixels that may change its
 * width on the way. The more curves, the fewer turns each has; one alone has so many that it is hardly ever a digit.
 */
export function makeSplines(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const count = drawWhole(1, 5, stream);
  const radius = drawBetween(...PEN_RADII, stream);
  for (let k = 0; k < count; k++) {
    const points = drawPlaces(Math.max(3, drawWhole(5, 8, stream) - count), stream);
    const change = drawUniform(stream) < 0.5 ? 1 : drawBetween(0.6, 1.6, stream);
    paintStroke(image, smoothCurve(points, drawBelow(stream, 4) === 0), radius, change * radius);
  }
  return image;
}

/** Places in the middle, each 4 to 11 pixels from the one before it. */
function drawPlaces(count: number, stream: Stream): Point[] {
  const places = [drawPoint(stream)];
  while (places.length < count) {
    const [x, y] = places.at(-1)!;
    const [u, v] = drawDirection(stream);
    const step = drawBetween(4, 11, stream);
    const place: Point = [x + step * u, y + step * v];
    if (Math.min(...place) >= 4 && Math.max(...place) < 24) places.push(place);
  }
  return places;
}

/** Four to nine nearly parallel lines, in a third of the cases crossed by others. */
export function makeHatching(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const [u, v] = drawDirection(stream);
  const radius = drawBetween(0.4, 1.3, stream);
  hatch(image, [u, v], radius, stream);
  if (drawBelow(stream, 3) === 0) hatch(image, [-v, u], radius, stream);
  return image;
}

/** Lines along (u, v), spaced evenly about the middle, whose ends are drawn. */
function hatch(image: Float32Array, [u, v]: Point, radius: number, stream: Stream): void {
  const lines = drawWhole(4, 9, stream);
  const spacing = drawBetween(14, 24, stream) / lines;
  for (let k = 0; k < lines; k++) {
    const away = (k - (lines - 1) / 2) * spacing;
    const endAt = (along: number): Point => [
      13.5 + along * u - away * v + drawBetween(-1, 1, stream),
      13.5 + along * v + away * u + drawBetween(-1, 1, stream),
    ];
    paintStroke(image, [endAt(drawBetween(-13, -4, stream)), endAt(drawBetween(4, 13, stream))], radius);
  }
}

/** A walk of 6 to 16 straight steps of 4 to 12 pixels along the axes and diagonals, which stays in the middle. */
export function makeWalk(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const walk: Point[] = [drawPoint(stream)];
  const steps = drawWhole(6, 16, stream);
  for (let k = 0; k < steps; k++) {
    const [x, y] = walk.at(-1)!;
    const length = drawBetween(4, 12, stream);
    const [stepX, stepY] = [drawOneOf([-1, 0, 1], stream), drawOneOf([-1, 1], stream)];
    const [dx, dy] = drawBelow(stream, 2) === 0 ? [stepX, stepY] : [stepY, stepX];
    walk.push([clampToMiddle(x + length * dx), clampToMiddle(y + length * dy)]);
  }
  paintStroke(image, walk, drawBetween(...PEN_RADII, stream));
  return image;
}

function clampToMiddle(place: number): number {
  return Math.min(24, Math.max(3, place));
}

/** Steps of one pixel that a scribbled stroke has. */
const SCRIBBLE_STEPS = [8, 24] as const;

/** Two to four strokes of 8 to 24 pixels that turn by chance, with a pen of about the width of MNIST's. */
export function makeScribble(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const strokes = drawWhole(2, 4, stream);
  for (let k = 0; k < strokes; k++) paintStroke(image, drawScribble(stream), 1.5);
  return image;
}

function drawScribble(stream: Stream): Polyline {
  let [x, y] = [drawBetween(6, 22, stream), drawBetween(6, 22, stream)];
  let [u, v] = drawDirection(stream);
  const stroke: Point[] = [];
  const steps = drawWhole(...SCRIBBLE_STEPS, stream);
  for (let step = 0; step < steps; step++) {
    stroke.push([x, y]);
    const [turnU, turnV] = drawDirection(stream);
    [u, v] = normalise(u + 0.5 * turnU, v + 0.5 * turnV);
    [x, y] = [clampToMiddle(x + u), clampToMiddle(y + v)];
  }
  return stroke;
}

function normalise(x: number, y: number): Point {
  const length = Math.sqrt(x * x + y * y);
  return length === 0 ? [1, 0] : [x / length, y / length];
}

/** Three to five rectangles, turned or not, each an outline or filled. */
export function makeRectangles(stream: Stream): Float32Array {
  const [u, v] = drawBelow(stream, 2) === 0 ? [1, 0] : drawDirection(stream);
  return drawShapes(stream, (right, down) => {
    const corner = (a: number, b: number): Point => [
      a * right * u - b * down * v,
      a * right * v + b * down * u,
    ];
    return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
  });
}

/** Three to five ellipses, each an outline or filled: one outline alone would be a zero, and two an eight. */
export function makeEllipses(stream: Stream): Float32Array {
  // A curve through eight points of a circle is one to a hundredth of its radius.
  const diagonal = Math.SQRT1_2;
  const circle: Polyline = [
    [1, 0],
    [diagonal, diagonal],
    [0, 1],
    [-diagonal, diagonal],
    [-1, 0],
    [-diagonal, -diagonal],
    [0, -1],
    [diagonal, -diagonal],
  ];
  const curve = smoothCurve(circle, true);
  return drawShapes(stream, (right, down) => curve.map(([x, y]) => [x * right, y * down]));
}

/** Shapes about places in the middle; `outline` gives one about (0, 0) of the half width and half height given. */
function drawShapes(stream: Stream, outline: (right: number, down: number) => Polyline): Float32Array {
  const image = new Float32Array(PIXELS);
  const count = drawWhole(3, 5, stream);
  for (let k = 0; k < count; k++) {
    const [x, y] = [drawBetween(7, 20, stream), drawBetween(7, 20, stream)];
    const shape = outline(drawBetween(2, 8, stream), drawBetween(2, 8, stream)).map(
      ([dx, dy]): Point => [x + dx, y + dy],
    );
    paintStroke(image, shape, drawBetween(0.5, 1.5, stream));
    if (drawBelow(stream, 3) === 0) fillShape(image, shape, [x, y]);
  }
  return image;
}

/** Fills a shape that is star-shaped about `centre`: it is drawn again and again, smaller. */
function fillShape(image: Float32Array, shape: Polyline, [x, y]: Point): void {
  for (let size = 0.9; size > 0; size -= 0.1) {
    paintStroke(
      image,
      shape.map(([px, py]): Point => [x + size * (px - x), y + size * (py - y)]),
      0.8,
    );
  }
}
