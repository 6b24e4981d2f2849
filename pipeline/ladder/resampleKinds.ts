/** Resamples of the images of a ladder, for intervals. */
import { drawBelow, type Stream } from '../math/streams.ts';

/** Scores of the images of one kind. */
export interface KindScores {
  /** How many neighbouring images belong together: ten where they are the ideas of one model, else 1. */
  readonly groupSize: number;
  readonly panel: Float64Array;
  readonly judges: Readonly<Record<string, Float64Array>>;
  /** Of the panel of the others, by the judge that is left out, where they are asked for. */
  readonly without?: Readonly<Record<string, Float64Array>>;
}

/**
 * The kinds with as many of their images, drawn with replacement; images of one model are drawn together. Kinds of the
 * same number of images are drawn alike, so that those that are changes of the same digits stay pairs.
 */
export function resampleKinds<Kind extends KindScores>(kinds: readonly Kind[], stream: Stream): Kind[] {
  const drawn = new Map<string, Uint32Array>();
  return kinds.map((kind) => {
    const { panel, groupSize } = kind;
    const name = `${panel.length}/${groupSize}`;
    const rows = drawn.get(name) ?? drawRows(panel.length, groupSize, stream);
    drawn.set(name, rows);
    return {
      ...kind,
      panel: pick(panel, rows),
      judges: pickEach(kind.judges, rows),
      ...(kind.without && { without: pickEach(kind.without, rows) }),
    };
  });
}

/** `count` rows, `groupSize` at a time: whole runs of neighbours that begin at a multiple of `groupSize`. */
function drawRows(count: number, groupSize: number, stream: Stream): Uint32Array {
  const rows = new Uint32Array(count);
  const groups = Math.ceil(count / groupSize);
  for (let at = 0; at < count; ) {
    const first = groupSize * drawBelow(stream, groups);
    for (let row = first; row < Math.min(first + groupSize, count) && at < count; row++) rows[at++] = row;
  }
  return rows;
}

function pickEach(
  scores: Readonly<Record<string, Float64Array>>,
  rows: Uint32Array,
): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(scores).map(([name, own]) => [name, pick(own, rows)]));
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
