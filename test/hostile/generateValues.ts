/** Numbers, bytes and trees of values that no honest file has. */
import fc from 'fast-check';

/** Counts, sizes and offsets: those of real images and models among them. */
export const extreme: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 9, 10, 27, 28, 783, 784, 785, 0x7fff, 0xffff),
  fc.constantFrom(
    0x7fffffff,
    0x80000000,
    0xffffffff,
    2 ** 32,
    2 ** 52,
    Number.MAX_SAFE_INTEGER,
    -1,
    1e308,
    0.5,
  ),
  fc.nat(1000),
);

/** What takes the place of a value in a tree of JSON. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  extreme,
  fc.jsonValue(),
  fc.string(),
  fc.constantFrom(null, '', [], {}, '__proto__', '\u{1F4A5}', '\0', 'a\nb', 'x'.repeat(100_000)),
  fc
    .integer({ min: 1, max: 800 })
    .map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown),
  fc.nat(5000).map((count) => new Array<number>(count).fill(1)),
);

/** Bytes by their number and what they are. */
export interface Filling {
  readonly length: number;
  readonly value: number | 'noise';
}

/** Up to so many bytes that deflate makes nearly nothing of them. */
export const filling: fc.Arbitrary<Filling> = fc.record({
  length: fc.oneof(fc.constantFrom(0, 1, 784, 3136, 200_000), fc.nat(4000)),
  value: fc.oneof(fc.constantFrom('noise' as const), fc.constantFrom(0, 1, 63, 127, 128, 255)),
});

/** The bytes of a filling. */
export function fill({ length, value }: Filling): Uint8Array {
  if (value !== 'noise') return new Uint8Array(length).fill(value);
  return new Uint8Array(length).map((_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 24);
}

/** So many float32, all the same but one. */
export function floats(count: number): fc.Arbitrary<Uint8Array> {
  const number = fc.oneof(
    fc.constantFrom(0, -0, 1, 0.5, -1, Number.NaN, Infinity, -Infinity, 1e-45, 3.4e38),
    fc.float(),
  );
  return fc.tuple(number, number, fc.nat()).map(([every, one, at]) => {
    const values = new Float32Array(count).fill(every);
    if (count > 0) values[at % count] = one;
    return new Uint8Array(values.buffer);
  });
}

/** A change of a tree: which of its values, counted through, and what comes in its place, if anything does. */
export interface Alteration {
  readonly at: number;
  readonly value: unknown;
  readonly isRemoved: boolean;
}

/** The tree with values changed; bytes in it are values, not lists. Changes it in place where it is no value itself. */
export function alterTree(tree: unknown, changes: readonly Alteration[]): unknown {
  let altered = tree;
  for (const { at, value, isRemoved } of changes) {
    const places = listPlaces(altered);
    const place = places[at % (places.length + 1)];
    // The last is the tree itself.
    if (place === undefined) altered = value;
    else if (isRemoved) delete place.holder[place.key];
    else place.holder[place.key] = value;
  }
  return altered;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** How deep a tree is looked into: a value that was put into it may be deeper than functions can call themselves. */
const MOST_DEEP = 50;

function listPlaces(tree: unknown, depth = 0): Place[] {
  const isLeaf = typeof tree !== 'object' || tree === null || tree instanceof Uint8Array;
  if (isLeaf || depth === MOST_DEEP) return [];
  const holder = tree as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...listPlaces(holder[key], depth + 1)]);
}
