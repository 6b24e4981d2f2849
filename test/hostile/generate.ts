/**
 * Hostile files that nobody's program wrote: made from the grammar of their format, so that they get past the first look of a
 * reader, with counts, shapes, names and numbers that no real file has.
 */
import fc from 'fast-check';
import { encodeRecord } from '../../pipeline/store/recordFile.ts';
import { encodeIdx, encodePngChunks, encodeSafetensors, encodeYaml, zip } from './generateBytes.ts';
import { alteredOnnx, drawnOnnx } from './generateOnnx.ts';
import { type Alteration, alterTree, anyValue, extreme, fill, filling, floats } from './generateValues.ts';
import type { HostileReader } from './readers.ts';

type Files = HostileReader['files'];
type Generator = (reader: HostileReader) => fc.Arbitrary<Files>;

const text = (value: string) => new TextEncoder().encode(value);

/** Changes of a tree, one to three. */
const alterations: fc.Arbitrary<Alteration[]> = fc.array(
  fc.record({ at: fc.nat(), value: anyValue, isRemoved: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
);

/** A generator of one file, under the name that the reader's has. */
function ofOne(make: (bytes: Uint8Array) => fc.Arbitrary<Uint8Array>): Generator {
  return ({ files }) => {
    const [[name, bytes]] = Object.entries(files) as [[string, Uint8Array]];
    return make(bytes).map((made) => ({ [name]: made }));
  };
}

/** The JSON of a real file with other values in it; with its own digest where it is a record. */
const alteredJson = (encode: (tree: unknown) => string) => (bytes: Uint8Array) =>
  alterations.map((changes) => text(encode(alterTree(JSON.parse(new TextDecoder().decode(bytes)), changes))));

const asRecord = (tree: unknown): string => {
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree);
  const { recordSha256: _, ...fields } = tree as Record<string, unknown>;
  return encodeRecord(fields);
};

const csv = (columns: readonly string[]) => {
  const cell = fc.oneof(
    fc.string(),
    extreme.map(String),
    fc.constantFrom(
      '',
      '"',
      'a\nb',
      'none',
      '3',
      'a.png',
      '2026-01-01T00:00:00Z',
      '=1+1',
      'x'.repeat(10_000),
    ),
  );
  const quote = fc.boolean();
  const write = (cells: readonly (readonly [string, boolean])[]) =>
    cells.map(([value, isQuoted]) => (isQuoted ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
  const row = fc.array(fc.tuple(cell, quote), { maxLength: 8 });
  const header = fc.oneof(
    fc.constant(columns.map((column) => [column, false] as const)),
    fc
      .shuffledSubarray([...columns, columns[0]!])
      .map((some) => some.map((column) => [column, true] as const)),
  );
  return fc
    .tuple(header, fc.array(row, { maxLength: 20 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([first, rows, end]) => text([first, ...rows].map(write).join(end)));
};

/** Lengths of models of a few hidden units, of other numbers, and none. */
const datLengths = fc.oneof(fc.constantFrom(807, 1606, 2407, 0, 1), fc.nat(3000));

const GENERATORS: Readonly<Record<string, Generator>> = {
  'model.dat': ofOne(() => datLengths.chain((count) => floats(count))),
  'an ONNX MLP': ofOne((bytes) => fc.oneof(drawnOnnx, alteredOnnx(bytes, alterations))),
  'an ONNX network': ofOne((bytes) => alteredOnnx(bytes, alterations)),
  'an ONNX network with a file beside it': ({ files }) =>
    fc.tuple(alteredOnnx(files['conv.onnx']!, alterations), filling).map(([model, beside]) => ({
      'conv.onnx': model,
      'conv.onnx.data': fill(beside),
    })),
  safetensors: ofOne(() => encodeSafetensors),
  'a TF.js model': ({ files }) =>
    fc
      .tuple(alteredJson(JSON.stringify)(files['model.json']!), fc.boolean(), filling)
      .map(([model, isKept, bytes]) => ({
        ...files,
        'model.json': model,
        ...(isKept ? {} : { 'weights.bin': fill(bytes) }),
      })),
  'IDX images': ofOne(() => encodeIdx(3)),
  'gzipped IDX images': ofOne(() => encodeIdx(3).map(zip)),
  'IDX labels': ofOne(() => fc.oneof(encodeIdx(1), encodeIdx(2))),
  'float32 images': ofOne(() => fc.constantFrom(0, 783, 784, 1568).chain((count) => floats(count))),
  '.vf': ofOne(() => fc.constantFrom(783, 784).chain((count) => floats(count))),
  '.png': ofOne(() => encodePngChunks),
  'a study': ofOne((bytes) => encodeYaml(bytes, alterations)),
  ratings: ofOne((bytes) => csv(headerOf(bytes))),
  'labels of images': ofOne((bytes) => csv(headerOf(bytes))),
  'a record': ofOne(alteredJson(asRecord)),
  'the committed ladder': ofOne(alteredJson(JSON.stringify)),
  'a lock': ofOne(alteredJson(asRecord)),
};

function headerOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split('\n')[0]!.split(',');
}

/** The generated files number `k` for a reader: the same for the same number. */
export function generate(reader: HostileReader, k: number): Files {
  const generator = GENERATORS[reader.kind];
  if (generator === undefined) throw new Error(`${reader.kind}: no generator of such files`);
  return fc.sample(generator(reader), { seed: k, numRuns: 1 })[0]!;
}
