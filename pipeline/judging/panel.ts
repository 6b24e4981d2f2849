/**
 * The panel: judges that read together, and their one answer, the mean of their probabilities made as sure as it is
 * right.
 *
 * A mean of calibrated probabilities is less sure than it could be wherever the judges differ (Ranjan and Gneiting,
 * "Combining probability forecasts", JRSS B 72(1), 2010). A temperature mends that as it does for one judge (Guo et
 * al., "On calibration of modern neural networks", arXiv 1706.04599).
 */
import { PIXELS } from '../math/images.ts';
import { ANSWERS, answersTo, pickIntended } from './answers.ts';
import { softmax } from './calibration.ts';
import type { Judge, Readings } from './judge.ts';

/** Judges whose probabilities are pooled. */
export interface Pooling {
  readonly judges: readonly Judge[];
  /** Of {@link poolAnswers}. */
  readonly temperature: number;
}

/** Judges that read together. Call `dispose` when done. */
export interface Panel extends Pooling {
  /** Names the judges and, by a hash, what they are made of. */
  readonly version: string;
  /** Probabilities [n, 11] of all judges together of images [n, 784] in [0, 1]. */
  probabilities(images: Float32Array): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** What judges make of n images: together, and each. */
export interface PanelReadings {
  /** Pooled probabilities [n, 11]. */
  readonly probabilities: Float64Array;
  /** Readings by the judge's name, in the panel's order. */
  readonly judges: Readonly<Record<string, Readings>>;
}

/** A panel of judges that are already open, at least one, which it disposes of. */
export function assemblePanel(
  judges: readonly Judge[],
  { version, temperature }: Pick<Panel, 'version' | 'temperature'>,
): Panel {
  return {
    version,
    judges,
    temperature,
    probabilities: async (images) => (await readTogether({ judges, temperature }, images)).probabilities,
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/** Has every judge in turn read images [n, 784] in [0, 1], and pools what they answer, but for the judge `leftOut`. */
export async function readTogether(
  { judges, temperature }: Pooling,
  images: Float32Array,
  leftOut: string | null = null,
): Promise<PanelReadings> {
  const readings: Record<string, Readings> = {};
  for (const judge of judges) readings[judge.name] = await judge.read(images);
  const pooled = judges.filter(({ name }) => name !== leftOut).map(({ name }) => readings[name]!);
  return {
    probabilities: poolAnswers(
      pooled.map(({ probabilities }) => probabilities),
      temperature,
    ),
    judges: readings,
  };
}

/**
 * Scores P(intended) [n] of images [n, 784] in [0, 1] by the panel, "not a digit" allowed. Throws a RangeError where
 * there are not as many images as digits: a fault of ours, not of the user.
 */
export async function scoreImages(
  panel: Pick<Panel, 'probabilities'>,
  images: Float32Array,
  digits: readonly number[],
): Promise<Float64Array> {
  if (images.length !== digits.length * PIXELS) {
    throw new RangeError(
      `scoreImages: expected ${digits.length} images of ${PIXELS} pixels, got ${images.length} values`,
    );
  }
  return pickIntended(await panel.probabilities(images), digits);
}

/**
 * Probabilities [n, 11] of all judges together, P(a) = m_a^(1/T) / sum_b m_b^(1/T), where m is the mean of `answers`,
 * the judges' probabilities [n, 11], at least one judge. T = 1 is the mean itself; below 1 it is surer.
 */
export function poolAnswers(answers: readonly Float64Array[], temperature: number): Float64Array {
  const means = meanOver(answers);
  if (temperature === 1) return means;
  const pooled = new Float64Array(means.length);
  for (let row = 0; row * ANSWERS < means.length; row++) {
    pooled.set(softmax(answersTo(row, means).map(Math.log), temperature), row * ANSWERS);
  }
  return pooled;
}

/** The element-wise mean of lists of one length, at least one list. */
export function meanOver(lists: readonly Float64Array[]): Float64Array {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}
