/** The second ladder: makes its images, has the frozen panel read them, and tests what was expected and sealed. */
import type { Engine } from '../../engine/engine.ts';
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../../judging/answers.ts';
import { readFrozenPanel } from '../../judging/frozenPanel.ts';
import { type JudgingImages, readJudgingImages } from '../../judging/judgingData.ts';
import { type Panel, readTogether } from '../../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../../judging/tolerance.ts';
import { CLASSES, PIXELS, unitToBytes } from '../../math/images.ts';
import { mean, rowOf } from '../../math/rows.ts';
import { openStream } from '../../math/streams.ts';
import { JUDGE_NAMES, type JudgeName } from '../../study/judgeNames.ts';
import { makeOrdinaryIdeas } from '../controlModels.ts';
import { openMaskedPanel } from '../maskedPanel.ts';
import { chooseExamples, summariseSpread } from '../summariseScores.ts';
import { makeOfIdeas, makeSecondImages } from './makeSecond.ts';
import { type ScoredSecond, testSecond } from './measureSecond.ts';
import { listBroken, readSeal } from './seal.ts';
import type { SecondImages } from './secondImages.ts';
import type { SecondKind, SecondRecord } from './secondRecord.ts';

/** What a run of the second ladder may differ in; 0 and 1 is the run that is sealed. */
export interface SecondClimb {
  readonly seed: number;
  /** The share of a whole run's images, in (0, 1]. */
  readonly share: number;
  /** The judges of the panel; all of them where not given. */
  readonly judges?: readonly JudgeName[];
  /** Models whose ideas are read, how long they learn and from how many images; those of a whole run where not given. */
  readonly models?: typeof WHOLE_MODELS;
  /** Resamples of the intervals. */
  readonly resamples?: number;
}

/** Ordinary models, ten ideas each. */
const WHOLE_MODELS = { count: 10, epochs: 5, images: Number.POSITIVE_INFINITY };

/** Seed of the first model; far from those of studies, of judges and of the first ladder. */
const FIRST_SEED = 5_000_000;

/** Runs the second ladder. The same climb on the same engine and panel always gives the same record. */
export async function climbSecond(
  engine: Engine,
  climb: SecondClimb,
  onProgress: (line: string) => void,
): Promise<SecondRecord> {
  const data = await readJudgingImages();
  const frozen = await readFrozenPanel(climb.judges ?? JUDGE_NAMES);
  const made = await makeAll(engine, climb, data);
  onProgress(`second ladder: ${made.reduce((sum, { images }) => sum + images.length / PIXELS, 0)} images`);
  const panel = await openMaskedPanel(engine, frozen, data);
  try {
    return await readSecond(panel, made, climb, onProgress);
  } finally {
    await panel.dispose();
  }
}

async function makeAll(engine: Engine, climb: SecondClimb, data: JudgingImages): Promise<SecondImages[]> {
  const { count, epochs, images } = climb.models ?? WHOLE_MODELS;
  const sizes = { models: count, epochs, trainImages: images, firstSeed: FIRST_SEED };
  const ideas = await makeOrdinaryIdeas(engine, data, sizes);
  return [...(await makeSecondImages({ test: data.test, ...climb })), ...makeOfIdeas(climb, ideas)];
}

/** Has `panel` read images that are `made`, tests them, and says whether they are those that were sealed. */
export async function readSecond(
  panel: Panel,
  made: readonly SecondImages[],
  { seed, share, resamples }: Pick<SecondClimb, 'seed' | 'share' | 'resamples'>,
  onProgress: (line: string) => void,
): Promise<SecondRecord> {
  const judges = panel.judges.map(({ name }) => name);
  const read: { kind: SecondKind; scored: ScoredSecond }[] = [];
  for (const each of made) {
    read.push(await readKind(panel, each));
    onProgress(`second ladder: ${each.kind}: ${read.at(-1)!.kind.panel.mean.toFixed(3)}`);
  }
  const scored = read.map((each) => each.scored);
  const isWhole = seed === 0 && share === 1;
  const sealed = made.filter(({ groupSize }) => groupSize === undefined);
  return {
    scoreVersion: panel.version,
    seed,
    share,
    judges,
    broken: isWhole ? listBroken(await readSeal(), sealed) : null,
    kinds: read.map(({ kind }) => kind),
    expectations: testSecond(scored, judges, openStream(seed, 'second/bootstrap'), resamples),
  };
}

async function readKind(
  panel: Panel,
  made: SecondImages,
): Promise<{ kind: SecondKind; scored: ScoredSecond }> {
  const { group, kind, description, images, digits, groupSize = 1 } = made;
  const readings = (await readTogether(panel, images))[PRIMARY_TOLERANCE];
  const scores = scoreAnswers(readings.probabilities, digits);
  const byJudge = Object.fromEntries(
    Object.entries(readings.judges).map(([name, { probabilities }]) => [
      name,
      scoreAnswers(probabilities, digits),
    ]),
  );
  const count = images.length / PIXELS;
  return {
    scored: { kind, groupSize, panel: scores, judges: byJudge },
    kind: {
      ...{ group, kind, description, images: count, hasDigit: digits !== null },
      panel: summariseSpread(scores),
      judges: Object.fromEntries(Object.entries(byJudge).map(([name, own]) => [name, summariseSpread(own)])),
      notDigit: mean(scores.map((_, row) => answersTo(row, readings.probabilities)[NOT_A_DIGIT]!)),
      examples: chooseExamples(count).map((at) => ({
        pixels: Buffer.from(unitToBytes(rowOf(images, at, PIXELS))).toString('base64'),
        digit: digits === null ? null : digits[at]!,
        panel: scores[at]!,
      })),
    },
  };
}

/** P(digit) [n] of probabilities [n, 11]; without digits P of the likeliest digit. */
export function scoreAnswers(probabilities: Float64Array, digits: readonly number[] | null): Float64Array {
  return Float64Array.from({ length: probabilities.length / ANSWERS }, (_, row) => {
    const answers = answersTo(row, probabilities);
    return digits === null ? Math.max(...answers.subarray(0, CLASSES)) : answers[digits[row]!]!;
  });
}
