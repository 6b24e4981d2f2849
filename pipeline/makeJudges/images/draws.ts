/** Random choices that images are made by. */
import { drawBelow, drawUniform, type Stream } from '../../math/streams.ts';

/** Uniform on [low, high). */
export function drawBetween(low: number, high: number, stream: Stream): number {
  return low + (high - low) * drawUniform(stream);
}

/** A whole number from `low` to `high`, each equally likely. */
export function drawWhole(low: number, high: number, stream: Stream): number {
  return low + drawBelow(stream, high - low + 1);
}

/** One of `items`, each equally likely. */
export function drawOneOf<Item>(items: readonly Item[], stream: Stream): Item {
  return items[drawBelow(stream, items.length)]!;
}

/** One of `items` in proportion to their shares, which are at least 0. */
export function drawByShare<Item extends { readonly share: number }>(
  items: readonly Item[],
  stream: Stream,
): Item {
  let rest = drawUniform(stream) * items.reduce((sum, { share }) => sum + share, 0);
  for (const item of items) {
    rest -= item.share;
    if (rest < 0) return item;
  }
  return items.at(-1)!;
}

/** A unit vector of a uniform direction, by rejection from the square: no trigonometric function, whose last bit is not defined. */
export function drawDirection(stream: Stream): [x: number, y: number] {
  for (;;) {
    const [x, y] = [drawBetween(-1, 1, stream), drawBetween(-1, 1, stream)];
    const squared = x * x + y * y;
    if (squared > 0.01 && squared <= 1) return [x / Math.sqrt(squared), y / Math.sqrt(squared)];
  }
}
