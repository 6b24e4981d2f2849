/** What tests let the searches look for. */
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import type { SearchTask } from '../../pipeline/search/idea.ts';
import { drawStart } from '../../pipeline/search/starts.ts';

/** One task a digit, from the article's start. */
export function startAsArticle(digits: readonly number[]): SearchTask[] {
  return digits.map((digit) => ({
    digit,
    restart: 0,
    start: drawStart({ start: 'article', seed: 0 }, digit, 0),
  }));
}

/** One task a digit, each from a start of its own. */
export function startSeeded(digits: readonly number[], seed: number, restart = 0): SearchTask[] {
  return digits.map((digit) => ({
    digit,
    restart,
    start: drawStart({ start: 'seeded', seed }, digit, restart),
  }));
}

/** An image [784] of pixels drawn from `values`. */
export function drawImageOf(values: readonly number[], seed: number): Float32Array {
  const stream = openStream(seed, 'test/image');
  return Float32Array.from({ length: PIXELS }, () => values[drawBelow(stream, values.length)]!);
}
