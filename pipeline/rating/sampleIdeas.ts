/**
 * Which ideas people are shown: a stratified random sample. Each cell of the grid gives equally many, and within a cell
 * every idea is as likely as another, so that what people say of a few can be carried over to all.
 */
import { drawPermutation, type Stream } from '../math/streams.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { IdeaRow } from '../study/tables.ts';

/** An idea that was drawn, and how likely that was. */
export interface SampledIdea {
  readonly idea: IdeaRow;
  /** Ideas drawn from its cell over ideas in its cell, in (0, 1]. */
  readonly probability: number;
}

/** `count` ideas, or all where there are fewer: equally many of each cell, within a cell at random without replacement. */
export function sampleByCell(ideas: readonly IdeaRow[], count: number, stream: Stream): SampledIdea[] {
  const cells = [...groupBy(ideas, ({ model }) => model.cell.name).values()];
  const shares = shareOut(
    count,
    cells.map(({ length }) => length),
    stream,
  );
  return cells.flatMap((own, cell) => {
    const taken = shares[cell]!;
    return Array.from(drawPermutation(stream, own.length).subarray(0, taken), (at) => ({
      idea: own[at]!,
      probability: taken / own.length,
    }));
  });
}

/**
 * How many of `count` fall to each of groups of these sizes: equally many, as far as the groups have them. Chance decides
 * which get one more.
 */
export function shareOut(count: number, sizes: readonly number[], stream: Stream): number[] {
  const shares = sizes.map(() => 0);
  const order = drawPermutation(stream, sizes.length);
  let left = Math.min(
    count,
    sizes.reduce((total, size) => total + size, 0),
  );
  while (left > 0) {
    for (const at of order) {
      if (left === 0 || shares[at]! === sizes[at]!) continue;
      shares[at]! += 1;
      left -= 1;
    }
  }
  return shares;
}
