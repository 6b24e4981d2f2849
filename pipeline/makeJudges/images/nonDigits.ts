/** Non-digits by what they are for: to teach, to calibrate and to measure judges. No kind serves two purposes. */
import type { Stream } from '../../math/streams.ts';
import { CALIBRATING_KINDS } from './calibratingKinds.ts';
import { drawByShare } from './draws.ts';
import type { DigitSource, Kind, LabelledExample } from './example.ts';
import { LEARNING_KINDS } from './learningKinds.ts';
import { TESTING_KINDS } from './testingKinds.ts';

/** What images are for. */
export type Purpose = 'learning' | 'calibrating' | 'testing';

/** The kinds of non-digit of each purpose, by name. */
export const NON_DIGITS: Readonly<Record<Purpose, Readonly<Record<string, Kind>>>> = {
  learning: LEARNING_KINDS,
  calibrating: CALIBRATING_KINDS,
  testing: TESTING_KINDS,
};

/** A non-digit of one of the kinds of `purpose`, by their shares, before any noise. */
export function drawNonDigit(purpose: Purpose, source: DigitSource, stream: Stream): LabelledExample {
  return drawByShare(Object.values(NON_DIGITS[purpose]), stream).make(source, stream);
}
