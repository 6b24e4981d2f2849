/** What the card of a judge or a panel says of it, measured on test digits and on non-digits made from them. */
import { answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import type { Judge } from '../judging/judge.ts';
import { binarise, flipPixels, unitImage } from '../judging/pixels.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { bytesToUnit, CLASSES, stackImages } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import type { DigitReading, Measurements, NonDigitReading } from '../study/records.ts';
import { measureCalibration } from './calibrationReport.ts';
import type { DigitSource, LabelledExample } from './images/example.ts';
import { NON_DIGITS } from './images/nonDigits.ts';
import type { JudgeData } from './judgeData.ts';
import { drawMixture, type LabelledMixture, targetsAt } from './labelledMixture.ts';

/** Every fifth test image: the first thousands of them are harder than the rest. */
const CURVE_STRIDE = 5;
/** Share of flipped pixels of the digits that cards call flipped. */
const FLIPPED = 0.25;
/** Shares of flipped pixels of the noise curve: 0, 5, ..., 50%. */
const CURVE_RATES: readonly number[] = Array.from({ length: 11 }, (_, k) => k / 20);

/** Who is measured: a judge, or a panel of them. */
export type Measurable = Pick<Judge, 'probabilities'>;

/** The mixture of digits and non-digits, of which no image had a part in making a judge, on which calibration is measured. */
function drawTestMixture({ testing, sizes }: JudgeData): LabelledMixture {
  return drawMixture('testing', sizes.mixtureImages, testing, openStream(0, 'judges/test mixture'));
}

/** Measures a judge or a panel on the test images; the same judges and data always give the same. */
export async function measureJudge(judge: Measurable, data: JudgeData): Promise<Measurements> {
  const { testing, sizes } = data;
  const grey = bytesToUnit(testing.digits.images);
  const { labels } = testing.digits;
  const binary = binarise(grey);
  const flipped = flipPixels(binary, FLIPPED, openStream(0, 'judges/flipped'));
  const binarised = await judge.probabilities(binary);
  const mixture = drawTestMixture(data);
  return {
    testImages: labels.length,
    greyscale: summariseDigits(await judge.probabilities(grey), labels),
    binarised: summariseDigits(binarised, labels),
    flipped: summariseDigits(await judge.probabilities(flipped), labels),
    wrongDigit: meanWrongDigit(binarised, labels),
    honesty: measureCalibration(
      await judge.probabilities(mixture.images),
      targetsAt(mixture, PRIMARY_TOLERANCE),
    ),
    nonDigits: await measureNonDigits(judge, testing, sizes.kindImages),
    noiseCurve: await measureNoiseCurve(judge, testing),
  };
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

function meanWrongDigit(probabilities: Float64Array, labels: Uint8Array): number {
  let wrong = 0;
  labels.forEach((label, row) => {
    const answers = answersTo(row, probabilities);
    wrong += (1 - answers[label]! - answers[NOT_A_DIGIT]!) / (CLASSES - 1);
  });
  return wrong / labels.length;
}

async function measureNoiseCurve(
  judge: Measurable,
  { digits }: DigitSource,
): Promise<Measurements['noiseCurve']> {
  const labels = digits.labels.filter((_, row) => row % CURVE_STRIDE === 0);
  const clean = stackImages(Array.from(labels, (_, at) => binarise(unitImage(digits, at * CURVE_STRIDE))));
  const curve: { flipRate: number; recognisability: number }[] = [];
  for (const flipRate of CURVE_RATES) {
    const noisy = flipPixels(clean, flipRate, openStream(0, `judges/curve/${flipRate}`));
    const { recognisability } = summariseDigits(await judge.probabilities(noisy), labels);
    curve.push({ flipRate, recognisability });
  }
  return curve;
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
  const probabilities = await judge.probabilities(stackImages(made.map(({ image }) => image)));
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
