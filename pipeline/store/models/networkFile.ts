/**
 * How a study keeps a classifier that a library runs: all of it in one file, whatever files it was read from. A length (8 bytes,
 * little-endian), that many bytes of JSON, then the graph's bytes (ONNX) or the weights (TF.js).
 */
import { z } from 'zod';
import type { InputScale } from '../../engine/inputScale.ts';
import { OUTPUT_KINDS } from '../../engine/opaqueModel.ts';
import type { OpaqueNetwork } from '../../engine/opaqueNetwork.ts';
import { expected } from '../../study/errors.ts';
import type { ModelFile } from './storedModel.ts';

/** Name of the file in a model's folder. */
export const NETWORK_FILE = 'model.network';
/** That, or the file of an MLP. */
export type KeptFile = ModelFile | typeof NETWORK_FILE;

/** A network with what was said of it. */
export interface KeptNetwork {
  readonly network: OpaqueNetwork;
  readonly scale: InputScale;
  /** The digit that each output is for. */
  readonly digits: readonly number[];
}

const shared = {
  inputShape: z.array(z.int().nullable()),
  outputs: z.enum(OUTPUT_KINDS).nullable(),
};

const header = z.strictObject({
  network: z.discriminatedUnion('form', [
    z.strictObject({
      form: z.literal('onnx'),
      ...shared,
      input: z.strictObject({
        name: z.string(),
        element: z.enum(['float32', 'float16', 'float64', 'uint8']),
      }),
      output: z.string(),
    }),
    z.strictObject({
      form: z.literal('tfjs'),
      ...shared,
      kind: z.enum(['layers', 'graph']),
      modelTopology: z.looseObject({}),
      weightSpecs: z.array(z.looseObject({})),
      node: z.string().nullable(),
    }),
  ]),
  scale: z.strictObject({
    isInverted: z.boolean(),
    low: z.number(),
    high: z.number(),
    mean: z.number(),
    std: z.number(),
  }),
  digits: z.array(z.int()),
});

const LENGTH = 8;

/** The bytes of the file. The same network has the same bytes. */
export function encodeNetwork({ network, scale, digits }: KeptNetwork): Uint8Array {
  const { where: _where, ...rest } = network;
  const body = rest.form === 'onnx' ? rest.bytes : new Uint8Array(rest.weights);
  const plain = rest.form === 'onnx' ? { ...rest, bytes: undefined } : { ...rest, weights: undefined };
  const json = new TextEncoder().encode(JSON.stringify({ network: plain, scale, digits }));
  const bytes = new Uint8Array(LENGTH + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, LENGTH);
  bytes.set(body, LENGTH + json.length);
  return bytes;
}

/** The network of such a file. Throws a UserError that names `where` for other bytes. */
export function decodeNetwork(bytes: Uint8Array, where: string): KeptNetwork {
  const length =
    bytes.length < LENGTH ? -1 : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const end = LENGTH + length;
  const read = length >= 0 && end <= bytes.length ? readHeader(bytes.subarray(LENGTH, end)) : null;
  if (read === null)
    throw expected(where, 'a network that a study keeps', 'other bytes', 'run the sweep again');
  const { network, scale, digits } = read;
  const body = bytes.slice(end);
  const whole =
    network.form === 'onnx'
      ? { ...network, where, bytes: body }
      : { ...network, where, weights: body.buffer };
  return { network: whole, scale, digits };
}

function readHeader(bytes: Uint8Array): z.output<typeof header> | null {
  try {
    const read = header.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
