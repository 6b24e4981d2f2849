/**
 * safetensors: a header in JSON, then the numbers. Names and shapes are those of PyTorch's
 * `nn.Sequential(Linear, ReLU, Linear, ReLU, Linear).state_dict()`, so that `load_state_dict` reads the file.
 *
 * Layout, little-endian: the header's length in bytes (uint64), the header padded with spaces to a multiple of 8, the
 * numbers without holes. Source: https://huggingface.co/docs/safetensors, and the order of its own writer (by name).
 */
import { z } from 'zod';
import type { MlpParameters } from '../../engine/engine.ts';
import type { ParameterName } from '../../engine/parameters.ts';
import { PIXELS } from '../../math/images.ts';
import { expected, UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { countNumbers, fromOutputRows, joinBytes, outputRowShapes, toOutputRows } from './layout.ts';

/** PyTorch's names, in the order of the file; layers 1 and 3 are the ReLUs. */
const TENSORS = [
  ['0.bias', 'b1'],
  ['0.weight', 'w1'],
  ['2.bias', 'b2'],
  ['2.weight', 'w2'],
  ['4.bias', 'b3'],
  ['4.weight', 'w3'],
] as const satisfies readonly (readonly [string, ParameterName])[];

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const NEXT_STEP = 'save the state_dict of a model of this form again';

const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
type Entry = z.output<typeof entrySchema>;

/** The model as the bytes of a .safetensors file. Throws a RangeError where an array does not fit `hidden`. */
export function encodeSafetensors(parameters: MlpParameters): Uint8Array {
  const arrays = toOutputRows(parameters);
  const shapes = outputRowShapes(parameters.hidden);
  const header: Record<string, unknown> = { [METADATA]: { format: 'pt' } };
  let end = 0;
  for (const [tensor, name] of TENSORS) {
    const begin = end;
    end += arrays[name].length * FLOAT32_BYTES;
    header[tensor] = { dtype: 'F32', shape: shapes[name], data_offsets: [begin, end] };
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  const data = TENSORS.map(([, name]) => encodeFloat32(arrays[name]));
  return joinBytes([length, new TextEncoder().encode(padded), ...data]);
}

/**
 * The model of a .safetensors file. Throws a UserError that names `where` for a damaged or truncated file, other
 * tensors than the six, another type than F32, shapes that do not fit each other, an infinity or a NaN.
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): MlpParameters {
  const { header, data } = splitFile(bytes, where);
  const entries = readEntries(header, where);
  const hidden = readHidden(entries, where);
  const shapes = outputRowShapes(hidden);
  for (const [tensor, name] of TENSORS) assertEntry(entries[tensor], shapes[name], `${where}: ${tensor}`);
  assertNoHoles(entries, data.length, where);
  const take = (tensor: TensorName) =>
    decodeFloat32(data.subarray(...entries[tensor].data_offsets), `${where}: ${tensor}`);
  return fromOutputRows(hidden, {
    w1: take('0.weight'),
    b1: take('0.bias'),
    w2: take('2.weight'),
    b2: take('2.bias'),
    w3: take('4.weight'),
    b3: take('4.bias'),
  });
}

type TensorName = (typeof TENSORS)[number][0];
type Entries = Readonly<Record<TensorName, Entry>>;

function splitFile(bytes: Uint8Array, where: string): { header: unknown; data: Uint8Array } {
  const rest = bytes.length - LENGTH_BYTES;
  if (rest < 0) throw expected(where, `at least ${LENGTH_BYTES} bytes`, `${bytes.length}`, NEXT_STEP);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(rest)) {
    throw expected(where, `a header of at most ${rest} bytes (the rest of the file)`, `${length}`, NEXT_STEP);
  }
  const end = LENGTH_BYTES + Number(length);
  return {
    header: parseHeader(bytes.subarray(LENGTH_BYTES, end), where),
    data: bytes.subarray(end),
  };
}

function parseHeader(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw expected(where, 'a header of JSON', `${bytes.length} bytes that are not`, NEXT_STEP);
  }
}

/** The header's entries by name, the six and no others. */
function readEntries(header: unknown, where: string): Entries {
  const parsed = z.record(z.string(), z.unknown()).safeParse(header);
  if (!parsed.success) throw expected(where, 'a header that names tensors', describeValue(header), NEXT_STEP);
  const extra = Object.keys(parsed.data).find(
    (key) => key !== METADATA && !TENSORS.some(([tensor]) => tensor === key),
  );
  if (extra !== undefined) {
    const names = TENSORS.map(([tensor]) => tensor).join(', ');
    throw expected(where, `no tensors but ${names}`, describeValue(extra), NEXT_STEP);
  }
  const read = (tensor: TensorName) => readEntry(parsed.data[tensor], `${where}: ${tensor}`);
  return {
    '0.weight': read('0.weight'),
    '0.bias': read('0.bias'),
    '2.weight': read('2.weight'),
    '2.bias': read('2.bias'),
    '4.weight': read('4.weight'),
    '4.bias': read('4.bias'),
  };
}

function readEntry(value: unknown, where: string): Entry {
  if (value === undefined) throw expected(where, 'a tensor', 'none', NEXT_STEP);
  const parsed = entrySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
}

/** The hidden size, which is the number of rows of the first weight. */
function readHidden(entries: Entries, where: string): number {
  const { shape } = entries['0.weight'];
  const [hidden, inputs] = shape;
  if (shape.length === 2 && hidden! >= 1 && inputs === PIXELS) return hidden!;
  throw expected(`${where}: 0.weight`, `the shape [H,${PIXELS}]`, JSON.stringify(shape), NEXT_STEP);
}

function assertEntry(entry: Entry, shape: readonly number[], where: string): void {
  if (entry.dtype !== 'F32') throw expected(where, 'dtype F32', describeValue(entry.dtype), NEXT_STEP);
  if (JSON.stringify(entry.shape) !== JSON.stringify(shape)) {
    throw expected(where, `the shape ${JSON.stringify(shape)}`, JSON.stringify(entry.shape), NEXT_STEP);
  }
  const [begin, end] = entry.data_offsets;
  const length = countNumbers(shape) * FLOAT32_BYTES;
  if (end - begin !== length) {
    throw expected(where, `offsets ${length} bytes apart`, `[${begin},${end}]`, NEXT_STEP);
  }
}

/** Throws where tensors overlap, leave a hole, or reach past the end or not to the end. */
function assertNoHoles(entries: Entries, length: number, where: string): void {
  const ranges = Object.entries(entries).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  let covered = 0;
  for (const [tensor, { data_offsets }] of ranges) {
    const [begin, end] = data_offsets;
    if (begin !== covered) {
      throw expected(`${where}: ${tensor}`, `to begin at offset ${covered}`, `${begin}`, NEXT_STEP);
    }
    covered = end;
  }
  if (covered !== length) throw expected(where, `${covered} bytes of numbers`, `${length}`, NEXT_STEP);
}
