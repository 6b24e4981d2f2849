/** Drawn models and images: the random input of tests, the same on every run. */
import type { LabelledImages, MlpParameters } from '../../pipeline/engine/engine.ts';
import {
  articleArchitecture,
  buildParameters,
  initialiseParameters,
  listArrays,
  listParameters,
  type ParameterName,
} from '../../pipeline/engine/parameters.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { ACTIVATION_NAMES, type Architecture } from '../../pipeline/study/axes.ts';

/**
 * A model with weights as training starts from and biases that are not 0, so that their place matters. A number is the
 * hidden size of the article's network.
 */
export function drawModel(shape: number | Architecture, seed: number): MlpParameters {
  const architecture = typeof shape === 'number' ? articleArchitecture(shape) : shape;
  const start = listArrays(initialiseParameters(architecture, seed));
  return buildParameters(architecture, (name, length) => {
    const drawn = start.shift()!;
    return name.startsWith('b')
      ? fillNormal(openStream(seed, `test/${name}`), 0.2, new Float32Array(length))
      : drawn;
  });
}

/** A network of every depth and activation, by a name for titles. */
export const EVERY_SHAPE = [1, 2, 3, 4].flatMap((depth) =>
  ACTIVATION_NAMES.map((activation) => ({ name: `depth ${depth} and ${activation}`, depth, activation })),
);

/** Images of independent uniform bytes, with independent labels. */
export function drawImages(count: number, seed: number): LabelledImages {
  const stream = openStream(seed, 'test/images');
  return {
    images: Uint8Array.from({ length: count * PIXELS }, () => drawBelow(stream, 256)),
    labels: Uint8Array.from({ length: count }, () => drawBelow(stream, CLASSES)),
  };
}

/** The images at `indices`, in that order, as numbers in [0, 1], and their labels. */
export function pickBatch(data: LabelledImages, indices: ArrayLike<number>) {
  const chosen = Array.from(indices);
  return {
    images: chosen.flatMap((index) =>
      Array.from(data.images.subarray(index * PIXELS, (index + 1) * PIXELS), (byte) => byte / 255),
    ),
    labels: chosen.map((index) => data.labels[index]!),
  };
}

/** One array of a model by its name, such as `w1`. */
export function arrayOf(model: MlpParameters, name: ParameterName): Float32Array {
  return listArrays(model)[listParameters(model).findIndex((each) => each.name === name)]!;
}

/** A model with other arrays in the place of those named. */
export function withArrays(
  model: MlpParameters,
  arrays: Readonly<Partial<Record<ParameterName, Float32Array>>>,
): MlpParameters {
  const layers = model.layers.map(({ weights, biases }, at) => ({
    weights: arrays[`w${at + 1}`] ?? weights,
    biases: arrays[`b${at + 1}`] ?? biases,
  }));
  return { ...model, layers };
}
