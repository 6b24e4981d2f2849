/** The validity ladder: makes the images of every rung, has the frozen panel read them, and tests what was expected. */
import type { Engine } from '../engine/engine.ts';
import { NOT_A_DIGIT, pickIntended } from '../judging/answers.ts';
import {
  type Calibrations,
  type FrozenPanel,
  readCalibrations,
  readFrozenPanel,
} from '../judging/frozenPanel.ts';
import { type JudgingImages, readJudgingImages } from '../judging/judgingData.ts';
import {
  calibratePool,
  meanOver,
  type Panel,
  type PanelReadings,
  poolFamilies,
  readTogether,
} from '../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { PIXELS, unitToBytes } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { makeAttacks } from './attacks.ts';
import { type ControlSizes, makeModelIdeas } from './controlModels.ts';
import { makeCorruptedDigits } from './corruptions.ts';
import { rungOf } from './kinds.ts';
import { FOOLED, type LadderKind, type LadderRecord } from './ladderRecord.ts';
import { openMaskedPanel } from './maskedPanel.ts';
import type { RungImages } from './rungImages.ts';
import * as rungs from './rungs.ts';
import type { ScoredKind } from './scoredKinds.ts';
import { chooseExamples, summariseSpread } from './summariseScores.ts';
import {
  compareAdjacent,
  computePsychometric,
  summariseFooling,
  testExpectations,
} from './testExpectations.ts';

/** What a run of the ladder may differ in. */
export interface LadderTask {
  /** Images of each kind that is made from digits, at most MOST_IMAGES; WHOLE_RUN or more make every rung at least 500. */
  readonly images: number;
  readonly seed: number;
  /** The judges of the panel, at least two; all of them where not given. */
  readonly judges?: readonly JudgeName[];
  /** The sizes of the other kinds; those of a whole run where not given. */
  readonly controls?: ControlSizes;
  readonly attacks?: { readonly count: number; readonly rounds: number };
  /** Resamples of the intervals. */
  readonly resamples?: number;
}

/** Runs the whole ladder. The same task on the same engine and panel always gives the same record. */
export async function climbLadder(
  engine: Engine,
  task: LadderTask,
  onProgress: (line: string) => void,
): Promise<LadderRecord> {
  const frozen = await readFrozenPanel(task.judges ?? JUDGE_NAMES);
  const data = await readJudgingImages();
  const calibrationsWithout = await readCalibrationsWithout(frozen);
  const panel = await openMaskedPanel(engine, frozen, data);
  try {
    const made = await makeRungs(engine, panel, { task, data }, onProgress);
    return await readLadder({ panel, calibrationsWithout }, made, task, onProgress);
  } finally {
    await panel.dispose();
  }
}

/** A panel, and by judge the calibrations of the panel of the others. */
export interface LadderPanel {
  readonly panel: Panel;
  readonly calibrationsWithout: ReadonlyMap<string, Calibrations>;
}

/** Has a panel read images that are `made`, rung by rung, and tests what was expected of them. */
export async function readLadder(
  reader: LadderPanel,
  made: readonly RungImages[],
  { images, seed, resamples }: Pick<LadderTask, 'images' | 'seed' | 'resamples'>,
  onProgress: (line: string) => void,
): Promise<LadderRecord> {
  const read: { kind: LadderKind; scored: ScoredKind }[] = [];
  for (const each of made) {
    read.push(await readRung(reader, each));
    const { rung, kind, panel: scores } = read.at(-1)!.kind;
    onProgress(`ladder: rung ${rung}: ${kind}: ${scores.mean.toFixed(3)}`);
  }
  const judges = reader.panel.judges.map(({ name }) => name);
  const scored = read.map((each) => each.scored);
  return {
    scoreVersion: reader.panel.version,
    seed,
    images,
    judges,
    kinds: read.map(({ kind }) => kind),
    expectations: testExpectations(scored, judges, openStream(seed, 'ladder/bootstrap'), resamples),
    adjacent: compareAdjacent(scored, judges),
    psychometric: computePsychometric(scored, judges, rungs.FLIP_RATES),
  };
}

