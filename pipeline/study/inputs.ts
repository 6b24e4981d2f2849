/**
 * What a result was computed from. Results carry their inputs, so that a later run can tell whether they still hold
 * and, if not, say what changed.
 */

/** Named inputs of a result: settings, versions, and SHA-256 of what it read. */
export type Inputs = Readonly<Record<string, string | number>>;

/** A field of what a result was computed from or by, whose value is another now; null where it has none. */
export interface FieldChange {
  readonly field: string;
  readonly recorded: string | number | null;
  readonly now: string | number | null;
  /** Where in it the difference is, if that is known. */
  readonly detail?: readonly string[];
}

/** Every input that differs, those that are wanted first. */
export function listChanges(had: Inputs, wanted: Inputs): FieldChange[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(had)])];
  return names
    .filter((name) => had[name] !== wanted[name])
    .map((field) => ({ field, recorded: had[field] ?? null, now: wanted[field] ?? null }));
}

/** One line on the first input that differs, such as `epochs changed from 2 to 4`; null where all are equal. */
export function describeChange(had: Inputs, wanted: Inputs): string | null {
  const [first] = listChanges(had, wanted);
  return first === undefined ? null : describeField(first);
}

/** One line on a field that differs. */
export function describeField({ field, recorded, now, detail }: FieldChange): string {
  if (detail !== undefined) return `${field} changed: ${listShortly(detail)}`;
  if (recorded === null) return `${field} is new (${shorten(now)})`;
  if (now === null) return `${field} is gone (was ${shorten(recorded)})`;
  return `${field} changed from ${shorten(recorded)} to ${shorten(now)}`;
}

function listShortly(names: readonly string[]): string {
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  return `${names.slice(0, 2).join(', ')}${more}`;
}

/** Digests are told apart by their first digits. */
export function shorten(value: string | number | null): string {
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text;
}
