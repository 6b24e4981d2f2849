/** How the score of real digits falls with damage: with independent noise, and with damage that hangs together. */
import { answersTo } from '../judging/answers.ts';
import { binarise, flipPixels, unitImage } from '../judging/pixels.ts';
import { atEachTolerance } from '../judging/tolerance.ts';
import { PIXELS, stackImages } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import type { Measurements } from '../study/records.ts';
import { DAMAGES } from './images/damage.ts';
import type { DigitSource } from './images/example.ts';
import { type Measurable, readPrimary } from './measurable.ts';

/** Every tenth test image: the first thousands of them are harder than the rest. */
const NOISE_STRIDE = 10;
/** Every fortieth: there are many curves of damage. */
const DAMAGE_STRIDE = 40;
/** Shares of flipped pixels of the noise curve: 0, 5, ..., 50%. */
const CURVE_RATES: readonly number[] = Array.from({ length: 11 }, (_, k) => k / 20);
/** How often an image is damaged in one way, one damage upon the other. */
const MOST_TIMES = 4;

/** Test digits made black and white, with their labels. */
export interface BinaryDigits {
  readonly images: readonly Float32Array[];
  readonly labels: readonly number[];
}

/** Every `stride`th digit. */
export function takeDigits({ digits }: DigitSource, stride: number): BinaryDigits {
  const rows = [...digits.labels.keys()].filter((row) => row % stride === 0);
  return {
    images: rows.map((row) => binarise(unitImage(digits, row))),
    labels: rows.map((row) => digits.labels[row]!),
  };
}

/** Mean P(right) [n] of probabilities [n, 11]. */
export function meanRight(probabilities: Float64Array, labels: readonly number[]): number {
  return mean(labels.map((label, row) => answersTo(row, probabilities)[label]!));
}

/** The curves over independent noise at both tolerances. */
export async function measureNoiseCurves(
  reader: Measurable,
  source: DigitSource,
): Promise<Pick<Measurements, 'noiseCurve' | 'noiseCurveMuch'>> {
  const { images, labels } = takeDigits(source, NOISE_STRIDE);
  const clean = stackImages(images);
  const curves = atEachTolerance((): { flipRate: number; recognisability: number }[] => []);
  for (const flipRate of CURVE_RATES) {
    const noisy = flipPixels(clean, flipRate, openStream(0, `judges/curve/${flipRate}`));
    const read = await reader.read(noisy);
    atEachTolerance((tolerance) =>
      curves[tolerance].push({
        flipRate,
        recognisability: meanRight(read[tolerance].probabilities, labels),
      }),
    );
  }
  return { noiseCurve: curves.little, noiseCurveMuch: curves.much };
}

/** The curves over each kind of damage that hangs together, done once to four times. */
export async function measureDamage(
  reader: Measurable,
  source: DigitSource,
): Promise<Measurements['damage']> {
  const { images: clean, labels } = takeDigits(source, DAMAGE_STRIDE);
  const curves: Measurements['damage'] = [];
  for (const [kind, damage] of Object.entries(DAMAGES)) {
    const stream = openStream(0, `judges/damage/${kind}`);
    const levels: Measurements['damage'][number]['levels'] = [];
    let images = clean;
    for (let times = 1; times <= MOST_TIMES; times++) {
      images = images.map((image) => damage(image, stream));
      const stacked = stackImages(images);
      const changed = mean(stacked.map((value, at) => Math.abs(value - pixelOf(clean, at))));
      const recognisability = meanRight(await readPrimary(reader, stacked), labels);
      levels.push({ times, changed, recognisability });
    }
    curves.push({ kind, levels });
  }
  return curves;
}

function pixelOf(images: readonly Float32Array[], at: number): number {
  return images[Math.floor(at / PIXELS)]![at % PIXELS]!;
}
