/**
 * The kernel-density judge: how likely is the image under each digit's training images, and whose is it, then?
 *
 * Golan, Raju and Kriegeskorte (PNAS 2020, 117(47)) found that it predicts what people see in synthetic digits better
 * than discriminative networks do, although those misread fewer real ones.
 */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import type { JudgeCard, ReadingRecord } from '../study/records.ts';
import { assertReadable, type Judge } from './judge.ts';
import { hashImages } from './judgingData.ts';
import type { KdeFit } from './kdeFit.ts';
import { openClassDensities, singleBandwidth } from './kernelDensity.ts';
import { logPosterior, mostLikely, shareBelow } from './posterior.ts';

/**
 * Opens the judge that `fit` describes, with the reference images it was fitted to.
 *
 * P(digit | x) is proportional to p(x | digit), priors being equal; typicality is the share of the digit's held-out
 * images with a lower log p(x | digit). It has no answer "not a digit". Throws a UserError for other references.
 */
export async function openKde(engine: Engine, references: LabelledImages, fit: KdeFit): Promise<Judge> {
  if (hashImages(references) !== fit.dataSha256.references) {
    throw expected(
      'kde',
      'the training images that the judge was fitted to',
      'others',
      'delete its cached fit, so that it is fitted anew',
    );
  }
  const densities = await openClassDensities(engine, references);
  const ladder = singleBandwidth(fit.parameters.bandwidth);
  return {
    card: describeKde(fit),
    async read(images, digits) {
      assertReadable('kde', images, digits);
      const all = await densities.ofAllDigits(images, ladder);
      return digits.map((digit, row) =>
        readOne(all.subarray(row * CLASSES, (row + 1) * CLASSES), digit, fit.typicality[digit]!),
      );
    },
    dispose: () => densities.dispose(),
  };
}

/** The card of the judge that `fit` describes. */
export function describeKde(fit: KdeFit): JudgeCard {
  return {
    name: fit.judge,
    description: 'Gaussian kernel density around the training images of each digit; posterior by Bayes.',
    testError: fit.testError,
    testImages: fit.testImages,
    parameters: fit.parameters,
  };
}

function readOne(logDensities: Float64Array, digit: number, typical: readonly number[]): ReadingRecord {
  const posterior = logPosterior(logDensities);
  return {
    forcedChoice: Math.exp(posterior[digit]!),
    notDigit: null,
    top: mostLikely(posterior),
    typicality: shareBelow(typical, logDensities[digit]!),
  };
}
