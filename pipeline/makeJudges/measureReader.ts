/** What the card of a judge or a panel says of it, measured on test digits and on non-digits made from them. */
import { answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import { binarise } from '../judging/binary.ts';
import type { Judge } from '../judging/judge.ts';
import { unitImage } from '../judging/lessons/augment.ts';
import { drawLesson, type Lesson } from '../judging/lessons/lesson.ts';
import { type Material, makeNonDigit, SEEN_KINDS } from '../judging/lessons/nonDigits.ts';
import { makeProbe, PROBE_KINDS } from '../judging/lessons/probes.ts';
import { flipPixels } from '../judging/noise.ts';
import { mostLikely } from '../judging/posterior.ts';
import { measureHonesty } from '../judging/reliability.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import { openStream, type Stream } from '../math/streams.ts';
import type { DigitReading, Measurements, NonDigitReading } from '../study/records.ts';

const MIXTURE_IMAGES = 6000;
const KIND_IMAGES = 1000;
/** Every fifth test image: the first thousands of them are harder than the rest. */
const CURVE_STRIDE = 5;
const FLIPPED = 0.25;
/** 0, 5, ..., 50%. */
const CURVE_RATES: readonly number[] = Array.from({ length: 11 }, (_, k) => k / 20);

/** Who is measured: a judge, or a panel of them. */
export type Measurable = Pick<Judge, 'probabilities'>;

/** The mixture of digits and non-digits, of which no image had a part in making a judge, on which honesty is measured. */
export function drawTestMixture(testing: Material): Lesson {
  return drawLesson(MIXTURE_IMAGES, testing, openStream(0, 'judges/test mixture'));
}

/** Measures a reader on `testing`; the same reader and material always give the same. */
export async function measureReader(reader: Measurable, testing: Material): Promise<Measurements> {
  const grey = bytesToUnit(testing.digits.images);
  const { labels } = testing.digits;
  const binary = binarise(grey);
  const flipped = flipPixels(binary, FLIPPED, openStream(0, 'judges/flipped'));
  const binarised = await reader.probabilities(binary);
  const mixture = drawTestMixture(testing);
  return {
    testImages: labels.length,
    greyscale: summariseDigits(await reader.probabilities(grey), labels),
    binarised: summariseDigits(binarised, labels),
    flipped: summariseDigits(await reader.probabilities(flipped), labels),
    wrongDigit: meanWrongDigit(binarised, labels),
    honesty: measureHonesty(await reader.probabilities(mixture.images), mixture.targets),
    nonDigits: await measureNonDigits(reader, testing),
    noiseCurve: await measureNoiseCurve(reader, testing),
  };
}

/** Error of the forced choice and mean P(right) of probabilities [n, 11]. */
export function summariseDigits(probabilities: Float64Array, labels: Uint8Array): DigitReading {
  let misread = 0;
  let right = 0;
  labels.forEach((label, row) => {
    const answers = answersTo(row, probabilities);
    if (mostLikely(answers.subarray(0, CLASSES)) !== label) misread++;
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
  reader: Measurable,
  { digits }: Material,
): Promise<Measurements['noiseCurve']> {
  const labels = digits.labels.filter((_, row) => row % CURVE_STRIDE === 0);
  const clean = new Float32Array(labels.length * PIXELS);
  labels.forEach((_, at) => {
    clean.set(binarise(unitImage(digits, at * CURVE_STRIDE)), at * PIXELS);
  });
  const curve: { flipRate: number; recognisability: number }[] = [];
  for (const flipRate of CURVE_RATES) {
    const noisy = flipPixels(clean, flipRate, openStream(0, `judges/curve/${flipRate}`));
    const { recognisability } = summariseDigits(await reader.probabilities(noisy), labels);
    curve.push({ flipRate, recognisability });
  }
  return curve;
}

async function measureNonDigits(reader: Measurable, testing: Material): Promise<NonDigitReading[]> {
  const readings: NonDigitReading[] = [];
  for (const kind of SEEN_KINDS) {
    const make = (stream: Stream) => ({ image: makeNonDigit(kind, testing, stream).image, digit: undefined });
    readings.push({ kind, isKnown: true, ...(await readKind(reader, kind, make)) });
  }
  for (const kind of PROBE_KINDS) {
    const make = (stream: Stream) => {
      const { image, digits } = makeProbe(kind, testing.digits, stream);
      return { image, digit: digits[0] };
    };
    readings.push({ kind, isKnown: false, ...(await readKind(reader, kind, make)) });
  }
  return readings;
}

async function readKind(
  reader: Measurable,
  kind: string,
  make: (stream: Stream) => { readonly image: Float32Array; readonly digit: number | undefined },
): Promise<Pick<NonDigitReading, 'images' | 'rejected' | 'intended' | 'largest'>> {
  const stream = openStream(0, `judges/non-digits/${kind}`);
  const made = Array.from({ length: KIND_IMAGES }, () => make(stream));
  const images = new Float32Array(KIND_IMAGES * PIXELS);
  made.forEach(({ image }, row) => {
    images.set(image, row * PIXELS);
  });
  const probabilities = await reader.probabilities(images);
  const sums = { rejected: 0, intended: 0, largest: 0 };
  made.forEach(({ digit }, row) => {
    const answers = answersTo(row, probabilities);
    const top = mostLikely(answers);
    if (answers[NOT_A_DIGIT]! > answers[top]!) sums.rejected++;
    sums.intended += answers[digit ?? row % CLASSES]!;
    sums.largest += answers[top]!;
  });
  return {
    images: KIND_IMAGES,
    rejected: sums.rejected / KIND_IMAGES,
    intended: sums.intended / KIND_IMAGES,
    largest: sums.largest / KIND_IMAGES,
  };
}
