import { describe, expect, test } from 'vitest';
import type { FrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { findTemperatures, scoreVersion, type Temperatures } from '../../pipeline/judging/frozenPanel.ts';
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
const PLAIN: Temperatures = { little: 1, much: 1 };

describe('the version of scores', () => {
  test('names the judges in alphabetical order, and does not depend on theirs', () => {
    expect(scoreVersion([mixture], PLAIN)).toMatch(/^mixture-[0-9a-f]{8}$/);
    expect(scoreVersion([mixture, cnn], PLAIN)).toMatch(/^cnn\+mixture-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, mixture], PLAIN)).toBe(scoreVersion([mixture, cnn], PLAIN));
  });

  test.each([
    ['a byte of a record', freeze('cnn', 'anothen')],
    ['a byte of weights', freeze('cnn', 'another', Uint8Array.of(1, 2, 4))],
    ['where the one ends and the other begins', freeze('cnn', 'another\u0001', Uint8Array.of(2, 3))],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed, mixture], PLAIN)).not.toBe(scoreVersion([cnn, mixture], PLAIN));
  });

  test('changes with either temperature, and with which of them is which', () => {
    const versions = [
      { little: 0.7, much: 0.8 },
      { little: 0.71, much: 0.8 },
      { little: 0.7, much: 0.81 },
      { little: 0.8, much: 0.7 },
    ].map((temperatures) => scoreVersion([cnn, mixture], temperatures));
    expect(new Set(versions).size).toBe(4);
  });
});

describe('the temperatures of a panel', () => {
  const temperatures = { little: 0.7, much: 0.8 };
  const panels = [{ scoreVersion: scoreVersion([mixture, cnn], temperatures), temperatures }];

  test('are those that were frozen for its judges, and 1 for a family alone', () => {
    expect(findTemperatures({ panels }, [cnn, mixture])).toEqual(temperatures);
    expect(findTemperatures({ panels }, [cnn])).toEqual(PLAIN);
    expect(findTemperatures({ panels: [] }, [mixture])).toEqual(PLAIN);
  });

  test('are unknown for judges that have changed since', () => {
    expect(findTemperatures({ panels }, [freeze('mixture', 'another record'), cnn])).toBeNull();
  });

  test('are unknown where they were written for other temperatures than they are', () => {
    const changed = [{ ...panels[0]!, temperatures: { little: 0.7, much: 0.9 } }];
    expect(findTemperatures({ panels: changed }, [cnn, mixture])).toBeNull();
  });
});
