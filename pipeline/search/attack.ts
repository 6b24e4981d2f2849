/**
 * Attack: changes images, by flipping pixels, until a reader takes them for what they are not.
 *
 * Nguyen, Yosinski and Clune, "Deep neural networks are easily fooled", arXiv 1412.1897. Many promising pixels are
 * flipped at once, fewer where that does not help, down to one.
 */
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';

/** A reader that can be attacked. */
export interface AttackTarget {
  /** How surely each image [n, 784] is taken for its digit [n]: log P, in nats. */
  score(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
  /** What flipping each pixel [n, 784] would add to the score, estimated: its order and sign count. */
  predictFlipGains(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
}

/** When an attack ends. */
export interface AttackLimits {
  /** An image is done where its score is at least this. */
  readonly enough: number;
  /** Rounds after which every image is done. */
  readonly rounds: number;
  /** Most pixels in which an image may differ from its start; all of them where not given. */
  readonly distance?: number;
}

/** Pixels that are flipped at once at first; a quarter of those that may differ where that is less. */
const FIRST_FLIPS = 8;

/** Images [n, 784], each pixel 0 or 1, that started from binary `starts` and never scored lower than before. */
export async function attack(
  target: AttackTarget,
  starts: Float32Array,
  digits: readonly number[],
  { enough, rounds, distance = PIXELS }: AttackLimits,
): Promise<Float32Array> {
  const images = starts.slice();
  const scores = await target.score(images, digits);
  const flips = new Int32Array(digits.length).fill(Math.min(FIRST_FLIPS, Math.ceil(distance / 4)));
  for (let round = 0; round < rounds; round++) {
    const open = digits.map((_, at) => at).filter((at) => scores[at]! < enough && flips[at]! > 0);
    if (open.length === 0) break;
    const current = gather(images, open);
    const wanted = open.map((at) => digits[at]!);
    const gains = await target.predictFlipGains(current, wanted);
    open.forEach((at, row) => {
      flipBest(rowOf(current, row, PIXELS), rowOf(gains, row, PIXELS), flips[at]!, {
        start: rowOf(starts, at, PIXELS),
        distance,
      });
    });
    const next = await target.score(current, wanted);
    open.forEach((at, row) => {
      if (next[row]! > scores[at]!) {
        images.set(rowOf(current, row, PIXELS), at * PIXELS);
        scores[at] = next[row]!;
      } else {
        flips[at] = Math.floor(flips[at]! / 2);
      }
    });
  }
  return images;
}

function gather(images: Float32Array, rows: readonly number[]): Float32Array {
  const gathered = new Float32Array(rows.length * PIXELS);
  rows.forEach((from, to) => {
    gathered.set(rowOf(images, from, PIXELS), to * PIXELS);
  });
  return gathered;
}

/** Where an image started, and the most pixels in which it may differ from there. */
interface DistanceLimit {
  readonly start: Float32Array;
  readonly distance: number;
}

/** Flips the `count` pixels of the largest gains above 0 that the limit allows, in place. */
function flipBest(image: Float32Array, gains: Float64Array, count: number, limit: DistanceLimit): void {
  const { start, distance } = limit;
  let left = distance - image.reduce((sum, value, pixel) => sum + Number(value !== start[pixel]), 0);
  const order = Array.from(gains, (_, pixel) => pixel)
    .filter((pixel) => gains[pixel]! > 0)
    .sort((a, b) => gains[b]! - gains[a]! || a - b);
  let flipped = 0;
  for (const pixel of order) {
    if (flipped === count) return;
    const isBack = image[pixel] !== start[pixel];
    if (!isBack && left === 0) continue;
    image[pixel] = 1 - image[pixel]!;
    left += isBack ? 1 : -1;
    flipped++;
  }
}
