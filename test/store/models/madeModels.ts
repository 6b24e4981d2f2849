/** Models whose every bit must survive: random ones, with the numbers that careless code loses. */
import fc from 'fast-check';
import type { MlpParameters } from '../../../pipeline/engine/engine.ts';
import { PARAMETER_NAMES } from '../../../pipeline/engine/parameters.ts';
import { sha256 } from '../../../pipeline/store/files.ts';
import { drawModel } from '../../engine/drawn.ts';

/** Numbers at the edges of float32: -0, the smallest subnormal and normal, the largest, and 1 + 2^-23. */
const EDGES = [-0, 2 ** -149, -(2 ** -126), (2 - 2 ** -23) * 2 ** 127, 1 + 2 ** -23];

/** The model of `hidden` and `seed`, with {@link EDGES} and `more` over the beginning of every array. */
export function makeModel(hidden: number, seed = 1, more: readonly number[] = []): MlpParameters {
  const model = drawModel(hidden, seed);
  for (const name of PARAMETER_NAMES) {
    const array = model[name];
    array.set([...EDGES, ...more].slice(0, array.length));
  }
  return model;
}

/** Any model of up to 20 hidden units. */
export const anyModel: fc.Arbitrary<MlpParameters> = fc
  .record({
    hidden: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
    more: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 10 }),
  })
  .map(({ hidden, seed, more }) => makeModel(hidden, seed, more));

/** What tells two models apart: the hidden size and the SHA-256 of each array's bytes. */
export function bitsOf(model: MlpParameters) {
  const digest = (array: Float32Array) =>
    sha256(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return {
    hidden: model.hidden,
    ...Object.fromEntries(PARAMETER_NAMES.map((name) => [name, digest(model[name])])),
  };
}
