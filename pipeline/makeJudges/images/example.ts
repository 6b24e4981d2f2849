/** What images for judges are made from, and what is known of each. */
import type { LabelledImages } from '../../engine/engine.ts';
import { NOT_A_DIGIT } from '../../judging/answers.ts';
import { unitImage } from '../../judging/pixels.ts';
import { drawBelow, type Stream } from '../../math/streams.ts';
import { certainTarget } from '../targets.ts';

/** What digits are drawn from and non-digits are made from. */
export interface DigitSource {
  readonly digits: LabelledImages;
  /** Ideas of untrained models [m, 784], each pixel 0 or 1. */
  readonly untrainedIdeas: Float32Array;
  /** Share of the training images that ink each pixel [784]; where not given, no pixel counts as never or seldom inked. */
  readonly inkedShares?: Float64Array;
}

/** An image [784] in [0, 1], what to answer to it [11], and the digits that its parts come from. */
export interface LabelledExample {
  readonly image: Float32Array;
  readonly target: Float32Array;
  readonly parts: readonly number[];
}

/** How images of a kind are made. */
export interface Kind {
  /** How often it is drawn, against the other kinds of its purpose. */
  readonly share: number;
  /** Whether its images are always strokes, edges or patches that are no digit: nothing like noise, and no two digits. */
  readonly isStructured: boolean;
  make(source: DigitSource, stream: Stream): LabelledExample;
}

/** A digit with its label. */
export interface Digit {
  readonly image: Float32Array;
  readonly label: number;
}

/** One of the digits of `source`, each equally likely, as it is. */
export function drawDigit({ digits }: DigitSource, stream: Stream): Digit {
  const row = drawBelow(stream, digits.labels.length);
  return { image: unitImage(digits, row), label: digits.labels[row]! };
}

/** Two digits of different classes. The source must have at least two classes. */
export function drawTwoDigits(source: DigitSource, stream: Stream): [Digit, Digit] {
  const first = drawDigit(source, stream);
  let second = drawDigit(source, stream);
  while (second.label === first.label) second = drawDigit(source, stream);
  return [first, second];
}

/** A non-digit, made from `digits` where from any. */
export function notADigit(image: Float32Array, digits: readonly Digit[] = []): LabelledExample {
  return { image, target: certainTarget(NOT_A_DIGIT), parts: digits.map(({ label }) => label) };
}
