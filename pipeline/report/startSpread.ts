/** How far ideas and their scores differ between starts of the search, beside how far they differ between seeds and digits. */
import { mean } from 'simple-statistics';
import { INK_THRESHOLD } from '../math/components.ts';
import { PIXELS } from '../math/images.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { IdeaRow } from '../study/tables.ts';

/** How far ideas of otherwise equal origin differ; null where there are no two of them. */
export interface Spread {
  /** Standard deviation of their scores, pooled. */
  readonly score: number | null;
  /** Mean share of pixels in which two of them differ, in [0, 1]. */
  readonly pixels: number | null;
}

/** The spread of a study's ideas. */
export interface StartSpread {
  readonly starts: number;
  /** Between starts of one model and digit. */
  readonly betweenStarts: Spread;
  /** Between seeds of one cell, digit and start. */
  readonly betweenSeeds: Spread;
}

/** The spread of ideas between starts and between seeds. */
export function measureStartSpread(ideas: readonly IdeaRow[]): StartSpread {
  return {
    starts: new Set(ideas.map(({ restart }) => restart)).size,
    betweenStarts: measureSpread(ideas, ({ model, digit }) => `${model.name}/${digit}`),
    betweenSeeds: measureSpread(
      ideas,
      ({ model, digit, restart }) => `${model.cell.name}/${digit}/${restart}`,
    ),
  };
}

function measureSpread(ideas: readonly IdeaRow[], keyOf: (idea: IdeaRow) => string): Spread {
  const groups = [...groupBy(ideas, keyOf).values()].filter(({ length }) => length > 1);
  if (groups.length === 0) return { score: null, pixels: null };
  const squares = groups.map((group) => sumOfSquares(group.map(({ recognisability }) => recognisability)));
  const freedom = groups.reduce((sum, { length }) => sum + length - 1, 0);
  return {
    score: Math.sqrt(squares.reduce((a, b) => a + b, 0) / freedom),
    pixels: mean(groups.map((group) => shareDiffering(group.map(({ image }) => image)))),
  };
}

function sumOfSquares(values: readonly number[]): number {
  const centre = mean([...values]);
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
}

/** Mean share of pixels, ink or not, in which two of n images [784] differ: 2 k (n - k) / (n (n - 1)) a pixel, k of them inked. */
export function shareDiffering(images: readonly Float32Array[]): number {
  const n = images.length;
  let pairs = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const inked = images.reduce((count, image) => count + (image[pixel]! >= INK_THRESHOLD ? 1 : 0), 0);
    pairs += inked * (n - inked);
  }
  return (2 * pairs) / (n * (n - 1) * PIXELS);
}
