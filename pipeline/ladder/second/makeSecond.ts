/** Every image of the second ladder. */
import type { LabelledImages } from '../../engine/engine.ts';
import { binarise, shufflePixels, unitImage } from '../../judging/pixels.ts';
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { drawBelow, drawPermutation, drawUniform, openStream } from '../../math/streams.ts';
import type { MeantImage, MeantImages } from '../rungImages.ts';
import { makeClothes, makeOptdigits } from './carriedImages.ts';
import { CORRUPTION_MAKERS } from './corruptions.ts';
import { DAMAGE_MAKERS } from './damage.ts';
import { CORRUPTIONS, DAMAGES, type Damage, NUDGES, SHIFTS } from './kinds.ts';
import { makeLetters } from './letters.ts';
import { moveAlong, NUDGE_MAKERS } from './nudges.ts';
import { scramblePhases } from './phases.ts';
import {
  changeDigits,
  makeNonDigits,
  roundToBytes,
  type SecondImages,
  type SecondTask,
  shareOf,
} from './secondImages.ts';
import { drawBezier, drawFitted } from './strokes.ts';
import { makeTypefaceDigits } from './typefaces.ts';

/** Real digits of a whole run, and how many of them each corruption and damage is made of. */
const REAL = 500;
const SOME = 200;
/** Digits in typefaces. */
const TYPESET = 160;
/** Strokes of a Bezier drawing, and the least and most radius of its pen, in pixels. */
const FEWEST_STROKES = 3;
const MOST_STROKES = 5;
const THIN = 1;
const THICK = 1.75;

/** The kinds that are made without any model: those whose images are sealed. */
export async function makeSecondImages(task: SecondTask): Promise<SecondImages[]> {
  const digits = chooseSecondDigits(task);
  const some = digits.slice(0, shareOf(task, SOME));
  return [
    ...makeReal(digits),
    ...makeShifted(task, digits),
    ...makeCorrupted(task, some),
    await makeTypefaceDigits(shareOf(task, TYPESET)),
    await makeOptdigits(task),
    ...makeDamaged(task, some),
    phaseScramble(task, 'digits', some),
    makeBezierDrawings(task),
    ...(await makeLetters(task)),
    await makeClothes(task),
    ...makeEmpty(task, some),
    ...nudgeDigits(task, digits),
  ];
}

/** The kinds that are made of ideas of ordinary models, as many as are given. */
export function makeOfIdeas(
  task: Pick<SecondTask, 'seed'>,
  ideas: MeantImages & { readonly groupSize: number },
): SecondImages[] {
  const { groupSize } = ideas;
  const single = ideas.digits.map((digit, row) => ({ image: rowOf(ideas.images, row, PIXELS), digit }));
  const plain: SecondImages = {
    group: 'nudgedIdeas',
    kind: 'ideas',
    description: 'Ideas of ordinary models, as they are.',
    images: ideas.images,
    digits: ideas.digits,
  };
  const nudged = NUDGES.map((nudge) =>
    changeDigits(
      task,
      single,
      { group: 'nudgedIdeas', kind: `ideas ${nudge}`, description: `The same, ${nudge}.` },
      NUDGE_MAKERS[nudge],
    ),
  );
  return [phaseScramble(task, 'ideas', single), plain, ...nudged].map((each) => ({ ...each, groupSize }));
}

/** Different test digits, others than those that the first ladder draws with the same seed only by chance. */
function chooseSecondDigits(task: SecondTask): MeantImage[] {
  const { test, seed }: { test: LabelledImages; seed: number } = task;
  const order = drawPermutation(openStream(seed, 'second/digits'), test.labels.length);
  return Array.from(order.subarray(0, shareOf(task, REAL)), (row) => ({
    image: unitImage(test, row),
    digit: test.labels[row]!,
  }));
}

function makeReal(digits: readonly MeantImage[]): SecondImages[] {
  const meant = digits.map(({ digit }) => digit);
  return [
    {
      group: 'real',
      kind: 'real, grey',
      description: 'Real test digits.',
      images: roundToBytes(digits.map(({ image }) => image)),
      digits: meant,
    },
    {
      group: 'real',
      kind: 'real, black and white',
      description: 'The same, every pixel ink or not.',
      images: roundToBytes(digits.map(({ image }) => binarise(image))),
      digits: meant,
    },
  ];
}

