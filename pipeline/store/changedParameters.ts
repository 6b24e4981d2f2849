/**
 * Parameters of a model on its way as what has changed since its start, which a seed gives again: exactly, and without what
 * never moves, such as the first weights of pixels that no training image inks. The bytes: a bit for every parameter in the
 * order of listParameters, 1 where it has changed, the first in the lowest bit of the first byte; then those that have, as
 * little-endian float32.
 */
import type { MlpParameters } from '../engine/engine.ts';
import { buildParameters, countParameters, listArrays } from '../engine/parameters.ts';
import { expected } from '../study/errors.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from './float32.ts';

/** What of `now` is not as in `start`, a network of the same shape. */
export function encodeChanged(start: MlpParameters, now: MlpParameters): Uint8Array {
  const [before, after] = [joinArrays(start), joinArrays(now)];
  const changed = after.map((value, at) => Number(!Object.is(value, before[at])));
  const flags = new Uint8Array(Math.ceil(after.length / 8));
  changed.forEach((flag, at) => {
    flags[at >> 3]! |= flag << (at & 7);
  });
  const values = encodeFloat32(after.filter((_, at) => changed[at] === 1));
  const bytes = new Uint8Array(flags.length + values.length);
  bytes.set(flags);
  bytes.set(values, flags.length);
  return bytes;
}

/** The network that {@link encodeChanged} was given. Throws a UserError that names `where` for bytes of another. */
export function decodeChanged(bytes: Uint8Array, start: MlpParameters, where: string): MlpParameters {
  const parameters = joinArrays(start);
  const flags = bytes.subarray(0, Math.ceil(parameters.length / 8));
  const isChanged = (at: number) => (((flags[at >> 3] ?? 0) >> (at & 7)) & 1) === 1;
  const changed = Array.from(parameters.keys()).filter(isChanged);
  const length = Math.ceil(parameters.length / 8) + changed.length * FLOAT32_BYTES;
  if (bytes.length !== length) {
    throw expected(where, `${length} bytes`, String(bytes.length), 'train the model again');
  }
  const values = decodeFloat32(bytes.subarray(flags.length), where);
  changed.forEach((at, k) => {
    parameters[at] = values[k]!;
  });
  let taken = 0;
  return buildParameters(start, (_, size) => {
    taken += size;
    return parameters.slice(taken - size, taken);
  });
}

/** A copy of all parameters, one array behind the other. */
function joinArrays(parameters: MlpParameters): Float32Array {
  const joined = new Float32Array(countParameters(parameters));
  let filled = 0;
  for (const values of listArrays(parameters)) {
    joined.set(values, filled);
    filled += values.length;
  }
  return joined;
}
