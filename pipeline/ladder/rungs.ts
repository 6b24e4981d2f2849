/**
 * The rungs that are made from digits or from nothing: 1, 3, 5, 6, 9 and a part of 8. Changed digits (7) are in
 * corruptions.ts; those made by models (2, 8) and by attacks on judges (4) join them where models are at hand.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { imagesOfDigit } from '../judging/judgingData.ts';
import { binarise, blend, flipPixels, shufflePixels } from '../judging/pixels.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawBelow, drawUniform, openStream, type Stream } from '../math/streams.ts';
import { nameFlipped, RUNG } from './kinds.ts';
import { REAL_TIMES } from './ladderSize.ts';
import {
  chooseDigits,
  type MeantImage,
  makeKind,
  type RungImages,
  type RungTask,
  stackMeant,
} from './rungImages.ts';

/** Shares of flipped pixels of rung 5. */
export const FLIP_RATES: readonly number[] = Array.from({ length: 11 }, (_, k) => k / 20);

/** Ink of a usual digit. */
const DIGIT_INK = 0.13;

/** Rung 1: images without any digit. */
export function makeEmptyImages(task: RungTask): RungImages[] {
  const flat = (value: number) => (_: Stream, at: number) => ({
    image: new Float32Array(PIXELS).fill(value),
    digit: at % CLASSES,
  });
  const noise = (share: number) => (stream: Stream, at: number) => ({
    image: Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < share)),
    digit: at % CLASSES,
  });
  const digits = chooseDigits(task);
  return [
    makeKind(task, 'blank', 'No ink at all.', flat(0)),
    makeKind(task, 'full', 'Nothing but ink.', flat(1)),
    makeKind(task, 'noise', 'Every pixel ink or not, by the toss of a coin.', noise(0.5)),
    makeKind(task, 'sparse noise', 'The same with as much ink as a digit has.', noise(DIGIT_INK)),
    makeKind(
      { ...task, count: digits.length },
      'shuffled digits',
      'Real digits with their pixels in a random order: the same ink.',
      (stream, at) => ({
        image: shufflePixels(binarise(digits[at]!.image), stream),
        digit: digits[at]!.digit,
      }),
    ),
  ];
}

/** Rung 3: real digits, scored for each wrong digit in turn. */
export function makeWrongDigits(task: RungTask): RungImages {
  const made = chooseDigits(task).map(({ image, digit }, at) => ({
    image: binarise(image),
    digit: (digit + 1 + (at % (CLASSES - 1))) % CLASSES,
  }));
  return {
    kind: 'wrong digit',
    description: 'Real digits, black and white, scored for a digit that they are not.',
    ...stackMeant(made),
  };
}

/** Rung 5: the same real digits with more and more of their pixels flipped. */
export function makeFlippedDigits(task: RungTask): RungImages[] {
  const { images, digits } = stackMeant(
    chooseDigits(task).map(({ image, digit }) => ({ image: binarise(image), digit })),
  );
  return FLIP_RATES.map((rate) => ({
    kind: nameFlipped(rate),
    description: 'Real digits, black and white, with that share of their pixels flipped.',
    images: flipPixels(images, rate, openStream(task.seed, `ladder/${RUNG.flipped}/${rate}`)),
    digits,
    flipRate: rate,
  }));
}

/** Rung 6: two digits in one image; it is meant to be the first. */
export function makeTwoDigits(task: RungTask): RungImages[] {
  const pairs = pairUp(chooseDigits({ ...task, count: 3 * task.count })).slice(0, task.count);
  return [
    {
      kind: 'overlaid',
      description: 'Two different digits over each other, black and white; meant is one of them.',
      ...stackMeant(
        pairs.map(([a, b]) => ({
          image: binarise(a.image.map((value, i) => Math.max(value, b.image[i]!))),
          digit: a.digit,
        })),
      ),
    },
    {
      kind: 'blended',
      description: 'Two different digits, each in half of its grey; meant is one of them.',
      ...stackMeant(pairs.map(([a, b]) => ({ image: blend(a.image, b.image, 0.5), digit: a.digit }))),
    },
  ];
}

/** Neighbours in the list that are different digits. */
function pairUp(made: readonly MeantImage[]): [MeantImage, MeantImage][] {
  const pairs: [MeantImage, MeantImage][] = [];
  for (let at = 0; at + 1 < made.length; at += 2) {
    if (made[at]!.digit !== made[at + 1]!.digit) pairs.push([made[at]!, made[at + 1]!]);
  }
  return pairs;
}

/** Training images behind one mean of rung 8. */
const MEAN_OF = 50;

/** Rung 8: means of 50 random training images of a digit, cut at one half. */
export function makeClassMeans(task: RungTask, training: LabelledImages): RungImages {
  const byDigit = Array.from({ length: CLASSES }, (_, digit) => bytesToUnit(imagesOfDigit(training, digit)));
  return makeKind(
    task,
    'class means',
    'Means of 50 training images of a digit, cut at one half.',
    (stream, at) => {
      const digit = at % CLASSES;
      const images = byDigit[digit]!;
      const sum = new Float32Array(PIXELS);
      for (let k = 0; k < MEAN_OF; k++) {
        const image = rowOf(images, drawBelow(stream, images.length / PIXELS), PIXELS);
        for (let i = 0; i < PIXELS; i++) sum[i]! += image[i]!;
      }
      return { image: binarise(sum.map((value) => value / MEAN_OF)), digit };
    },
  );
}

/** Rung 9: real test digits as they are, grey and black and white. */
export function makeRealDigits(task: RungTask): RungImages[] {
  const digits = chooseDigits({ ...task, count: REAL_TIMES * task.count });
  return [
    { kind: 'real, grey', description: 'Real test digits.', ...stackMeant(digits) },
    {
      kind: 'real, black and white',
      description: 'The same, every pixel ink or not.',
      ...stackMeant(digits.map(({ image, digit }) => ({ image: binarise(image), digit }))),
    },
  ];
}