function makeShifted(task: SecondTask, digits: readonly MeantImage[]): SecondImages[] {
  return SHIFTS.map((distance) =>
    changeDigits(
      task,
      digits,
      {
        group: 'shifted',
        kind: `shifted by ${distance}`,
        description: `Moved by ${distance} ${distance === 1 ? 'pixel' : 'pixels'} to the left, to the right, up or down.`,
      },
      (image, stream) => moveAlong(image, distance, stream),
    ),
  );
}

function makeCorrupted(task: SecondTask, digits: readonly MeantImage[]): SecondImages[] {
  return CORRUPTIONS.map((kind) => {
    const { description, make } = CORRUPTION_MAKERS[kind];
    return changeDigits(task, digits, { group: 'corrupted', kind, description }, make);
  });
}

/** Every amount of one damage is drawn from the same stream, so that more of it is the same and more. */
function makeDamaged({ seed }: SecondTask, digits: readonly MeantImage[]): SecondImages[] {
  const damages = Object.entries(DAMAGES) as [Damage, readonly number[]][];
  return damages.flatMap(([damage, amounts]) =>
    amounts.map((amount): SecondImages => {
      const { description, make } = DAMAGE_MAKERS[damage];
      const images = digits.map(({ image }, at) =>
        make(image, amount, openStream(seed, `second/${damage}/${at}`)),
      );
      return {
        group: 'damaged',
        kind: `${damage}, ${amount}`,
        description: description(amount),
        images: roundToBytes(images),
        digits: digits.map(({ digit }) => digit),
      };
    }),
  );
}

function phaseScramble(
  task: Pick<SecondTask, 'seed'>,
  of: 'digits' | 'ideas',
  images: readonly MeantImage[],
): SecondImages {
  const kind = `phase-scrambled ${of}` as const;
  const description = `${of === 'digits' ? 'Real digits' : 'Ideas'} whose Fourier phases are those of noise.`;
  return makeNonDigits(task, images.length, { group: 'structured', kind, description }, (stream, at) =>
    scramblePhases(images[at]!.image, stream),
  );
}

function makeBezierDrawings(task: SecondTask): SecondImages {
  return makeNonDigits(
    task,
    shareOf(task, SOME),
    {
      group: 'structured',
      kind: 'Bezier drawings',
      description: 'Three to five random cubic curves drawn by one pen, fitted as a digit would be.',
    },
    (stream) => {
      const count = FEWEST_STROKES + drawBelow(stream, MOST_STROKES - FEWEST_STROKES + 1);
      const radius = THIN + (THICK - THIN) * drawUniform(stream);
      return drawFitted(
        Array.from({ length: count }, () => drawBezier(stream)),
        radius,
      );
    },
  );
}

function makeEmpty(task: SecondTask, digits: readonly MeantImage[]): SecondImages[] {
  const noise = makeNonDigits(
    task,
    shareOf(task, SOME),
    { group: 'empty', kind: 'noise', description: 'Every pixel a random grey.' },
    (stream) => Float32Array.from({ length: PIXELS }, () => drawUniform(stream)),
  );
  const change = (
    kind: 'scrambled digits' | 'inverted digits',
    description: string,
    make: Parameters<typeof changeDigits>[3],
  ): SecondImages => ({
    ...changeDigits(task, digits, { group: 'empty', kind, description }, make),
    digits: null,
  });
  return [
    noise,
    change('scrambled digits', 'Real digits with their pixels in a random order.', shufflePixels),
    change('inverted digits', 'Real digits, black on white.', (image) => image.map((value) => 1 - value)),
  ];
}

function nudgeDigits(task: SecondTask, digits: readonly MeantImage[]): SecondImages[] {
  return NUDGES.map((nudge) =>
    changeDigits(
      task,
      digits,
      { group: 'nudgedDigits', kind: `digits ${nudge}`, description: `Real digits, ${nudge}.` },
      NUDGE_MAKERS[nudge],
    ),
  );
}
