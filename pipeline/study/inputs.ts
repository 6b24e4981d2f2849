/**
 * What a result was computed from. Results carry their inputs, so that a later run can tell whether they still hold
 * and, if not, say what changed.
 */

/** Named inputs of a result: settings, versions, and SHA-256 of what it read. */
export type Inputs = Readonly<Record<string, string | number>>;

/** One line on the first input that differs, such as `epochs changed from 2 to 4`; null where all are equal. */
export function describeChange(had: Inputs, wanted: Inputs): string | null {
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(had)])) {
    if (had[name] === wanted[name]) continue;
    if (had[name] === undefined) return `${name} is new (${shorten(wanted[name]!)})`;
    if (wanted[name] === undefined) return `${name} is gone (was ${shorten(had[name])})`;
    return `${name} changed from ${shorten(had[name])} to ${shorten(wanted[name])}`;
  }
  return null;
}

/** Digests are told apart by their first digits. */
function shorten(value: string | number): string {
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text;
}
