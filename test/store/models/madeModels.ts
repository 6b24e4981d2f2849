/** Models whose every bit must survive: random ones, with the numbers that careless code loses. */
import fc from 'fast-check';
import type { MlpParameters } from '../../../pipeline/engine/engine.ts';
import { listArrays } from '../../../pipeline/engine/parameters.ts';
import { sha256 } from '../../../pipeline/store/files.ts';
import { ACTIVATION_NAMES, type Architecture } from '../../../pipeline/study/axes.ts';
import { drawModel } from '../../engine/drawn.ts';

/** Numbers at the edges of float32: -0, the smallest subnormal and normal, the largest, and 1 + 2^-23. */
const EDGES = [-0, 2 ** -149, -(2 ** -126), (2 - 2 ** -23) * 2 ** 127, 1 + 2 ** -23];

/**
 * The model of a shape (a number: the hidden size of the article's) and `seed`, with {@link EDGES} and `more` over the
 * beginning of every array.
 */
export function makeModel(
  shape: number | Architecture,
  seed = 1,
  more: readonly number[] = [],
): MlpParameters {
  const model = drawModel(shape, seed);
  for (const array of listArrays(model)) array.set([...EDGES, ...more].slice(0, array.length));
  return model;
}

const seed = fc.nat();
const more = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 10 });
const hidden = fc.integer({ min: 1, max: 20 });

/** Any of the article's models of up to 20 hidden units. */
export const anyModel: fc.Arbitrary<MlpParameters> = fc
  .record({ hidden, seed, more })
  .map((made) => makeModel(made.hidden, made.seed, made.more));

/** A model of any depth and activation of up to 20 hidden units. */
export const anyNetwork: fc.Arbitrary<MlpParameters> = fc
  .record({
    shape: fc.record({
      hidden,
      depth: fc.integer({ min: 1, max: 4 }),
      activation: fc.constantFrom(...ACTIVATION_NAMES),
    }),
    seed,
    more,
  })
  .map((made) => makeModel(made.shape, made.seed, made.more));

/** What tells two models apart: their shape and the SHA-256 of each array's bytes. */
export function bitsOf(model: MlpParameters) {
  const digest = (array: Float32Array) =>
    sha256(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const { hidden, depth, activation } = model;
  return { hidden, depth, activation, arrays: listArrays(model).map(digest) };
}
