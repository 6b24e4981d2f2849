/**
 * Records of numbers that are held for long, as rows of one array: an object of a hundred numbers takes five times as much memory.
 */

/** What is where in a record: null for a number, which may be missing (null), else its fields in order. */
type Shape = null | Fields;
type Fields = readonly (readonly [name: string, shape: Shape])[];

/**
 * Records by their place, each made from its numbers when it is asked for, and not to be changed. They hold finite numbers and nulls, in objects in
 * objects; where they are not all of one shape they are held as they are.
 */
export function holdRecords<Row extends object>(records: readonly Row[]): (at: number) => Row {
  const [first] = records;
  const shape = first === undefined ? null : shapeOf(first);
  const isOfShape = (record: Row) => isAlike(shapeOf(record), shape);
  return shape === null || !records.every(isOfShape) ? (at) => records[at]! : holdRows(records, shape);
}

/** The record that was made last, and of which numbers: its fields are asked for one after the other, the record each time. */
let latest: { readonly rows: Float64Array; readonly at: number; readonly record: unknown } | null = null;

/** A function of its own, so that what it gives does not keep the records in memory. */
function holdRows<Row>(records: readonly Row[], shape: Fields): (at: number) => Row {
  const rows = Float64Array.from(records.flatMap((record) => listNumbers(record, shape)));
  const width = rows.length / records.length;
  return (at) => {
    if (latest?.rows !== rows || latest.at !== at) {
      latest = { rows, at, record: build(shape, rows.subarray(at * width, (at + 1) * width)) };
    }
    return latest.record as Row;
  };
}

/** The record of these fields that has the numbers; filled field by field, which takes a fraction of the time of `Object.fromEntries`. */
function build(fields: Fields, numbers: Float64Array): unknown {
  let next = 0;
  const buildNext = (own: Fields) => {
    const record: Record<string, unknown> = {};
    for (const [name, shape] of own) {
      if (shape !== null) record[name] = buildNext(shape);
      else {
        const value = numbers[next++]!;
        record[name] = Number.isNaN(value) ? null : value;
      }
    }
    return record;
  };
  return buildNext(fields);
}

function shapeOf(value: unknown): Shape {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([name, field]) => [name, shapeOf(field)]);
}

function isAlike(one: Shape, other: Shape): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.length === other.length &&
    one.every(([name, shape], at) => name === other[at]![0] && isAlike(shape, other[at]![1]))
  );
}

function listNumbers(value: unknown, shape: Shape): number[] {
  if (shape === null) return [value === null ? Number.NaN : (value as number)];
  return shape.flatMap(([name, of]) => listNumbers((value as Record<string, unknown>)[name], of));
}
