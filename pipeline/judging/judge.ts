/**
 * What every judge can do: read images and say how likely each is the digit it is meant to be.
 *
 * Judges differ in kind (generative, discriminative) in how they weigh evidence, a {@link Witness}; from there on all
 * are alike, so that a panel can hold any of them.
 */
import { CLASSES, PIXELS } from '../math/images.ts';
import type { ReadingRecord } from '../study/records.ts';
import { answersTo, NOT_A_DIGIT } from './answers.ts';
import { type Calibration, type Evidence, toProbabilities } from './calibration.ts';
import { mostLikely, shareBelow } from './posterior.ts';

/** Weighs what speaks for each answer, before any calibration. Call `dispose` when done. */
export interface Witness {
  /** The evidence in images [n, 784] in [0, 1]. */
  evidence(images: Float32Array): Promise<Evidence>;
  /**
   * How promising it is, to the first order, to flip each pixel [n, 784] of binary images for their digits [n]; not
   * there where the witness cannot tell. For those who attack judges.
   */
  promiseOfFlips?(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** How a judge takes n images, and the calibrated probabilities [n, 11] behind it. */
export interface Readings {
  readonly probabilities: Float64Array;
  readonly records: readonly ReadingRecord[];
}

/** A frozen, calibrated judge. Call `dispose` when done. */
export interface Judge {
  readonly name: string;
  /** Calibrated probabilities [n, 11] of images [n, 784] in [0, 1]: ten digits, then "not a digit". */
  probabilities(images: Float32Array): Promise<Float64Array>;
  /** Reads images [n, 784] in [0, 1], each meant to be the digit of the same place in `digits` [n]. */
  read(images: Float32Array, digits: readonly number[]): Promise<Readings>;
  dispose(): Promise<void>;
}

/** What a judge needs beside its witness; `typicality`: for each digit, log p of its held-out images, ascending. */
export interface Temper {
  readonly name: string;
  readonly calibration: Calibration;
  readonly typicality: readonly (readonly number[])[] | null;
}

/** The judge that hears `witness`, of which it disposes. */
export function openJudge(witness: Witness, { name, calibration, typicality }: Temper): Judge {
  return {
    name,
    async probabilities(images) {
      return toProbabilities(await witness.evidence(images), calibration);
    },
    async read(images, digits) {
      assertReadable(name, images, digits);
      const evidence = await witness.evidence(images);
      const probabilities = toProbabilities(evidence, calibration);
      const records = digits.map((digit, row) => ({
        ...toReading(answersTo(row, probabilities), digit),
        typicality: typicality && shareBelow(typicality[digit]!, evidence.digits[row * CLASSES + digit]!),
      }));
      return { probabilities, records };
    },
    dispose: () => witness.dispose(),
  };
}

/**
 * The reading of one image, meant to be `digit`, from its probabilities [11]: forced choice P(digit) / (1 - P(not a
 * digit)), or 1/10 where nothing is left of the digits.
 */
export function toReading(probabilities: Float64Array, digit: number): Omit<ReadingRecord, 'typicality'> {
  const digits = probabilities.subarray(0, CLASSES);
  const anyDigit = digits.reduce((sum, value) => sum + value, 0);
  return {
    forcedChoice: anyDigit > 0 ? digits[digit]! / anyDigit : 1 / CLASSES,
    notDigit: probabilities[NOT_A_DIGIT]!,
    top: mostLikely(digits),
  };
}

/** Refuses images that are not [digits, 784]. Throws a RangeError: a fault of ours, not of the user. */
function assertReadable(where: string, images: Float32Array, digits: readonly number[]): void {
  if (images.length !== digits.length * PIXELS) {
    throw new RangeError(
      `${where}: expected ${digits.length} images of ${PIXELS} pixels, got ${images.length} values`,
    );
  }
}
