/** The validity ladder: makes the images of every rung, has the frozen panel read them, and tests what was expected. */
import type { Engine } from '../engine/engine.ts';
import { NOT_A_DIGIT, pickIntended } from '../judging/answers.ts';
import {
  type FrozenPanel,
  openFrozenPanel,
  readFrozenPanel,
  readTemperatures,
  type Temperatures,
} from '../judging/frozenPanel.ts';
import { type JudgingImages, readJudgingImages } from '../judging/judgingData.ts';
import { type Panel, readTogether } from '../judging/panel.ts';
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
import type { RungImages } from './rungImages.ts';
import * as rungs from './rungs.ts';
import type { ScoredKind } from './scoredKinds.ts';
import {
  compareAdjacent,
  computePsychometric,
  summariseFooling,
  summariseSpread,
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

/** Images shown of each kind. */
const EXAMPLES = 10;

/** Runs the whole ladder. The same task on the same engine and panel always gives the same record. */
export async function climbLadder(
  engine: Engine,
  task: LadderTask,
  onProgress: (line: string) => void,
): Promise<LadderRecord> {
  const { images, seed } = task;
  const frozen = await readFrozenPanel(task.judges ?? JUDGE_NAMES);
  const data = await readJudgingImages();
  const temperatures = await readTemperaturesWithout(frozen);
  const made = await makeRungs(engine, frozen, { task, data }, onProgress);
  const panel = await openFrozenPanel(engine, frozen);
  try {
    const read: { kind: LadderKind; scored: ScoredKind }[] = [];
    for (const each of made) {
      const { attacked = null } = each;
      const own = attacked === null ? frozen.temperatures : temperatures.get(attacked)!;
      read.push(await readRung(panel, each, own));
      const { rung, kind, panel: scores } = read.at(-1)!.kind;
      onProgress(`ladder: rung ${rung}: ${kind}: ${scores.mean.toFixed(3)}`);
    }
    const judges = panel.judges.map(({ name }) => name);
    const scored = read.map((each) => each.scored);
    return {
      scoreVersion: panel.version,
      seed,
      images,
      judges,
      kinds: read.map(({ kind }) => kind),
      expectations: testExpectations(scored, judges, openStream(seed, 'ladder/bootstrap'), task.resamples),
      adjacent: compareAdjacent(scored, judges),
      psychometric: computePsychometric(scored, judges, rungs.FLIP_RATES),
    };
  } finally {
    await panel.dispose();
  }
}

/** The images of every kind, rung by rung. */
async function makeRungs(
  engine: Engine,
  { judges }: FrozenPanel,
  { task, data }: { readonly task: LadderTask; readonly data: JudgingImages },
  onProgress: (line: string) => void,
): Promise<RungImages[]> {
  const { images, seed, controls, attacks } = task;
  const digits = { digits: data.test, count: images, seed };
  const made = [
    ...rungs.makeEmptyImages(digits),
    ...(await makeModelIdeas(engine, data, onProgress, controls)),
    rungs.makeWrongDigits(digits),
    ...(await makeAttacks(
      engine,
      judges,
      { train: data.train, test: data.test, seed, ...attacks },
      onProgress,
    )),
    ...rungs.makeFlippedDigits(digits),
    ...rungs.makeTwoDigits(digits),
    ...makeCorruptedDigits(digits),
    rungs.makeClassMeans(digits, data.train),
    ...rungs.makeRealDigits(digits),
  ];
  return made.sort((a, b) => rungOf(a.kind) - rungOf(b.kind));
}

/** By judge the temperatures of the panel of the others, which reads images made to fool it. */
async function readTemperaturesWithout({ judges }: FrozenPanel): Promise<ReadonlyMap<string, Temperatures>> {
  const temperatures = new Map<string, Temperatures>();
  for (const { name } of judges) {
    temperatures.set(name, await readTemperatures(judges.filter((judge) => judge.name !== name)));
  }
  return temperatures;
}

async function readRung(
  { judges }: Panel,
  made: RungImages,
  temperatures: Temperatures,
): Promise<{ kind: LadderKind; scored: ScoredKind }> {
  const { kind, description, images, digits, attacked = null, flipRate = null, groupSize = 1 } = made;
  const rung = rungOf(kind);
  const pooling = { judges, temperatures };
  const readings = (await readTogether(pooling, images, attacked))[PRIMARY_TOLERANCE];
  const byJudge = mapValues(readings.judges, ({ probabilities }) => pickIntended(probabilities, digits));
  const none = digits.map(() => NOT_A_DIGIT);
  const panel = pickIntended(readings.probabilities, digits);
  const scored = { rung, kind, attacked, flipRate, groupSize, panel, judges: byJudge };
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
      panel: summariseSpread(panel),
      judges: mapValues(byJudge, summariseSpread),
      notDigit: mapValues(
        readings.judges,
        ({ probabilities }) => summariseSpread(pickIntended(probabilities, none)).mean,
      ),
      examples: chooseExamples(digits.length).map((at) => ({
        pixels: Buffer.from(unitToBytes(rowOf(images, at, PIXELS))).toString('base64'),
        digit: digits[at]!,
        panel: panel[at]!,
      })),
    },
  };
}

/** Places spread over `count` images that go through the digits, so that ideas are of different models and digits. */
export function chooseExamples(count: number): number[] {
  return Array.from(
    { length: Math.min(EXAMPLES, count) },
    (_, k) => (Math.floor((k * count) / EXAMPLES) + k) % count,
  );
}

function shareFooled(scores: Float64Array): number {
  return scores.filter((score) => score >= FOOLED).length / scores.length;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