/** The images of every kind, rung by rung. */
async function makeRungs(
  engine: Engine,
  { judges }: Panel,
  { task, data }: { readonly task: LadderTask; readonly data: JudgingImages },
  onProgress: (line: string) => void,
): Promise<RungImages[]> {
  const { images, seed, controls, attacks } = task;
  const digits = { digits: data.test, count: images, seed };
  const made = [
    ...rungs.makeEmptyImages(digits),
    ...(await makeModelIdeas(engine, data, onProgress, controls)),
    rungs.makeWrongDigits(digits),
    ...(await makeAttacks(judges, { train: data.train, test: data.test, seed, ...attacks }, onProgress)),
    ...rungs.makeFlippedDigits(digits),
    ...rungs.makeTwoDigits(digits),
    ...makeCorruptedDigits(digits),
    rungs.makeClassMeans(digits, data.train),
    ...rungs.makeRealDigits(digits),
  ];
  return made.sort((a, b) => rungOf(a.kind) - rungOf(b.kind));
}

/** By judge the calibrations of the panel of the others. */
async function readCalibrationsWithout({ judges }: FrozenPanel): Promise<ReadonlyMap<string, Calibrations>> {
  const calibrations = new Map<string, Calibrations>();
  for (const { name } of judges) {
    calibrations.set(name, await readCalibrations(judges.filter((judge) => judge.name !== name)));
  }
  return calibrations;
}

async function readRung(
  { panel, calibrationsWithout }: LadderPanel,
  made: RungImages,
): Promise<{ kind: LadderKind; scored: ScoredKind }> {
  const { kind, description, images, digits, attacked = null, flipRate = null, groupSize = 1 } = made;
  const rung = rungOf(kind);
  const readings = (await readTogether(panel, images))[PRIMARY_TOLERANCE];
  const byJudge = mapValues(readings.judges, ({ probabilities }) => pickIntended(probabilities, digits));
  const none = digits.map(() => NOT_A_DIGIT);
  const without = mapValues(readings.judges, (_, name) =>
    pickIntended(poolWithout(name, readings, calibrationsWithout.get(name)!), digits),
  );
  const scores = attacked === null ? pickIntended(readings.probabilities, digits) : without[attacked]!;
  const scored = { rung, kind, attacked, flipRate, groupSize, panel: scores, judges: byJudge, without };
  return {
    scored,
    kind: {
      rung,
      kind,
      description,
      images: digits.length,
      attacked,
      fooled: attacked === null ? null : shareFooled(byJudge[attacked]!),
      fooling: attacked === null ? null : summariseFooling(scored),
      panel: summariseSpread(scores),
      judges: mapValues(byJudge, summariseSpread),
      notDigit: mapValues(
        readings.judges,
        ({ probabilities }) => summariseSpread(pickIntended(probabilities, none)).mean,
      ),
      examples: chooseExamples(digits.length).map((at) => ({
        pixels: Buffer.from(unitToBytes(rowOf(images, at, PIXELS))).toString('base64'),
        digit: digits[at]!,
        panel: scores[at]!,
      })),
    },
  };
}

/** The probabilities [n, 11] of the panel of all judges but `leftOut`, from what each reads. */
function poolWithout(
  leftOut: string,
  { judges }: Pick<PanelReadings, 'judges'>,
  calibrations: Calibrations,
): Float64Array {
  const others = Object.entries(judges).filter(([name]) => name !== leftOut);
  const families = poolFamilies(others.map(([name, { probabilities }]) => [name, probabilities]));
  return calibratePool(meanOver(Object.values(families)), calibrations[PRIMARY_TOLERANCE]);
}

function shareFooled(scores: Float64Array): number {
  return scores.filter((score) => score >= FOOLED).length / scores.length;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
