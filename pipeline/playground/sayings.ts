/** What the playground says in words, and how it writes its numbers. */
import { NOT_A_DIGIT } from '../judging/answers.ts';
import { PIXELS } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import type { Changed } from '../search/changeSearch.ts';
import { FLIP_BUDGET } from './experiments.ts';

/** A share in [0, 1] in whole percent: `7`; `<1` and `>99` where rounding would hide that it is neither none nor all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return '<1';
  if (share < 1 && share >= 0.995) return '>99';
  return String(Math.round(100 * share));
}

/** An energy, or a change of it with its sign: `12.35`, `+0.40`, `−1.02`. */
export function formatEnergy(energy: number, isChange = false): string {
  const text = Math.abs(energy).toFixed(2);
  const isNothing = Number(text) === 0;
  if (energy < 0 && !isNothing) return `−${text}`;
  return isChange && !isNothing ? `+${text}` : text;
}

/** The first of the most likely answers of probabilities [10] or [11]: `7 (99%)`, `no digit (80%)`. */
export function nameAnswer(probabilities: ArrayLike<number>): string {
  const top = argmax(probabilities);
  return `${top === NOT_A_DIGIT ? 'no digit' : top} (${formatShare(probabilities[top]!)}%)`;
}

/** What a flip of one pixel would do: `Pixel 14, 9 is white; flipped, the energy changes by +0.40.` */
export function describeFlip(pixel: {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly change: number;
}): string {
  const shade = pixel.value >= 0.5 ? 'white' : 'black';
  return `Pixel ${pixel.x + 1}, ${pixel.y + 1} is ${shade}; flipped, the energy changes by ${formatEnergy(pixel.change, true)}.`;
}

/** How a search ended. */
export function describeSearch(search: {
  readonly digit: number;
  readonly before: number;
  readonly after: number;
  readonly visits: number;
}): string {
  const passes = (search.visits / PIXELS).toFixed(1);
  return `The energy for ${search.digit} rose from ${formatEnergy(search.before)} to ${formatEnergy(search.after)} in ${passes} passes over the pixels. Now no single flip raises it.`;
}

/** How a counterfeit ended. */
export function describeCounterfeit(
  target: number,
  { isReached, pixels }: Pick<Changed, 'isReached' | 'pixels'>,
): string {
  if (!isReached) return `No counterfeit of ${target} was found with ${FLIP_BUDGET} flips.`;
  if (pixels.length === 0) return `The model reads it as ${target} already.`;
  const [flips, one] =
    pixels.length === 1 ? ['1 flipped pixel', 'it'] : [`${pixels.length} flipped pixels`, 'any one of them'];
  return `With ${flips} the model reads it as ${target}; without ${one} it does not.`;
}
