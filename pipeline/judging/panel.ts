/**
 * The panel: judges that read together, and their one answer. Judges of a family are pooled first, then the families
 * with equal weight: how many relatives a judge has changes nothing. The mean over families is calibrated once more, as each
 * judge is.
 *
 * A mean of calibrated probabilities is less sure than it could be wherever those who answer differ for reasons of their
 * own (Ranjan and Gneiting, "Combining probability forecasts", JRSS B 72(1), 2010), and "not a digit" gains by it: one
 * doubtful reader in four takes a quarter away. Before the judges were frozen this was tried on held-out images with three
 * that had been trained for less: a temperature alone left the pool 0.18 too modest about one half, this 0.08.
 */
import { CLASSES, PIXELS } from '../math/images.ts';
import { logSumExp } from '../math/rows.ts';
import { FAMILIES, FAMILY_OF, type Family, type JudgeName } from '../study/judgeNames.ts';
import { ANSWERS, answersTo, LEAST_PROBABILITY, NOT_A_DIGIT, pickIntended } from './answers.ts';
import { type Calibration, toProbabilities, uncalibrated } from './calibration.ts';
import type { Evidence } from './evidenceModel.ts';
import type { Judge, Readings, ReadingsAtEach } from './judge.ts';
import { atEachTolerance, PRIMARY_TOLERANCE, type Tolerance } from './tolerance.ts';

/** Judges whose probabilities are pooled. */
export interface Pooling {
  readonly judges: readonly Judge[];
  /** Of {@link calibratePool}, at each tolerance. */
  readonly calibrations: Readonly<Record<Tolerance, Calibration>>;
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
  { version, calibrations }: Pick<Panel, 'version' | 'calibrations'>,
): Panel {
  const pooling = { judges, calibrations };
  return {
    version,
    ...pooling,
    probabilities: async (images) => (await readTogether(pooling, images))[PRIMARY_TOLERANCE].probabilities,
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/** Has every judge in turn read images [n, 784] in [0, 1], and pools what they answer. */
export async function readTogether(
  { judges, calibrations }: Pooling,
  images: Float32Array,
): Promise<PanelReadingsAtEach> {
  const readings: Record<string, ReadingsAtEach> = {};
  for (const judge of judges) readings[judge.name] = await judge.read(images);
  return atEachTolerance((tolerance) => {
    const own = judges.map(({ name }) => [name, readings[name]![tolerance]] as const);
    const families = poolFamilies(own.map(([name, { probabilities }]) => [name, probabilities]));
    return {
      probabilities: calibratePool(meanOver(Object.values(families)), calibrations[tolerance]),
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

/** The panel's probabilities [n, 11] with each family left out that has company, from those of all its families. */
export function poolWithoutEach(
  families: PanelReadings['families'],
  calibration: Calibration,
): Partial<Record<Family, Float64Array>> {
  const own = Object.entries(families) as [Family, Float64Array][];
  if (own.length < 2) return {};
  return Object.fromEntries(
    own.map(([leftOut]) => {
      const others = own.filter(([family]) => family !== leftOut).map(([, probabilities]) => probabilities);
      return [leftOut, calibratePool(meanOver(others), calibration)];
    }),
  );
}

/** Calibrations of a pool that leave it as it is: of a family alone, whose judges are calibrated already. */
export const AS_POOLED: Readonly<Record<Tolerance, Calibration>> = {
  little: uncalibrated(1),
  much: uncalibrated(1),
};

/**
 * Pooled probabilities m [n, 11], calibrated as one judge's are ({@link toProbabilities}): the forced choice by a
 * temperature, "not a digit" by a logistic regression on its log odds.
 */
export function calibratePool(probabilities: Float64Array, calibration: Calibration): Float64Array {
  if (isIdentity(calibration)) return probabilities;
  return toProbabilities(weighPool(probabilities), calibration);
}

/** No pool counts as surer than a million to one, so that one row without doubt does not weigh as much as a hundred others. */
const MOST_ODDS = Math.log(1e6);

/** What pooled probabilities m [n, 11] are as evidence: log m_d, and the log odds of "not a digit", within a million to one. */
export function weighPool(probabilities: Float64Array): Evidence {
  const count = probabilities.length / ANSWERS;
  const digits = new Float64Array(count * CLASSES);
  const none = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const logs = answersTo(row, probabilities).map((p) => Math.log(Math.max(p, LEAST_PROBABILITY)));
    digits.set(logs.subarray(0, CLASSES), row * CLASSES);
    const odds = logs[NOT_A_DIGIT]! - logSumExp(logs.subarray(0, CLASSES));
    none[row] = Math.min(MOST_ODDS, Math.max(-MOST_ODDS, odds));
  }
  return { digits, none, noisiness: new Float64Array(count) };
}

function isIdentity({ temperature, none }: Calibration): boolean {
  return temperature === 1 && none.every((weight, at) => weight === Number(at === 0));
}

/** The element-wise mean of lists of one length, at least one list. */
export function meanOver(lists: readonly Float64Array[]): Float64Array {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}
