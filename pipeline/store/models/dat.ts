/**
 * The article's model file (`test.dat`): little-endian float32 without a header, in the order
 * W1[H][784], b1[H], W2[H][H], b2[H], W3[10][H], b3[10]. Its rows are outputs, ours in memory are inputs, so every
 * weight is transposed on its way in and out. It holds the article's network alone: two hidden layers with ReLU.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { articleArchitecture, countParameters, listParameters } from '../../engine/parameters.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { square } from '../../math/powers.ts';
import type { Architecture } from '../../study/axes.ts';
import { expected } from '../../study/errors.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES, looksBigEndian } from '../float32.ts';
import { fromOutputRows, toOutputRows } from './layout.ts';

/** Whether a .dat file can hold such a network. */
export function fitsDat({ depth, activation }: Architecture): boolean {
  return depth === 2 && activation === 'relu';
}

/**
 * The model as the bytes of a .dat file, 4 n of them. Throws a UserError that names `where` for a network that the file cannot
 * hold, and a RangeError where an array does not fit the network's shape.
 */
export function encodeDat(parameters: MlpParameters, where = 'model.dat'): Uint8Array {
  if (!fitsDat(parameters)) {
    const { depth, activation } = parameters;
    const nextStep = 'write .onnx, .safetensors or a TF.js folder instead';
    throw expected(
      where,
      'two hidden layers with relu in a .dat file',
      `${depth} with ${activation}`,
      nextStep,
    );
  }
  const values = new Float32Array(countParameters(parameters));
  let at = 0;
  for (const array of toOutputRows(parameters)) {
    values.set(array, at);
    at += array.length;
  }
  return encodeFloat32(values);
}

/**
 * The model of a .dat file, whose hidden size follows from its length. Throws a UserError that names `where` for a length that
 * no hidden size has, numbers in the other byte order, an infinity or a NaN.
 */
export function decodeDat(bytes: Uint8Array, where: string): MlpParameters {
  const architecture = articleArchitecture(hiddenOfLength(bytes.length, where));
  if (looksBigEndian(bytes)) {
    const next = "write them in the byte order of x86 and ARM, as numpy's '<f4' does";
    throw expected(where, 'little-endian float32', 'big-endian', next);
  }
  const values = decodeFloat32(bytes, where);
  let at = 0;
  const arrays = listParameters(architecture).map(({ length }) => {
    at += length;
    return values.slice(at - length, at);
  });
  return fromOutputRows(architecture, arrays);
}

function hiddenOfLength(length: number, where: string): number {
  const hidden = solveHidden(length / FLOAT32_BYTES);
  if (hidden !== null) return hidden;
  const other = OTHER_NUMBERS.find(({ size }) => solveHidden(length / size) !== null);
  const got = other === undefined ? '' : `, which are those of a model in ${other.name}`;
  throw expected(
    where,
    '4 (H^2 + 796 H + 10) bytes for a whole H of at least 1',
    `${length} bytes${got}`,
    other === undefined ? 'use a whole model file' : 'write its numbers as float32',
  );
}

/** What other programs keep a model in, by the bytes of a number. */
const OTHER_NUMBERS = [
  { size: 8, name: 'float64' },
  { size: 2, name: 'float16' },
] as const;

/** Solves n = H^2 + 796 H + 10 for a whole H: H = sqrt(398^2 + n - 10) - 398; null where there is none. */
function solveHidden(count: number): number | null {
  const half = (PIXELS + 2 + CLASSES) / 2;
  const hidden = Math.round(Math.sqrt(square(half) + count - CLASSES) - half);
  return hidden >= 1 && countParameters(articleArchitecture(hidden)) === count ? hidden : null;
}
