/**
 * safetensors: a header in JSON, then the numbers. Names and shapes are those of PyTorch's
 * `nn.Sequential(Linear, ReLU, ..., Linear).state_dict()`, so that `load_state_dict` reads the file: layer k has the keys
 * `2k.weight` and `2k.bias`, the activations stand between. Another activation than relu is named in `__metadata__`.
 *
 * Layout, little-endian: the header's length in bytes (uint64), the header padded with spaces to a multiple of 8, the
 * numbers without holes. Source: https://huggingface.co/docs/safetensors, and the order of its own writer (by name).
 */
import { z } from 'zod';
import type { MlpParameters } from '../../engine/engine.ts';
import { listParameters } from '../../engine/parameters.ts';
import { PIXELS } from '../../math/images.ts';
import { ACTIVATION_NAMES, type ActivationName, DEPTHS } from '../../study/axes.ts';
import { expected, UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { countNumbers, fromOutputRows, joinBytes, toOutputRows } from './layout.ts';

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

/** What the file says of itself. */
const metadataSchema = z.looseObject({ activation: z.enum(ACTIVATION_NAMES).default('relu') }).prefault({});

/** A tensor of the file: PyTorch's name, and its shape with weights as [outputs, inputs]. */
interface TensorSpec {
  readonly tensor: string;
  readonly shape: readonly number[];
}

/** The tensors in the order of {@link listParameters}. */
function listTensors(hidden: number, depth: number): TensorSpec[] {
  return listParameters({ hidden, depth }).map(({ name, shape }) => ({
    tensor: `${2 * (Number(name.slice(1)) - 1)}.${shape.length === 2 ? 'weight' : 'bias'}`,
    shape: shape.toReversed(),
  }));
}

/** The order of the format's own writer. */
function byName(a: TensorSpec, b: TensorSpec): number {
  return a.tensor < b.tensor ? -1 : 1;
}

/** The model as the bytes of a .safetensors file. Throws a RangeError where an array does not fit the network's shape. */
export function encodeSafetensors(parameters: MlpParameters): Uint8Array {
  const { hidden, depth, activation } = parameters;
  const arrays = toOutputRows(parameters);
  const metadata = { format: 'pt', ...(activation !== 'relu' && { activation }) };
  const header: Record<string, unknown> = { [METADATA]: metadata };
  const tensors = listTensors(hidden, depth)
    .map((spec, at) => ({ ...spec, values: arrays[at]! }))
    .sort(byName);
  let end = 0;
  for (const { tensor, shape, values } of tensors) {
    const begin = end;
    end += values.length * FLOAT32_BYTES;
    header[tensor] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  const data = tensors.map(({ values }) => encodeFloat32(values));
  return joinBytes([length, new TextEncoder().encode(padded), ...data]);
}

/**
 * The model of a .safetensors file. Throws a UserError that names `where` for a damaged or truncated file, other
 * tensors than those of a network, another type than F32, shapes that do not fit each other, an infinity or a NaN.
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): MlpParameters {
  const { header, data } = splitFile(bytes, where);
  const { entries, depth, activation } = readHeader(header, where);
  const hidden = readHidden(entries.get('0.weight')!, where);
  const tensors = listTensors(hidden, depth);
  for (const { tensor, shape } of tensors.toSorted(byName))
    assertEntry(entries.get(tensor)!, shape, `${where}: ${tensor}`);
  assertNoHoles(entries, data.length, where);
  const arrays = tensors.map(({ tensor }) =>
    decodeFloat32(data.subarray(...entries.get(tensor)!.data_offsets), `${where}: ${tensor}`),
  );
  return fromOutputRows({ hidden, depth, activation }, arrays);
}

type Entries = ReadonlyMap<string, Entry>;

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

/** The header's entries by name, those of a network and no others, and what else it says of the network. */
function readHeader(
  header: unknown,
  where: string,
): { entries: Entries; depth: number; activation: ActivationName } {
  const parsed = z.record(z.string(), z.unknown()).safeParse(header);
  if (!parsed.success) throw expected(where, 'a header that names tensors', describeValue(header), NEXT_STEP);
  const { [METADATA]: metadata, ...tensors } = parsed.data;
  const depth = findDepth(Object.keys(tensors));
  const names = listTensors(1, depth).map(({ tensor }) => tensor);
  const extra = Object.keys(tensors).find((key) => !names.includes(key));
  if (extra !== undefined) {
    throw expected(where, `no tensors but ${names.toSorted().join(', ')}`, describeValue(extra), NEXT_STEP);
  }
  const entries = new Map(names.map((name) => [name, readEntry(tensors[name], `${where}: ${name}`)]));
  return { entries, depth, activation: readActivation(metadata, `${where}: ${METADATA}`) };
}

/** Hidden layers of a file with tensors of these names: half the last key, as far as a network can have such a key. */
function findDepth(names: readonly string[]): number {
  const depths = DEPTHS.filter((depth) => names.some((name) => name.startsWith(`${2 * depth}.`)));
  return Math.max(...depths, DEPTHS[0]!);
}

function readActivation(metadata: unknown, where: string): ActivationName {
  const parsed = metadataSchema.safeParse(metadata, { reportInput: true });
  if (parsed.success) return parsed.data.activation;
  throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
}

function readEntry(value: unknown, where: string): Entry {
  if (value === undefined) throw expected(where, 'a tensor', 'none', NEXT_STEP);
  const parsed = entrySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
}

/** The hidden size, which is the number of rows of the first weight. */
function readHidden({ shape }: Entry, where: string): number {
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
  const ranges = [...entries].sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
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
