/**
 * Packs the weights of models and judges as text: in half precision, which halves them, wherever they are float32, and
 * compressed, which takes off another quarter.
 */
import { zlibSync } from 'fflate';
import type { MlpParameters } from '../engine/engine.ts';
import { listArrays } from '../engine/parameters.ts';
import { fitsHalf, toHalf } from '../math/halfPrecision.ts';
import type { JudgeName } from '../study/judgeNames.ts';

/** Judges whose weights are stored as float32; those of the others are bytes or bfloat16 already. */
const IN_FLOAT32: readonly JudgeName[] = ['cnn', 'shape'];

/** Whether half precision can hold every parameter of a model; not where its training diverged. */
export function canPack(parameters: MlpParameters): boolean {
  return listArrays(parameters).every(fitsHalf);
}

/** A model's parameters as halves, little-endian, array after array. */
export function packModel(parameters: MlpParameters): string {
  return packBytes(Buffer.concat(listArrays(parameters).map(writeHalves)));
}

/** A judge's weights, and whether they are halved. */
export function packJudge(name: JudgeName, weights: Uint8Array): { isHalved: boolean; weights: string } {
  const isHalved = IN_FLOAT32.includes(name);
  const bytes = isHalved ? writeHalves(readFloats(weights)) : weights;
  return { isHalved, weights: packBytes(bytes) };
}

/**
 * Base64 of the bytes in zlib's format: first those at even places, then those at odd ones, for of numbers of two bytes the
 * second ones, which have sign and exponent, are much alike. A library of JavaScript gives the same text on every machine;
 * Node's own zlib does not.
 */
export function packBytes(bytes: Uint8Array): string {
  const apart = new Uint8Array(bytes.length);
  const evens = Math.ceil(bytes.length / 2);
  for (let at = 0; at < bytes.length; at++) apart[(at % 2) * evens + (at >> 1)] = bytes[at]!;
  return Buffer.from(zlibSync(apart)).toString('base64');
}

function readFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  for (let at = 0; at < values.length; at++) values[at] = view.getFloat32(4 * at, true);
  return values;
}

function writeHalves(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  const halves = toHalf(values);
  for (let at = 0; at < halves.length; at++) view.setUint16(2 * at, halves[at]!, true);
  return new Uint8Array(view.buffer);
}
