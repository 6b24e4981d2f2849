import { describe, expect, test } from 'vitest';
import type { FrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { type Calibrations, findCalibrations, scoreVersion } from '../../pipeline/judging/frozenPanel.ts';
import { AS_POOLED } from '../../pipeline/judging/panel.ts';
import { atEachTolerance } from '../../pipeline/judging/tolerance.ts';
import type { JudgeName } from '../../pipeline/study/judgeNames.ts';
import { makeCard } from './madeCard.ts';

const freeze = (name: JudgeName, text: string, weights = Uint8Array.of(1, 2, 3)): FrozenJudge => ({
  name,
  record: {
    calibrations: atEachTolerance(() => ({ temperature: 1, none: [1, 0, 0, 0, 0, 0] })),
    typicality: null,
    card: makeCard(name),
  },
  recordBytes: new TextEncoder().encode(text),
  weights,
});
const mixture = freeze('mixture', 'a record');
const cnn = freeze('cnn', 'another');
/** Calibrations whose odds of "not a digit" are multiplied by these. */
const scaled = (little: number, much: number): Calibrations => ({
  little: { temperature: 1, none: [little, 0, 0, 0, 0, 0] },
  much: { temperature: 1, none: [much, 0, 0, 0, 0, 0] },
});

describe('the version of scores', () => {
  test('names the judges in alphabetical order, and does not depend on theirs', () => {
    expect(scoreVersion([mixture], AS_POOLED)).toMatch(/^mixture-[0-9a-f]{8}$/);
    expect(scoreVersion([mixture, cnn], AS_POOLED)).toMatch(/^cnn\+mixture-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, mixture], AS_POOLED)).toBe(scoreVersion([mixture, cnn], AS_POOLED));
  });

  test.each([
    ['a byte of a record', freeze('cnn', 'anothen')],
    ['a byte of weights', freeze('cnn', 'another', Uint8Array.of(1, 2, 4))],
    ['where the one ends and the other begins', freeze('cnn', 'another\u0001', Uint8Array.of(2, 3))],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed, mixture], AS_POOLED)).not.toBe(scoreVersion([cnn, mixture], AS_POOLED));
  });

  test('changes with either calibration, and with which of them is which', () => {
    const versions = [
      scaled(0.7, 0.8),
      scaled(0.71, 0.8),
      scaled(0.7, 0.81),
      scaled(0.8, 0.7),
      { ...scaled(0.7, 0.8), little: { temperature: 0.9, none: [0.7, 0, 0, 0, 0, 0] } },
    ].map((calibrations) => scoreVersion([cnn, mixture], calibrations));
    expect(new Set(versions).size).toBe(5);
  });
});

describe('the calibrations of a panel', () => {
  const calibrations = scaled(0.7, 0.8);
  const panels = [{ scoreVersion: scoreVersion([mixture, cnn], calibrations), calibrations }];

  test('are those that were frozen for its judges, and none for a family alone', () => {
    expect(findCalibrations({ panels }, [cnn, mixture])).toEqual(calibrations);
    expect(findCalibrations({ panels }, [cnn])).toEqual(AS_POOLED);
    expect(findCalibrations({ panels: [] }, [mixture])).toEqual(AS_POOLED);
  });

  test('are unknown for judges that have changed since', () => {
    expect(findCalibrations({ panels }, [freeze('mixture', 'another record'), cnn])).toBeNull();
  });

  test('are unknown where they were written for other calibrations than they are', () => {
    const changed = [{ ...panels[0]!, calibrations: scaled(0.7, 0.9) }];
    expect(findCalibrations({ panels: changed }, [cnn, mixture])).toBeNull();
  });
});
