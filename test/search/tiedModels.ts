/** Models in which different images have equal energies, or energies that only rounding tells apart. */
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { articleArchitecture, buildParameters } from '../../pipeline/engine/parameters.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import type { Architecture } from '../../pipeline/study/axes.ts';
import { withArrays } from '../engine/drawn.ts';

/**
 * A model whose every parameter is a drawn one of -unit, 0 and unit. With a unit of 1/8 all sums are exact in float32,
 * so that equal energies are equal in every order of summation; with 0.1 rounding tells many of them apart.
 */
export function drawCoarseModel(
  hidden: number,
  unit: number,
  seed: number,
  shape: Partial<Architecture> = {},
): MlpParameters {
  const stream = openStream(seed, 'test/coarse');
  return buildParameters({ ...articleArchitecture(hidden), ...shape }, (_, length) =>
    Float32Array.from({ length }, () => unit * (drawBelow(stream, 3) - 1)),
  );
}

/** `model` with every odd pixel's weights equal to those of the pixel before, and every fourth pair's 0. */
export function duplicatePixels(model: MlpParameters): MlpParameters {
  const { hidden } = model;
  const w1 = model.layers[0]!.weights;
  return withArrays(model, {
    w1: w1.map((_, at) => {
      const pair = Math.floor(at / hidden / 2);
      return pair % 4 === 0 ? 0 : w1[2 * pair * hidden + (at % hidden)]!;
    }),
  });
}

/** A model whose logits are all 0, whatever the image. */
export function buildZeroModel(hidden: number): MlpParameters {
  return buildParameters(articleArchitecture(hidden), (_, length) => new Float32Array(length));
}
