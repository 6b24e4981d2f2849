/** Scoring images by the frozen panel, from code. */
import { pickIntended } from '../judging/answers.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { CLASSES, PIXELS, stackImages } from '../math/images.ts';
import { readImages } from '../score/readImages.ts';
import type { PanelAnswers } from '../score/scoreTable.ts';
import { type EngineName, studySchema } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { parseKeys } from './parseKeys.ts';

/** What a scoring can be told. */
export interface ScoringOptions {
  /** What computes; `onnx` unless given. */
  readonly engine?: EngineName;
  /** Is told how many images are read, about ten times. */
  readonly onProgress?: (done: number) => void;
}

/** What the panel makes of n images. */
export interface Scores {
  /** Names the judges and their calibrations. Only scores of the same version can be compared. */
  readonly version: string;
  /** [n], in [0, 1]: how surely the panel takes each image for the digit that it is meant to be. */
  readonly recognisability: Float64Array;
  /** Probabilities [n, 11] of the ten digits and of "not a digit": by the panel, by each family and by each judge. */
  readonly answers: PanelAnswers;
}

/**
 * Has the panel's four judges read images [784] in [0, 1], white ink on black, as they are; `digits` are what they are meant to
 * be. The same as `digit-ideas score` gives; the primary score of a study masks pixels that no training image inks
 * (docs/reading.md). Child processes read, one a core. Throws a UserError for what are no such images or digits.
 */
export async function scoreImages(
  images: readonly Float32Array[],
  digits: readonly number[],
  { engine: given, onProgress = () => undefined }: ScoringOptions = {},
): Promise<Scores> {
  assertImages(images);
  assertDigits(digits, images.length);
  const engine = parseKeys(studySchema.shape.engine, given, 'engine');
  const { version } = await readFrozenPanel(JUDGE_NAMES);
  const answers = await readImages(stackImages(images), { engine, onProgress });
  return { version, recognisability: pickIntended(answers.panel, digits), answers };
}

function assertImages(images: readonly Float32Array[]): void {
  if (images.length === 0) throw expected('images', 'at least one', 'none', 'give some');
  for (const [at, image] of images.entries()) {
    const where = `images[${at}]`;
    if (image.length !== PIXELS) {
      throw expected(where, `${PIXELS} numbers`, String(image.length), 'scale it to 28x28, row by row');
    }
    const wrong = image.find((value) => !(value >= 0 && value <= 1));
    if (wrong !== undefined) throw expected(where, 'numbers in [0, 1]', String(wrong), 'divide bytes by 255');
  }
}

function assertDigits(digits: readonly number[], count: number): void {
  if (digits.length !== count) {
    throw expected('digits', `${count}, one for each image`, String(digits.length), 'give as many');
  }
  const wrong = digits.findIndex((digit) => !Number.isInteger(digit) || digit < 0 || digit >= CLASSES);
  if (wrong < 0) return;
  const nextStep = 'give what the image is meant to be';
  throw expected(`digits[${wrong}]`, 'a digit, 0 to 9', String(digits[wrong]), nextStep);
}
