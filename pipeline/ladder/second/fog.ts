/**
 * Fog: a plasma fractal by the diamond-square method.
 *
 * Fournier, Fussell and Carpenter, "Computer rendering of stochastic models", Communications of the ACM 25(6), 1982.
 */
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';

/** Side of the square that wraps round its edges, of which an image is the top left corner. */
const MAP = 256;

/** Roughness at the first step, and by what it is divided from one step to the next. */
const ROUGHNESS = 100;
const DECAY = 1.4;

/** A fog [784]: the top left corner of a plasma fractal [256, 256] that is scaled to [0, 1]. */
export function drawFog(stream: Stream): Float32Array {
  const heights = new Float64Array(MAP * MAP);
  let roughness = ROUGHNESS;
  for (let step = MAP; step >= 2; step /= 2) {
    const half = step / 2;
    // The variance falls with the square of the roughness, as in MNIST-C.
    const shake = () => roughness * roughness * (2 * drawUniform(stream) - 1);
    fill(heights, { step, x: half, y: half, reach: DIAGONAL, half }, shake);
    fill(heights, { step, x: half, y: 0, reach: STRAIGHT, half }, shake);
    fill(heights, { step, x: 0, y: half, reach: STRAIGHT, half }, shake);
    roughness /= DECAY;
  }
  const lowest = heights.reduce((a, b) => Math.min(a, b));
  const highest = heights.reduce((a, b) => Math.max(a, b));
  return Float32Array.from({ length: PIXELS }, (_, at) => {
    const height = heights[Math.floor(at / SIDE) * MAP + (at % SIDE)]!;
    return (height - lowest) / (highest - lowest);
  });
}

const DIAGONAL = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;
const STRAIGHT = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
] as const;

/** The points of a grid with its first at (x, y), each the mean of four neighbours `half` away. */
interface Filling {
  readonly step: number;
  readonly x: number;
  readonly y: number;
  readonly reach: typeof DIAGONAL | typeof STRAIGHT;
  readonly half: number;
}

function fill(heights: Float64Array, { step, x, y, reach, half }: Filling, shake: () => number): void {
  const wrap = (at: number) => (at + MAP) % MAP;
  for (let row = y; row < MAP; row += step) {
    for (let column = x; column < MAP; column += step) {
      const sum = reach.reduce(
        (total, [dx, dy]) => total + heights[wrap(row + dy * half) * MAP + wrap(column + dx * half)]!,
        0,
      );
      heights[row * MAP + column] = sum / reach.length + shake();
    }
  }
}
