import { expect, test } from 'vitest';
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import { AS_POOLED, assemblePanel } from '../../pipeline/judging/panel.ts';
import { makeAttacks } from '../../pipeline/ladder/attacks.ts';
import { readLadder } from '../../pipeline/ladder/climbLadder.ts';
import { makeCorruptedDigits } from '../../pipeline/ladder/corruptions.ts';
import { ladderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import type { RungImages } from '../../pipeline/ladder/rungImages.ts';
import * as rungs from '../../pipeline/ladder/rungs.ts';
import { describeLadder } from '../../pipeline/ladder/verdict.ts';
import { readDigits } from '../judging/digits.ts';
import { makeJudge } from '../judging/madeJudge.ts';

/** A judge that gives every digit P `p`, whatever it sees. */
const flat = (name: string, p: number) =>
  makeJudge(name, () => {
    const answers = new Float64Array(ANSWERS).fill(p);
    answers[10] = 1 - 10 * p;
    return answers;
  });

test('a panel of made judges is read rung by rung, and images made to fool one by the others', async () => {
  const data = { train: readDigits('train', 0, 600), test: readDigits('t10k', 0, 200) };
  const task = { digits: data.test, count: 4, seed: 0 };
  const judges = [flat('cnn', 0.02), flat('mixture', 0.06)];
  const calibrations = AS_POOLED;
  const idea = (kind: RungImages['kind']): RungImages => ({
    ...rungs.makeWrongDigits(task),
    kind,
    description: 'Made.',
  });
  const made: RungImages[] = [
    ...rungs.makeEmptyImages(task),
    idea('ideas of untrained models'),
    rungs.makeWrongDigits(task),
    ...(await makeAttacks(judges, { ...data, seed: 0, count: 2, rounds: 1 }, () => undefined)),
    ...rungs.makeFlippedDigits(task),
    ...rungs.makeTwoDigits(task),
    ...makeCorruptedDigits(task),
    idea('ordinary ideas'),
    idea('ideas after noise'),
    rungs.makeClassMeans(task, data.train),
    ...rungs.makeRealDigits(task),
  ];
  const panel = assemblePanel(judges, { version: 'cnn+mixture-made', calibrations });
  const calibrationsWithout = new Map(judges.map(({ name }) => [name, calibrations]));
  const lines: string[] = [];
  const record = await readLadder(
    { panel, calibrationsWithout },
    made,
    { images: 4, seed: 0, resamples: 3 },
    (line) => lines.push(line),
  );
  expect(ladderRecord.parse(record)).toEqual(record);
  expect(lines).toHaveLength(made.length);
  for (const { attacked, panel: scores, fooled, judges: alone } of record.kinds) {
    const expected = attacked === null ? 0.04 : attacked === 'cnn' ? 0.06 : 0.02;
    expect(scores.mean).toBeCloseTo(expected, 12);
    expect(fooled).toBe(attacked === null ? null : 0);
    expect(alone.cnn!.mean).toBeCloseTo(0.02, 12);
  }
  // Nobody was fooled, so that nothing can be said of what fools a judge.
  const fooling = record.expectations.filter(({ rung, undecided }) => rung === 4 && undecided === null);
  expect(fooling.map(({ panel: { holds } }) => holds)).toEqual([null, null, null, null, null, false]);
  expect(describeLadder(record).filter((line) => line.startsWith('not measured'))).toHaveLength(5);
  // Read by the same judges, flipped digits and images made to fool one are alike: area 0.5.
  expect(record.adjacent[3]!.panel).toBe(0.5);
});
