/**
 * A judge: an evidence model with its calibration. It reads images and says how likely each is every digit, or none.
 *
 * Judges differ in how they weigh evidence ({@link EvidenceModel}); from there on all are alike, so that a panel can hold
 * any of them.
 */
import { CLASSES, PIXELS } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import type { ReadingRecord } from '../study/records.ts';
import { answersTo, NOT_A_DIGIT } from './answers.ts';
import { type Calibration, toProbabilities } from './calibration.ts';
import type { EvidenceModel } from './evidenceModel.ts';
import { atEachTolerance, PRIMARY_TOLERANCE, type Tolerance } from './tolerance.ts';

/** What a judge makes of n images. */
export interface Readings {
  /** Calibrated probabilities [n, 11]: ten digits, then "not a digit". */
  readonly probabilities: Float64Array;
  /** The reading of image `row`, meant to be `digit`. */
  record(row: number, digit: number): ReadingRecord;
}

/** What a judge makes of n images at each tolerance of noise. */
export type ReadingsAtEach = Readonly<Record<Tolerance, Readings>>;

/** A calibrated judge. Call `dispose` when done. */
export interface Judge {
  readonly name: string;
  /** Reads images [n, 784] in [0, 1]. Throws a RangeError for half an image: a fault of ours, not of the user. */
  read(images: Float32Array): Promise<ReadingsAtEach>;
  /** The probabilities [n, 11] of {@link Judge.read} at the primary tolerance alone. */
  probabilities(images: Float32Array): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** What makes a judge of an evidence model. */
export interface JudgeSettings {
  readonly name: string;
  readonly calibrations: Readonly<Record<Tolerance, Calibration>>;
  /**
   * For each digit, log p(x | digit) of held-out images at the primary tolerance in nats, ascending, with which readings
   * at that tolerance are compared; null where the model has no density.
   */
  readonly typicality: readonly (readonly number[])[] | null;
}

/** The judge that calibrates `model`, of which it disposes. */
export function openJudge(model: EvidenceModel, { name, calibrations, typicality }: JudgeSettings): Judge {
  const read: Judge['read'] = async (images) => {
    assertWhole(name, images);
    const evidence = await model.evidence(images);
    return atEachTolerance((tolerance): Readings => {
      const { digits } = evidence[tolerance];
      const probabilities = toProbabilities(evidence[tolerance], calibrations[tolerance]);
      return {
        probabilities,
        record: (row, digit) => ({
          ...toReading(answersTo(row, probabilities), digit),
          typicality:
            typicality && tolerance === PRIMARY_TOLERANCE
              ? shareBelow(typicality[digit]!, digits[row * CLASSES + digit]!)
              : null,
        }),
      };
    });
  };
  return {
    name,
    read,
    probabilities: async (images) => (await read(images))[PRIMARY_TOLERANCE].probabilities,
    dispose: () => model.dispose(),
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
    top: argmax(digits),
  };
}

/** Share of the ascending `references` that lie below `value`, in [0, 1]; null for no references. */
export function shareBelow(references: readonly number[], value: number): number | null {
  if (references.length === 0) return null;
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (references[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low / references.length;
}

function assertWhole(where: string, images: Float32Array): void {
  if (images.length % PIXELS === 0) return;
  throw new RangeError(`${where}: expected images of ${PIXELS} pixels, got ${images.length} values`);
}
