/** Scores ideas: every judge of a panel reads each of them twice, whole and without its border. */
import { PIXELS } from '../math/images.ts';
import type { ReadingRecord, ScoreRecord } from '../study/records.ts';
import { maskBorder } from './border.ts';
import { describeImage } from './descriptors.ts';
import type { Panel } from './panel.ts';

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
  return ideas.map(({ digit, restart, image }, at) => ({
    digit,
    restart,
    recognisability: recognisability(whole.map((readings) => readings[at]!)),
    recognisabilityMasked: recognisability(masked.map((readings) => readings[at]!)),
    judges: Object.fromEntries(
      panel.judges.map(({ name }, judge) => [
        name,
        { whole: whole[judge]![at]!, masked: masked[judge]![at]! },
      ]),
    ),
    descriptors: describeImage(image, classMeans.subarray(digit * PIXELS, (digit + 1) * PIXELS)),
  }));
}

/** Mean over judges of P(intended), "not a digit" allowed, in [0, 1]; `readings` of one image, one a judge. */
export function recognisability(readings: readonly ReadingRecord[]): number {
  return readings.reduce((sum, reading) => sum + intended(reading), 0) / readings.length;
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
): Promise<ReadingRecord[][]> {
  const digits = ideas.map(({ digit }) => digit);
  const stacked = new Float32Array(images.length * PIXELS);
  images.forEach((image, at) => {
    stacked.set(image, at * PIXELS);
  });
  const readings: ReadingRecord[][] = [];
  for (const judge of panel.judges) readings.push(await judge.read(stacked, digits));
  return readings;
}
