/** The ladder's kinds with their images drawn anew, for intervals: resampled as they were sampled. */
import { drawBelow, type Stream } from '../math/streams.ts';
import type { ScoredKind } from './scoredKinds.ts';

/**
 * The kinds with as many of their images, drawn with replacement; images of one model are drawn together. Kinds of the
 * same number of images are drawn alike, so that those that are changes of the same digits stay pairs.
 */
export function resampleKinds(kinds: readonly ScoredKind[], stream: Stream): ScoredKind[] {
  const drawn = new Map<string, Uint32Array>();
  return kinds.map((kind) => {
    const { panel, together } = kind;
    const name = `${panel.length}/${together}`;
    const rows = drawn.get(name) ?? drawRows(panel.length, together, stream);
    drawn.set(name, rows);
    const judges = Object.entries(kind.judges).map(([judge, own]) => [judge, pick(own, rows)] as const);
    return { ...kind, panel: pick(panel, rows), judges: Object.fromEntries(judges) };
  });
}

/** `count` rows, `together` at a time: whole runs of neighbours that begin at a multiple of `together`. */
function drawRows(count: number, together: number, stream: Stream): Uint32Array {
  const rows = new Uint32Array(count);
  const groups = Math.ceil(count / together);
  for (let at = 0; at < count; ) {
    const first = together * drawBelow(stream, groups);
    for (let row = first; row < Math.min(first + together, count) && at < count; row++) rows[at++] = row;
  }
  return rows;
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
