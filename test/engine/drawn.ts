/** Drawn models and images: the random input of tests, the same on every run. */
import type { LabelledImages, MlpParameters } from '../../pipeline/engine/engine.ts';
import { buildParameters, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, fillNormal, openStream } from '../../pipeline/math/streams.ts';

/** A model with weights as training starts from and biases that are not 0, so that their place matters. */
export function drawModel(hidden: number, seed: number): MlpParameters {
  const start = initialiseParameters(hidden, seed);
  return buildParameters(hidden, (name, length) =>
    name.startsWith('b')
      ? fillNormal(openStream(seed, `test/${name}`), 0.2, new Float32Array(length))
      : start[name],
  );
}

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
