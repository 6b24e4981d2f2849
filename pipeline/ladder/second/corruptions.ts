/**
 * Kinds of MNIST-C: real digits, corrupted in ways that leave them readable.
 *
 * Mu and Gilmer, "MNIST-C: a robustness benchmark for computer vision", arXiv 1906.02337. Each is as the authors'
 * description says, at the severity of their published images, which is given with it; drawn from streams of our own, and
 * with 0 outside the image. Canny edges is left out.
 */
import { turnAndScale, warpAffine } from '../../math/affine.ts';
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawBelow, drawUniform, fillNormal, type Stream } from '../../math/streams.ts';
import { drawFog } from './fog.ts';
import type { Corruption } from './kinds.ts';
import { blurImage } from './smoothing.ts';

/** A corruption: what it does, in a sentence, and how. */
export interface CorruptionMaker {
  readonly description: string;
  readonly make: (image: Float32Array, stream: Stream) => Float32Array;
}

/** Sine and cosine of 0.4 radians, and the tangent of half of them. */
const SIN_04 = 0.3894;
const COS_04 = 0.9211;
const HALF_TANGENT_04 = 0.2027;
/** Grey of spattered mud. */
const MUD = 63 / 255;

export const CORRUPTION_MAKERS: Readonly<Record<Corruption, CorruptionMaker>> = {
  shear: {
    description: 'Slanted by 0.4 radians either way (severity 2).',
    make: (image, stream) => {
      const slant = drawSign(stream) * SIN_04;
      return warpAffine(image, { xx: 1, xy: slant, yx: 0, yy: COS_04, dx: 0, dy: 0 });
    },
  },
  scale: {
    description: 'Shrunk to 0.7 of its size (severity 3).',
    make: (image) => warpAffine(image, turnAndScale(0, 0.7, 0, 0, 0)),
  },
  rotate: {
    description: 'Turned by 0.4 radians, 23 degrees, either way (severity 2).',
    make: (image, stream) => warpAffine(image, turnAndScale(drawSign(stream) * HALF_TANGENT_04, 1, 0, 0, 0)),
  },
  translate: {
    description: 'Moved by three pixels sideways and three up or down (severity 3).',
    make: (image, stream) =>
      warpAffine(image, turnAndScale(0, 1, 0, 3 * drawSign(stream), 3 * drawSign(stream))),
  },
  'dotted line': {
    description: 'A dotted line, two columns on and two off, from the left edge to the right.',
    make: (image, stream) => {
      const [left, right] = [drawBelow(stream, SIDE - 1), drawBelow(stream, SIDE - 1)];
      const line = shadeLine(0, left, SIDE - 1, right);
      return image.map((value, at) => (at % 4 < 2 ? value : value + line[at]!));
    },
  },
  zigzag: {
    description: 'A zigzag line from the left to the right, two pixels up and two down every four columns.',
    make: addZigzag,
  },
  stripe: {
    description: 'The seven columns at either side inverted.',
    make: (image) =>
      image.map((value, at) => (at % SIDE < SIDE / 4 || at % SIDE >= (3 * SIDE) / 4 ? 1 - value : value)),
  },
  spatter: {
    description: 'Spots of grey mud over it (severity 4).',
    make: spatter,
  },
  'glass blur': {
    description:
      'Blurred by 0.7 pixels, neighbours exchanged at random twice, and blurred again (severity 1).',
    make: (image, stream) =>
      blurImage(exchangeNeighbours(exchangeNeighbours(blurImage(image, 0.7), stream), stream), 0.7),
  },
  'motion blur': {
    description:
      'Smeared along a line up to 45 degrees off the horizontal, by a half Gaussian of 3 pixels (severity 1).',
    make: smear,
  },
  brightness: {
    description: 'Every pixel brighter by one half (severity 5).',
    make: (image) => image.map((value) => value + 0.5),
  },
  fog: {
    description: 'In a fog, a plasma fractal three times as strong as the digit (severity 5).',
    make: (image, stream) => {
      const fog = drawFog(stream);
      const most = image.reduce((a, b) => Math.max(a, b), 0);
      return image.map((value, at) => ((value + 3 * fog[at]!) * most) / (most + 3));
    },
  },
  'shot noise': {
    description: 'Every pixel a Poisson number of mean 3 x its grey, over 3 (severity 5).',
    make: (image, stream) => image.map((value) => drawPoisson(stream, 3 * value) / 3),
  },
  'impulse noise': {
    description: '17% of the pixels black or white (severity 4).',
    make: (image, stream) =>
      image.map((value) => {
        const [isHit, colour] = [drawUniform(stream) < 0.17, drawBelow(stream, 2)];
        return isHit ? colour : value;
      }),
  },
};

