/**
 * What every judge can do: read images and say how likely each is the digit it is meant to be.
 *
 * Judges differ in kind (generative, discriminative) but not in interface, so that a panel can hold any of them.
 */
import { PIXELS } from '../math/images.ts';
import type { JudgeCard, ReadingRecord } from '../study/records.ts';

/** A frozen judge. Call `dispose` when done. */
export interface Judge {
  readonly card: JudgeCard;
  /** Reads images [n, 784] in [0, 1], each meant to be the digit of the same place in `digits` [n]. */
  read(images: Float32Array, digits: readonly number[]): Promise<ReadingRecord[]>;
  dispose(): Promise<void>;
}

/** What makes a fitted judge the judge it is: every judge's fit has these, and the score's version hashes them. */
export interface JudgeFit {
  /** The judge's name. */
  readonly judge: string;
  /** Raised whenever the judge's method changes, so that the score's version changes too. */
  readonly revision: number;
  /** Named parameters, such as the bandwidth. */
  readonly parameters: Readonly<Record<string, number>>;
  /** SHA-256 of the labelled images that went into the judge, by role. */
  readonly dataSha256: Readonly<Record<string, string>>;
}

/** Refuses images that are not [digits, 784]. Throws a RangeError: a fault of ours, not of the user. */
export function assertReadable(where: string, images: Float32Array, digits: readonly number[]): void {
  if (images.length !== digits.length * PIXELS) {
    throw new RangeError(
      `${where}: expected ${digits.length} images of ${PIXELS} pixels, got ${images.length} values`,
    );
  }
}
