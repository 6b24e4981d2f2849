/**
 * The panel: judges that read together, and their one answer. Judges of a family are pooled first, then the families
 * with equal weight: how many relatives a judge has changes nothing. The mean over families is made as sure as it is right.
 *
 * A mean of calibrated probabilities is less sure than it could be wherever those who answer differ for reasons of their
 * own (Ranjan and Gneiting, "Combining probability forecasts", JRSS B 72(1), 2010). A temperature mends that as it does
 * for one judge (Guo et al., "On calibration of modern neural networks", arXiv 1706.04599).
 */
import { PIXELS } from '../math/images.ts';
import { FAMILIES, FAMILY_OF, type Family, type JudgeName } from '../study/judgeNames.ts';
import { ANSWERS, answersTo, LEAST_PROBABILITY, pickIntended } from './answers.ts';
import { softmax } from './calibration.ts';
import type { Judge, Readings, ReadingsAtEach } from './judge.ts';
import { atEachTolerance, PRIMARY_TOLERANCE, type Tolerance } from './tolerance.ts';

/** Judges whose probabilities are pooled. */
export interface Pooling {
  readonly judges: readonly Judge[];
  /** Of {@link sharpen}, at each tolerance. */
  readonly temperatures: Readonly<Record<Tolerance, number>>;
}

/** Judges that read together. Call `dispose` when done. */
export interface Panel extends Pooling {
  /** Names the judges and, by a hash, what they are made of. */
  readonly version: string;
  /** Probabilities [n, 11] of all judges together of images [n, 784] in [0, 1], at the primary tolerance. */
  probabilities(images: Float32Array): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** What judges make of n images: together, each family, and each judge. */
export interface PanelReadings {
  /** Pooled probabilities [n, 11]. */
  readonly probabilities: Float64Array;
  /** Probabilities [n, 11] of each family that has a judge, in the order of FAMILIES. */
  readonly families: Readonly<Partial<Record<Family, Float64Array>>>;
  /** Readings by the judge's name, in the panel's order. */
  readonly judges: Readonly<Record<string, Readings>>;
}

/** What judges make of n images at each tolerance of noise. */
export type PanelReadingsAtEach = Readonly<Record<Tolerance, PanelReadings>>;

/** A panel of judges that are already open, at least one, which it disposes of. */
export function assemblePanel(
  judges: readonly Judge[],
  { version, temperatures }: Pick<Panel, 'version' | 'temperatures'>,
): Panel {
  const pooling = { judges, temperatures };
  return {
    version,
    ...pooling,
    probabilities: async (images) => (await readTogether(pooling, images))[PRIMARY_TOLERANCE].probabilities,
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/** Has every judge in turn read images [n, 784] in [0, 1], and pools what they answer, but for the judge `leftOut`. */
export async function readTogether(
  { judges, temperatures }: Pooling,
  images: Float32Array,
  leftOut: string | null = null,
): Promise<PanelReadingsAtEach> {
  const readings: Record<string, ReadingsAtEach> = {};
  for (const judge of judges) readings[judge.name] = await judge.read(images);
  return atEachTolerance((tolerance) => {
    const own = judges.map(({ name }) => [name, readings[name]![tolerance]] as const);
    const pooled = own.filter(([name]) => name !== leftOut);
    const families = poolFamilies(pooled.map(([name, { probabilities }]) => [name, probabilities]));
    return {
      probabilities: sharpen(meanOver(Object.values(families)), temperatures[tolerance]),
      families,
      judges: Object.fromEntries(own),
    };
  });
}

/**
 * Scores P(intended) [n] of images [n, 784] in [0, 1] by the panel, "not a digit" allowed, at the primary tolerance. Throws
 * a RangeError where there are not as many images as digits: a fault of ours, not of the user.
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

/** The mean probabilities [n, 11] of the judges of each family, from the probabilities of judges by name. */
export function poolFamilies(
  answers: readonly (readonly [name: string, probabilities: Float64Array])[],
): Partial<Record<Family, Float64Array>> {
  const families: Partial<Record<Family, Float64Array>> = {};
  for (const family of FAMILIES) {
    const own = answers.filter(([name]) => FAMILY_OF[name as JudgeName] === family);
    if (own.length > 0) families[family] = meanOver(own.map(([, probabilities]) => probabilities));
  }
  return families;
}

/** Probabilities [n, 11] as P(a)^(1/T) / sum_b P(b)^(1/T): T = 1 leaves them, below 1 they are surer. */
export function sharpen(probabilities: Float64Array, temperature: number): Float64Array {
  if (temperature === 1) return probabilities;
  const sharpened = new Float64Array(probabilities.length);
  for (let row = 0; row * ANSWERS < probabilities.length; row++) {
    const logs = answersTo(row, probabilities).map((p) => Math.log(Math.max(p, LEAST_PROBABILITY)));
    sharpened.set(softmax(logs, temperature), row * ANSWERS);
  }
  return sharpened;
}

/** The element-wise mean of lists of one length, at least one list. */
export function meanOver(lists: readonly Float64Array[]): Float64Array {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}