function drawSign(stream: Stream): number {
  return 2 * drawBelow(stream, 2) - 1;
}

/** Pixels down a column from which on a line has no shade. */
const LINE_REACH = 2.3;

/** The shade [784] of a line from column `c0`, row `r0` to `c1`, `r1`: log(1 - d / 2.3) + 1, d rows off it, cut to [0, 1]. */
function shadeLine(c0: number, r0: number, c1: number, r1: number): Float32Array {
  const slope = (r1 - r0) / (c1 - c0);
  return Float32Array.from({ length: PIXELS }, (_, at) => {
    const column = at % SIDE;
    if (column < Math.floor(c0) || column >= Math.ceil(c1)) return 0;
    const off = Math.abs(Math.floor(at / SIDE) - (r0 + slope * (column - c0)));
    return off >= LINE_REACH ? 0 : Math.max(0, Math.log(1 - off / LINE_REACH) + 1);
  });
}

/** The line goes from column 2 to column 25 and ends up to 5 rows off where it began; its corners are 4 columns apart. */
function addZigzag(image: Float32Array, stream: Stream): Float32Array {
  const [first, last, step, height] = [2, 25, 4, 2];
  const start = drawBelow(stream, SIDE - 1);
  const rise = (drawBelow(stream, 11) - 5) / (last - first);
  const corners = [{ column: first, row: start }];
  for (let column = first + step / 2, k = 0; column < last; column += step, k++) {
    const side = k % 2 === 0 ? 1 : -1;
    corners.push({ column, row: start + rise * (column - first) + side * height });
  }
  corners.push({ column: last, row: start + rise * (last - first) });
  const zigzag = image.slice();
  corners.slice(1).forEach(({ column, row }, k) => {
    const line = shadeLine(corners[k]!.column, corners[k]!.row, column, row);
    for (let at = 0; at < PIXELS; at++) zigzag[at] = Math.min(1, zigzag[at]! + line[at]!);
  });
  return zigzag;
}

/** Normal noise (0.65, 0.3) blurred by 1 pixel, where it is above 0.65, blurred by 1.5, where that is at least 0.8, is mud. */
function spatter(image: Float32Array, stream: Stream): Float32Array {
  const noise = fillNormal(stream, 0.3, new Float32Array(PIXELS)).map((value) => value + 0.65);
  const spots = blurImage(noise, 1).map((value) => Number(value > 0.65));
  const mud = blurImage(spots, 1.5).map((value) => (value < 0.8 ? 0 : value));
  return image.map((value, at) => value * (1 - mud[at]!) + MUD * mud[at]!);
}

/** Every pixel but those at the edges, from the last, by the toss of a coin exchanged with one up to a pixel left or up. */
function exchangeNeighbours(image: Float32Array, stream: Stream): Float32Array {
  const exchanged = image.slice();
  for (let y = SIDE - 1; y > 1; y--) {
    for (let x = SIDE - 1; x > 1; x--) {
      if (drawBelow(stream, 2) === 0) continue;
      const [dx, dy] = [drawBelow(stream, 2) - 1, drawBelow(stream, 2) - 1];
      const [here, there] = [y * SIDE + x, (y + dy) * SIDE + x + dx];
      const held = exchanged[here]!;
      exchanged[here] = exchanged[there]!;
      exchanged[there] = held;
    }
  }
  return exchanged;
}

/** Pixels that a smear reaches, and the standard deviation of its weights. */
const SMEAR = 21;
const SMEAR_SIGMA = 3;

function smear(image: Float32Array, stream: Stream): Float32Array {
  const angle = (drawUniform(stream) - 0.5) * (Math.PI / 2);
  const weights = Float64Array.from({ length: SMEAR }, (_, k) =>
    Math.exp((-k * k) / (2 * SMEAR_SIGMA * SMEAR_SIGMA)),
  );
  const total = weights.reduce((a, b) => a + b);
  const offsets = Array.from(weights, (weight, k) => ({
    weight: weight / total,
    dx: Math.round(k * Math.cos(angle)),
    dy: Math.round(k * Math.sin(angle)),
  }));
  return image.map((_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    return offsets.reduce((sum, { weight, dx, dy }) => sum + weight * pixelAt(image, x + dx, y + dy), 0);
  });
}

function pixelAt(image: Float32Array, x: number, y: number): number {
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x]!;
}

/** Knuth's method: how many uniform draws have a product of at least exp(-mean). */
function drawPoisson(stream: Stream, mean: number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = drawUniform(stream); product > least; product *= drawUniform(stream)) count++;
  return count;
}
