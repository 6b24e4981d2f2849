/** Scores ideas: every judge of a panel reads each of them twice, whole and without its border. */
import { PIXELS } from '../math/images.ts';
import type { ReadingRecord, ScoreRecord } from '../study/records.ts';
import { maskBorder } from './border.ts';
import { describeImage } from './descriptors.ts';
import type { Readings } from './judge.ts';
import type { Panel } from './panel.ts';
import { pickIntended, poolAnswers } from './pool.ts';

/** An image [784] in [0, 1] and the digit it is meant to be. */
export interface Idea {
  readonly digit: number;
  readonly restart: number;
  readonly image: Float32Array;
}

/**
 * Scores of `ideas`, in their order. `borderMask` [784] is true where the masked reading sees 0; `classMeans`
 * [10, 784] are the mean training images, for the descriptors.
 */
export async function scoreIdeas(
  panel: Panel,
  ideas: readonly Idea[],
  borderMask: readonly boolean[],
  classMeans: Float32Array,
): Promise<ScoreRecord[]> {
  const whole = await readByAll(
    panel,
    ideas,
    ideas.map(({ image }) => image),
  );
  const masked = await readByAll(
    panel,
    ideas,
    ideas.map(({ image }) => maskBorder(image, borderMask)),
  );
  const digits = ideas.map(({ digit }) => digit);
  const [scores, maskedScores] = [pool(panel, whole, digits), pool(panel, masked, digits)];
  return ideas.map(({ digit, restart, image }, at) => ({
    digit,
    restart,
    recognisability: scores[at]!,
    recognisabilityMasked: maskedScores[at]!,
    judges: Object.fromEntries(
      panel.judges.map(({ name }, judge) => [
        name,
        { whole: whole[judge]!.records[at]!, masked: masked[judge]!.records[at]! },
      ]),
    ),
    descriptors: describeImage(image, classMeans.subarray(digit * PIXELS, (digit + 1) * PIXELS)),
  }));
}

/** Recognisability [n], in [0, 1]: the panel's P(intended), "not a digit" allowed, from each judge's readings. */
function pool(
  { temperature }: Panel,
  readings: readonly Readings[],
  digits: readonly number[],
): Float64Array {
  return pickIntended(
    poolAnswers(
      readings.map(({ probabilities }) => probabilities),
      temperature,
    ),
    digits,
  );
}

/** P(intended digit), "not a digit" allowed, of one reading: forcedChoice * (1 - notDigit). */
export function intended({ forcedChoice, notDigit }: ReadingRecord): number {
  return forcedChoice * (1 - notDigit);
}

/** The readings of all images, by judge. */
async function readByAll(
  panel: Panel,
  ideas: readonly Idea[],
  images: readonly Float32Array[],
): Promise<Readings[]> {
  const digits = ideas.map(({ digit }) => digit);
  const stacked = new Float32Array(images.length * PIXELS);
  images.forEach((image, at) => {
    stacked.set(image, at * PIXELS);
  });
  const readings: Readings[] = [];
  for (const judge of panel.judges) readings.push(await judge.read(stacked, digits));
  return readings;
}
