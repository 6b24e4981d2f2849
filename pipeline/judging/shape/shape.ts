/**
 * The shape judge: is the image a digit by the way its edges run and its ground is enclosed?
 *
 * It sees no pixel by itself and was taught by no gradient: hand-made features and a density of them for every answer and
 * level of noise, compared by Bayes' rule. Images are centred first.
 */
import { CLASSES, DIGITS, PIXELS } from '../../math/images.ts';
import { argmax, logSumExp, rowOf } from '../../math/rows.ts';
import { ANSWERS, NOT_A_DIGIT } from '../answers.ts';
import { centreImages } from '../centring.ts';
import type { Evidence, EvidenceModel } from '../evidenceModel.ts';
import { weighNone } from '../noiseLikelihood.ts';
import { atEachTolerance, MOST_FLIPPED, type Tolerance } from '../tolerance.ts';
import { logDensity } from './heavyTails.ts';
import { describeShapes, FEATURES } from './shapeFeatures.ts';
import { NOISE_LEVELS, project, type ShapeModel } from './shapeModel.ts';

/** Numbers of evidence for "not a digit": the odds of everything else, how unlike the best digit, how near the others. */
const CHANNELS = 3;

/**
 * The evidence model: log p(features | digit) over the levels of noise that a tolerance allows, in nats up to a constant.
 * Everything else is what is no digit at any level, and digits at the other levels.
 */
export function openShape(model: ShapeModel): EvidenceModel {
  return {
    async evidence(images) {
      const logs = explain(model, images);
      return atEachTolerance((tolerance) => weigh(logs, ALLOWED[tolerance]));
    },
    dispose: async () => undefined,
  };
}

/** Whether each level of noise is within a tolerance. */
const ALLOWED: Readonly<Record<Tolerance, readonly boolean[]>> = atEachTolerance((tolerance) =>
  NOISE_LEVELS.map((most) => most <= MOST_FLIPPED[tolerance]),
);

/** log p(features, level | answer) [n, levels, 11] of images [n, 784]. */
function explain(model: ShapeModel, images: Float32Array): Float64Array {
  const features = describeShapes(centreImages(images));
  const logs = new Float64Array((images.length / PIXELS) * NOISE_LEVELS.length * ANSWERS);
  for (let row = 0; row * PIXELS < images.length; row++) {
    const x = project(model, rowOf(features, row, FEATURES));
    model.densities.forEach((answers, level) => {
      answers.forEach((density, answer) => {
        logs[(row * NOISE_LEVELS.length + level) * ANSWERS + answer] = logDensity(density, x);
      });
    });
  }
  return logs;
}

function weigh(logs: Float64Array, allowed: readonly boolean[]): Evidence {
  const count = logs.length / (NOISE_LEVELS.length * ANSWERS);
  const digits = new Float64Array(count * CLASSES);
  const none = new Float64Array(count * CHANNELS);
  const noisiness = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const byLevel = NOISE_LEVELS.map((_, level) => rowOf(logs, row * NOISE_LEVELS.length + level, ANSWERS));
    const seen = byLevel.filter((_, level) => allowed[level]);
    const refused = byLevel.filter((_, level) => !allowed[level]);
    const own = Float64Array.from(DIGITS, (digit) => logSumExp(seen.map((answers) => answers[digit]!)));
    const rest = [
      ...byLevel.map((answers) => answers[NOT_A_DIGIT]!),
      ...refused.flatMap((answers) => [...answers.subarray(0, CLASSES)]),
    ];
    const best = argmax(own);
    digits.set(own, row * CLASSES);
    none.set(
      [
        weighNone(logSumExp(rest), logSumExp(own)),
        weighNone(0, own[best]!),
        weighNone(logSumExp(own.filter((__, digit) => digit !== best)), own[best]!),
      ],
      row * CHANNELS,
    );
    noisiness[row] = expectedNoise(byLevel);
  }
  return { digits, none, noisiness };
}

/** The mean of the levels' noise by their probability, whatever the answer. */
function expectedNoise(byLevel: readonly Float64Array[]): number {
  const logs = byLevel.map((answers) => logSumExp(answers));
  const total = logSumExp(logs);
  return logs.reduce((sum, log, level) => sum + Math.exp(log - total) * NOISE_LEVELS[level]!, 0);
}
