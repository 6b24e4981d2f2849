/** What the card of a judge or a panel says of it, measured on test digits and on non-digits made from them. */
import type { LabelledImages } from '../engine/engine.ts';
import { answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import { binarise, flipPixels } from '../judging/pixels.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { bytesToUnit, CLASSES, PIXELS, stackImages } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import type { DigitReading, Measurements, NonDigitReading } from '../study/records.ts';
import { measureCalibration } from './calibrationReport.ts';
import type { DigitSource, LabelledExample } from './images/example.ts';
import { NON_DIGITS } from './images/nonDigits.ts';
import type { JudgeData } from './judgeData.ts';
import { drawMixture, type LabelledMixture, targetsAt } from './labelledMixture.ts';
import { type Measurable, readPrimary } from './measurable.ts';
import { measureSmoothness } from './measureSmoothness.ts';
import { measureDamage, measureNoiseCurves } from './measureTolerance.ts';

/** Every fifth test image: the first thousands of them are harder than the rest, and a reading takes milliseconds. */
const DIGIT_STRIDE = 5;

/** Share of flipped pixels of the digits that cards call flipped. */
const FLIPPED = 0.25;

/** The mixture of digits and non-digits, of which no image had a part in making a judge, on which calibration is measured. */
function drawTestMixture({ testing, sizes }: JudgeData): LabelledMixture {
  return drawMixture('testing', sizes.mixtureImages, testing, openStream(0, 'judges/test mixture'));
}

/** Measures a judge or a panel on the test images; the same judges and data always give the same. */
export async function measureJudge(judge: Measurable, data: JudgeData): Promise<Measurements> {
  const { testing, sizes } = data;
  const { images, labels } = takeEvery(testing.digits, DIGIT_STRIDE);
  const grey = bytesToUnit(images);
  const binary = binarise(grey);
  const flipped = flipPixels(binary, FLIPPED, openStream(0, 'judges/flipped'));
  const binarised = await readPrimary(judge, binary);
  const { noiseCurve, noiseCurveMuch } = await measureNoiseCurves(judge, testing);
  return {
    testImages: labels.length,
    greyscale: summariseDigits(await readPrimary(judge, grey), labels),
    binarised: summariseDigits(binarised, labels),
    flipped: summariseDigits(await readPrimary(judge, flipped), labels),
    wrongDigit: meanWrongDigit(binarised, labels),
    calibration: await measureIntended(judge, data),
    nonDigits: await measureNonDigits(judge, testing, sizes.kindImages),
    noiseCurve,
    noiseCurveMuch,
    damage: await measureDamage(judge, testing),
    smoothness: await measureSmoothness(judge, testing),
  };
}

/** Calibration of P(intended) on the test mixture at the primary tolerance. */
async function measureIntended(judge: Measurable, data: JudgeData): Promise<Measurements['calibration']> {
  const mixture = drawTestMixture(data);
  const probabilities = await readPrimary(judge, mixture.images);
  return measureCalibration(probabilities, targetsAt(mixture, PRIMARY_TOLERANCE));
}

/** Error of the forced choice and mean P(right) of probabilities [n, 11]. */
export function summariseDigits(probabilities: Float64Array, labels: Uint8Array): DigitReading {
  let misread = 0;
  let right = 0;
  labels.forEach((label, row) => {
    const answers = answersTo(row, probabilities);
    if (argmax(answers.subarray(0, CLASSES)) !== label) misread++;
    right += answers[label]!;
  });
  return { error: misread / labels.length, recognisability: right / labels.length };
}

function takeEvery({ images, labels }: LabelledImages, stride: number): LabelledImages {
  return {
    images: images.filter((_, at) => Math.floor(at / PIXELS) % stride === 0),
    labels: labels.filter((_, row) => row % stride === 0),
  };
}

function meanWrongDigit(probabilities: Float64Array, labels: Uint8Array): number {
  let wrong = 0;
  labels.forEach((label, row) => {
    const answers = answersTo(row, probabilities);
    wrong += (1 - answers[label]! - answers[NOT_A_DIGIT]!) / (CLASSES - 1);
  });
  return wrong / labels.length;
}

async function measureNonDigits(
  judge: Measurable,
  testing: DigitSource,
  count: number,
): Promise<NonDigitReading[]> {
  const readings: NonDigitReading[] = [];
  for (const purpose of ['learning', 'testing'] as const) {
    for (const [kind, { make }] of Object.entries(NON_DIGITS[purpose])) {
      const stream = openStream(0, `judges/non-digits/${kind}`);
      const made = Array.from({ length: count }, () => make(testing, stream));
      readings.push({ kind, isKnown: purpose === 'learning', ...(await readKind(judge, made)) });
    }
  }
  return readings;
}

async function readKind(
  judge: Measurable,
  made: readonly LabelledExample[],
): Promise<Pick<NonDigitReading, 'images' | 'rejected' | 'intended' | 'largest'>> {
  const probabilities = await readPrimary(judge, stackImages(made.map(({ image }) => image)));
  const sums = { rejected: 0, intended: 0, largest: 0 };
  made.forEach(({ parts }, row) => {
    const answers = answersTo(row, probabilities);
    const top = argmax(answers.subarray(0, CLASSES));
    if (answers[NOT_A_DIGIT]! > answers[top]!) sums.rejected++;
    sums.intended += answers[parts[0] ?? row % CLASSES]!;
    sums.largest += answers[top]!;
  });
  return {
    images: made.length,
    rejected: sums.rejected / made.length,
    intended: sums.intended / made.length,
    largest: sums.largest / made.length,
  };
}
