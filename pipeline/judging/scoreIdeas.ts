/**
 * Scores ideas: every judge of a panel reads each of them twice, whole and without its border.
 *
 * The border is the pixels that no training image inks. A network's first-layer weights there never move from their
 * initial values, so what an idea shows there is initialisation noise; scores are given with and without it.
 */
import { PIXELS, stackImages } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import type { ReadingRecord, ScoreRecord } from '../study/records.ts';
import { pickIntended } from './answers.ts';
import { describeImage } from './descriptors.ts';
import { type Panel, readTogether } from './panel.ts';
import { PRIMARY_TOLERANCE } from './tolerance.ts';

/** An idea to be scored: its image [784] in [0, 1], the digit it is meant to be, and which of that digit's it is. */
export interface JudgedIdea {
  readonly digit: number;
  readonly restart: number;
  readonly image: Float32Array;
}

/** Mask [784]: true where the pixel is 0 in every one of the training images [n, 784]; all true for no images. */
export function findBorder(trainImages: Uint8Array): boolean[] {
  const isBorder = new Array<boolean>(PIXELS).fill(true);
  for (let i = 0; i < trainImages.length; i++) {
    if (trainImages[i] !== 0) isBorder[i % PIXELS] = false;
  }
  return isBorder;
}

/** A copy of an image [784] with every pixel of the mask set to 0. */
export function maskBorder(image: Float32Array, mask: readonly boolean[]): Float32Array {
  return image.map((value, pixel) => (mask[pixel] ? 0 : value));
}

/**
 * Scores of `ideas`, in their order: P(intended) by the panel, "not a digit" allowed, of the whole image and of the
 * masked one. `borderMask` [784] is true where the masked reading sees 0; `classMeans` [10, 784] are the mean training
 * images, for the descriptors.
 */
export async function scoreIdeas(
  panel: Panel,
  ideas: readonly JudgedIdea[],
  borderMask: readonly boolean[],
  classMeans: Float32Array,
): Promise<ScoreRecord[]> {
  const digits = ideas.map(({ digit }) => digit);
  const read = async (images: readonly Float32Array[]) =>
    (await readTogether(panel, stackImages(images)))[PRIMARY_TOLERANCE];
  const whole = await read(ideas.map(({ image }) => image));
  const masked = await read(ideas.map(({ image }) => maskBorder(image, borderMask)));
  const scores = pickIntended(whole.probabilities, digits);
  const maskedScores = pickIntended(masked.probabilities, digits);
  return ideas.map(({ digit, restart, image }, at) => ({
    digit,
    restart,
    recognisability: scores[at]!,
    recognisabilityMasked: maskedScores[at]!,
    judges: Object.fromEntries(
      panel.judges.map(({ name }) => [
        name,
        {
          whole: whole.judges[name]!.record(at, digit),
          masked: masked.judges[name]!.record(at, digit),
        },
      ]),
    ),
    descriptors: describeImage(image, rowOf(classMeans, digit, PIXELS)),
  }));
}

/** P(intended digit), "not a digit" allowed, of one reading: forcedChoice * (1 - notDigit). */
export function intended({ forcedChoice, notDigit }: ReadingRecord): number {
  return forcedChoice * (1 - notDigit);
}
