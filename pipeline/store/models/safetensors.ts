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
import { ACTIVATION_NAMES, type ActivationName } from '../../study/axes.ts';
import { expected, UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';
import { encodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { describeChain, toMlp, toNetwork } from './denseChain.ts';
import { FLOAT_TYPES, type FloatName, readFloats } from './floatTypes.ts';
import { countNumbers, joinBytes, toOutputRows, transpose } from './layout.ts';
import { type ReadModel, takeMlp } from './readModel.ts';
import { findLayers } from './weightChain.ts';

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
const metadataSchema = z.looseObject({ activation: z.enum(ACTIVATION_NAMES).optional() }).prefault({});

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
 * The MLP of a .safetensors file. Throws a UserError that names `where` for a damaged or truncated file, and for other tensors
 * than those of an MLP of ours.
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): MlpParameters {
  return takeMlp(readSafetensors(bytes, where), where);
}

/**
 * The model of a .safetensors file of any names: fully connected layers whose shapes lead from one to the next, in float32,
 * float16, bfloat16 or float64, with or without biases. What an optimizer left and whole numbers are passed over. Throws a
 * UserError that names `where` for a damaged or truncated file, other tensors, an infinity or a NaN.
 */
export function readSafetensors(bytes: Uint8Array, where: string): ReadModel {
  const { header, data } = splitFile(bytes, where);
  const { entries, activation } = readHeader(header, where);
  assertNoHoles(entries, data.length, where);
  const names = [...entries.keys()];
  const used = names.filter((name) => !OPTIMIZER.test(name) && isFloat(entries.get(name)!));
  const shapes = used.map((name) => ({ name, shape: entries.get(name)!.shape }));
  const { layers, areOutputRows } = findLayers(shapes, where);
  const read = (name: string) =>
    readFloats(
      data.subarray(...entries.get(name)!.data_offsets),
      DTYPES.get(entries.get(name)!.dtype)!,
      `${where}: ${name}`,
    );
  const chain = layers.map(({ weight, bias, outputs }, at) => {
    const stored = read(weight);
    return {
      weights: areOutputRows ? transpose(stored, entries.get(weight)!.shape) : stored,
      biases: bias === null ? new Float32Array(outputs) : read(bias),
      activation: at < layers.length - 1 ? (activation ?? 'relu') : null,
    };
  });
  const passedOver = names.length - used.length;
  const remarks = [
    ...(passedOver > 0
      ? [`${passedOver} of its tensors are an optimizer's or no floats, and are passed over`]
      : []),
    ...(activation === null && chain.length > 1 && !isOurs(names)
      ? ['its activation is not in the file, and is taken to be relu']
      : []),
  ];
  const parameters = toMlp(chain);
  if (parameters !== null) return { kind: 'mlp', parameters, remarks };
  return { kind: 'opaque', network: toNetwork(chain, where), reason: describeChain(chain), remarks };
}

/** Types of float by the names that the format has for them. */
const DTYPES: ReadonlyMap<string, FloatName> = new Map([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
]);

/** Parts of names that optimizers and averages of weights give their tensors. */
const OPTIMIZER =
  /(^|[./])(optim(izer)?|opt|exp_avg(_sq)?|max_exp_avg_sq|momentum(_buffer)?|square_avg|adam|ema|step)([./_]|$)/i;

function isFloat({ dtype }: Entry): boolean {
  return DTYPES.has(dtype);
}

/** Whether a file's tensors have the names that ours have, of which relu is meant where nothing else is said. */
function isOurs(names: readonly string[]): boolean {
  return names.every((name) => /^\d*[02468]\.(weight|bias)$/.test(name));
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

/** The header's entries by name, and the activation that it names, if any. */
function readHeader(header: unknown, where: string): { entries: Entries; activation: ActivationName | null } {
  const parsed = z.record(z.string(), z.unknown()).safeParse(header);
  if (!parsed.success) throw expected(where, 'a header that names tensors', describeValue(header), NEXT_STEP);
  const { [METADATA]: metadata, ...tensors } = parsed.data;
  const entries = new Map(
    Object.entries(tensors).map(([name, entry]) => [name, readEntry(entry, `${where}: ${name}`)]),
  );
  return { entries, activation: readActivation(metadata, `${where}: ${METADATA}`) };
}

function readActivation(metadata: unknown, where: string): ActivationName | null {
  const parsed = metadataSchema.safeParse(metadata, { reportInput: true });
  if (parsed.success) return parsed.data.activation ?? null;
  throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
}

/** An entry whose offsets, where it holds floats, are as far apart as its shape says. */
function readEntry(value: unknown, where: string): Entry {
  const parsed = entrySchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
  }
  const { dtype, shape, data_offsets } = parsed.data;
  const [begin, end] = data_offsets;
  const type = DTYPES.get(dtype);
  const length = type === undefined ? end - begin : countNumbers(shape) * FLOAT_TYPES[type].size;
  if (end - begin === length) return parsed.data;
  throw expected(where, `offsets ${length} bytes apart`, `[${begin},${end}]`, NEXT_STEP);
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
