/** A fitted shape judge as bytes: its numbers as float32, little-endian, in the order of the model. */

import { expected } from '../../study/errors.ts';
import { ANSWERS } from '../answers.ts';
import { triangleOf } from './heavyTails.ts';
import { FEATURES } from './shapeFeatures.ts';
import { AXES, COMPONENTS, NOISE_LEVELS, type ShapeModel } from './shapeModel.ts';

const NUMBER_BYTES = 4;

/** Lengths of a mixture's offsets, means and factors. */
function lengthsOf(components: number): [number, number, number] {
  return [components, components * AXES, components * triangleOf(AXES)];
}

const MODEL_BYTES =
  NUMBER_BYTES *
  (FEATURES +
    AXES * FEATURES +
    NOISE_LEVELS.length * COMPONENTS.flatMap(lengthsOf).reduce((sum, length) => sum + length, 0));

/** The mean, the axes, then of each level and answer the offsets, the means and the factors. */
export function serialiseShape({ mean, axes, densities }: ShapeModel): Uint8Array {
  const parts = [
    mean,
    axes,
    ...densities.flat().flatMap(({ offsets, means, factors }) => [offsets, means, factors]),
  ];
  const bytes = new Uint8Array(MODEL_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    for (const value of part) {
      view.setFloat32(at, value, true);
      at += NUMBER_BYTES;
    }
  }
  return bytes;
}

/** What {@link serialiseShape} wrote. Throws a UserError that names `where` for a length it cannot have written. */
export function parseShape(bytes: Uint8Array, where: string): ShapeModel {
  if (bytes.length !== MODEL_BYTES) {
    throw expected(where, `${MODEL_BYTES} bytes`, `${bytes.length}`, 'restore the file from the repository');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number) =>
    Float32Array.from({ length }, () => {
      at += NUMBER_BYTES;
      return view.getFloat32(at - NUMBER_BYTES, true);
    });
  const mean = take(FEATURES);
  const axes = take(AXES * FEATURES);
  const densities = NOISE_LEVELS.map(() =>
    Array.from({ length: ANSWERS }, (_, answer) => {
      const [offsets, means, factors] = lengthsOf(COMPONENTS[answer]!);
      return { offsets: take(offsets), means: take(means), factors: take(factors) };
    }),
  );
  return { mean, axes, densities };
}
