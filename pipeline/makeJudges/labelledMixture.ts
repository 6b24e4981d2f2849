/** Labelled mixtures of digits and non-digits, damaged and in noise: what judges are taught, calibrated and measured with. */
import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import { MOST_FLIPPED, type Tolerance } from '../judging/tolerance.ts';
import { CLASSES, DIGITS, PIXELS } from '../math/images.ts';
import { drawUniform, type Stream } from '../math/streams.ts';
import { drawTypesetDigit } from './images/characters.ts';
import { damageImage } from './images/damage.ts';
import { drawByShare, drawOneOf } from './images/draws.ts';
import { type DigitSource, drawDigit, type LabelledExample } from './images/example.ts';
import { LEARNING_KINDS } from './images/learningKinds.ts';
import { passThroughNoise } from './images/noise.ts';
import { drawNonDigit, type Purpose } from './images/nonDigits.ts';
import { eraseDigit, morphDigits } from './images/spread.ts';
import { varyShape } from './images/variation.ts';
import { certainTarget } from './targets.ts';

/** The prior of the mixture: more digits than not, because digits, above all noisy ones, are harder to learn. */
const DIGIT_SHARE = 0.6;

/** Share of the digits to learn that are typeset, so that a judge knows such forms: never when calibrating or testing. */
const TYPESET_SHARE = 0.08;

/** Shares of the digits to calibrate and to measure on that are partly erased, and that are between two classes. */
const ERASED_SHARE = 1 / 6;
const MORPHED_SHARE = 1 / 6;

/** Share of images whose never-inked pixels are set to 0 after the noise, as they are in the reading of ideas that counts most. */
const MASKED_SHARE = 1 / 2;

/** Images in [0, 1], and what is known of them. */
export interface LabelledMixture {
  /** [n, 784] */
  readonly images: Float32Array;
  /** The answers, distributions [n, 11] row by row, whatever the noise. */
  readonly targets: Float32Array;
  /** The rate [n] at which pixels were flipped independently; where ink and ground had rates of their own, the larger. */
  readonly flipped: Float32Array;
}

/**
 * The targets [n, 11] for a judge of this tolerance: where more of the pixels are flipped than it allows, all that digits
 * have goes to "not a digit".
 */
export function targetsAt({ targets, flipped }: LabelledMixture, tolerance: Tolerance): Float32Array {
  const tolerated = targets.slice();
  flipped.forEach((rate, row) => {
    if (rate <= MOST_FLIPPED[tolerance]) return;
    tolerated.fill(0, row * ANSWERS, row * ANSWERS + CLASSES);
    tolerated[row * ANSWERS + NOT_A_DIGIT] = 1;
  });
  return tolerated;
}

/**
 * `count` independent draws: a digit in three of five cases, else a non-digit of one of the purpose's own kinds. Each is
 * varied in shape, damaged, passed through noise and in half of the cases masked, digit or not, so that none of these tells
 * which it is. The digits to
 * calibrate and to measure on include partly erased ones and shapes between two classes, so that right answers fill [0, 1].
 */
export function drawMixture(
  purpose: Purpose,
  count: number,
  source: DigitSource,
  stream: Stream,
): LabelledMixture {
  const images = new Float32Array(count * PIXELS);
  const targets = new Float32Array(count * ANSWERS);
  const flipped = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const example = drawExample(purpose, source, stream);
    const seen = passThroughNoise(
      damageImage(varyShape(example.image, stream), stream),
      stream,
      source.inkedShares,
    );
    images.set(maskSome(seen.image, source, stream), at * PIXELS);
    targets.set(example.target, at * ANSWERS);
    flipped[at] = seen.flipped;
  }
  return { images, targets, flipped };
}

/** The image, in half of the cases with the pixels set to 0 that no training image inks. */
function maskSome(image: Float32Array, { inkedShares }: DigitSource, stream: Stream): Float32Array {
  if (inkedShares === undefined || drawUniform(stream) >= MASKED_SHARE) return image;
  return image.map((value, at) => (inkedShares[at] === 0 ? 0 : value));
}

/** Kinds to learn whose images are drawings, and nothing like noise. */
const STRUCTURED = Object.values(LEARNING_KINDS).filter(({ isStructured }) => isStructured);

/**
 * `count` images [n, 784] of the kinds to learn that have structure (strokes, letters, collages, ...), varied in shape,
 * without damage or noise: what a generative judge can model as "something else".
 */
export function drawStructured(count: number, source: DigitSource, stream: Stream): Float32Array {
  const images = new Float32Array(count * PIXELS);
  for (let at = 0; at < count; at++) {
    const { image } = drawByShare(STRUCTURED, stream).make(source, stream);
    images.set(varyShape(image, stream), at * PIXELS);
  }
  return images;
}

function drawExample(purpose: Purpose, source: DigitSource, stream: Stream): LabelledExample {
  if (drawUniform(stream) >= DIGIT_SHARE) return drawNonDigit(purpose, source, stream);
  const choice = drawUniform(stream);
  if (purpose === 'learning') {
    return choice < TYPESET_SHARE ? typesetDigit(stream) : plainDigit(source, stream);
  }
  if (choice < ERASED_SHARE) return eraseDigit(source, stream);
  return choice < ERASED_SHARE + MORPHED_SHARE ? morphDigits(source, stream) : plainDigit(source, stream);
}

function plainDigit(source: DigitSource, stream: Stream): LabelledExample {
  const { image, label } = drawDigit(source, stream);
  return { image, target: certainTarget(label), parts: [label] };
}

function typesetDigit(stream: Stream): LabelledExample {
  const label = drawOneOf(DIGITS, stream);
  return { image: drawTypesetDigit(label, stream), target: certainTarget(label), parts: [label] };
}
