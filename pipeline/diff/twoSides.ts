/** The words of a comparison: what is of A, and what of B. */

/** A value on both sides; undefined where a side has none. */
export interface Pair<Value> {
  readonly a: Value;
  readonly b: Value;
}

/** Names by the sides that have them, each list in its former order. */
export interface Shared {
  readonly both: readonly string[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/** Which of the names two lists share. */
export function shareNames(a: readonly string[], b: readonly string[]): Shared {
  const [inA, inB] = [new Set(a), new Set(b)];
  return {
    both: a.filter((name) => inB.has(name)),
    onlyA: a.filter((name) => !inB.has(name)),
    onlyB: b.filter((name) => !inA.has(name)),
  };
}
