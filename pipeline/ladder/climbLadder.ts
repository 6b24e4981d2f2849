/** The validity ladder: makes the images of every rung, lets the frozen panel read them, and tests what was expected. */

import type { Engine } from '../engine/engine.ts';
import {
  assertReferences,
  type FrozenPanel,
  openFrozenPanel,
  readFrozenPanel,
  readJudgingImages,
} from '../judging/frozenPanel.ts';
import { readTemperature } from '../judging/frozenRecords.ts';
import { type Panel, scoreImages } from '../judging/panel.ts';
import { pickIntended, poolAnswers } from '../judging/pool.ts';
import { PIXELS, unitToBytes } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import { JUDGE_NAMES } from '../study/config.ts';
import { makeAttacks } from './attacks.ts';
import { makeModelIdeas } from './controlModels.ts';
import { makeCorruptedDigits } from './corruptions.ts';
import { FOOLED, type LadderKind, type LadderRecord } from './ladderRecord.ts';
import type { RungImages } from './rungImages.ts';
import * as rungs from './rungs.ts';
import {
  compareAdjacent,
  drawPsychometric,
  type ScoredKind,
  summariseFooling,
  summariseSpread,
  testExpectations,
} from './testExpectations.ts';

/** What a run of the ladder may differ in. */
export interface LadderTask {
  /** Images of each kind that is made from digits, at most MOST_IMAGES; WHOLE_RUN or more make every rung at least 500. */
  readonly images: number;
  readonly seed: number;
}

/** Images shown of each kind. */
const EXAMPLES = 10;

/** Runs the whole ladder. The same task on the same engine and panel always gives the same record. */
export async function climbLadder(
  engine: Engine,
  { images, seed }: LadderTask,
  tell: (line: string) => void,
): Promise<LadderRecord> {
  const frozen = await readFrozenPanel(JUDGE_NAMES);
  const data = await readJudgingImages();
  for (const judge of frozen.judges) assertReferences(judge, data.train);
  const task = { digits: data.test, count: images, seed };
  const made: RungImages[] = [
    ...rungs.makeEmptyImages(task),
    ...(await makeModelIdeas(engine, data.train, data.test, tell)),
    rungs.makeWrongDigits(task),
    ...(await makeAttacks(engine, frozen, data, seed, tell)),
    ...rungs.makeFlippedDigits(task),
    ...rungs.makeTwoDigits(task),
    ...makeCorruptedDigits(task),
    rungs.makeClassMeans(task, data.train),
    ...rungs.makeRealDigits(task),
  ].sort((a, b) => a.rung - b.rung);
  const panel = await openFrozenPanel(engine, frozen);
  try {
    const read: { kind: LadderKind; scored: ScoredKind }[] = [];
    for (const rung of made) {
      read.push(await readRung(panel, rung, await temperOthers(frozen, rung)));
      tell(`ladder: rung ${rung.rung}: ${rung.kind}: ${read.at(-1)!.kind.panel.mean.toFixed(3)}`);
    }
    const judges = panel.judges.map(({ name }) => name);
    const scored = read.map((each) => each.scored);
    return {
      scoreVersion: panel.version,
      seed,
      images,
      judges,
      kinds: read.map(({ kind }) => kind),
      expectations: testExpectations(scored, judges, openStream(seed, 'ladder/bootstrap')),
      adjacent: compareAdjacent(scored, judges),
      psychometric: drawPsychometric(scored, judges, rungs.FLIP_RATES),
    };
  } finally {
    await panel.dispose();
  }
}

/** The temperature of the panel that reads a rung: of the judges that were not attacked. */
function temperOthers({ judges }: FrozenPanel, { attacked }: RungImages): Promise<number> {
  return readTemperature(judges.filter(({ name }) => name !== attacked));
}

async function readRung(
  panel: Panel,
  made: RungImages,
  temperature: number,
): Promise<{ kind: LadderKind; scored: ScoredKind }> {
  const { rung, kind, description, images, digits } = made;
  const attacked = made.attacked ?? null;
  const { judges, notDigit, answers } = await scoreImages(panel, images, digits);
  const others = Object.entries(answers).filter(([name]) => name !== attacked);
  const pooled = poolAnswers(
    others.map(([, own]) => own),
    temperature,
  );
  const scores = pickIntended(pooled, digits);
  const scored = {
    rung,
    kind,
    attacked,
    flipRate: made.flipRate ?? null,
    together: made.together ?? 1,
    panel: scores,
    judges,
  };
  return {
    scored,
    kind: {
      rung,
      kind,
      description,
      images: digits.length,
      attacked,
      fooled: attacked === null ? null : shareFooled(judges[attacked]!),
      fooling: attacked === null ? null : summariseFooling(scored),
      panel: summariseSpread(scores),
      judges: mapValues(judges, summariseSpread),
      notDigit: mapValues(notDigit, (values) => summariseSpread(values).mean),
      examples: chooseExamples(digits.length).map((at) => ({
        pixels: Buffer.from(unitToBytes(images.subarray(at * PIXELS, (at + 1) * PIXELS))).toString('base64'),
        digit: digits[at]!,
        panel: scores[at]!,
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
