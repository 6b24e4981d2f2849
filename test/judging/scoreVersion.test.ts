import { describe, expect, test } from 'vitest';
import type { FrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { findTemperature, scoreVersion } from '../../pipeline/judging/frozenPanel.ts';
import { makeCard } from './madeCard.ts';

const freeze = (name: 'kde' | 'cnn', text: string, weights: Uint8Array | null = null): FrozenJudge => ({
  name,
  record: {
    calibration: { temperature: 1, none: [1, 0, 0, 0, 0, 0] },
    typicality: null,
    card: makeCard(name),
  },
  recordBytes: new TextEncoder().encode(text),
  weights,
});
const kde = freeze('kde', 'a record');
const cnn = freeze('cnn', 'another', Uint8Array.of(1, 2, 3));

describe('the version of scores', () => {
  test('names the judges in alphabetical order, and does not depend on theirs', () => {
    expect(scoreVersion([kde], 1)).toMatch(/^kde-[0-9a-f]{8}$/);
    expect(scoreVersion([kde, cnn], 1)).toMatch(/^cnn\+kde-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, kde], 1)).toBe(scoreVersion([kde, cnn], 1));
  });

  test.each([
    ['a byte of a record', freeze('cnn', 'anothen', Uint8Array.of(1, 2, 3))],
    ['a byte of weights', freeze('cnn', 'another', Uint8Array.of(1, 2, 4))],
    ['where the one ends and the other begins', freeze('cnn', 'another\u0001', Uint8Array.of(2, 3))],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed, kde], 1)).not.toBe(scoreVersion([cnn, kde], 1));
  });

  test('changes with the temperature', () => {
    expect(scoreVersion([cnn, kde], 0.7)).not.toBe(scoreVersion([cnn, kde], 0.71));
  });
});

describe('the temperature of a panel', () => {
  const temperatures = [{ scoreVersion: scoreVersion([kde, cnn], 0.7), temperature: 0.7 }];

  test('is that which was frozen for its judges, and 1 for a judge alone', () => {
    expect(findTemperature({ temperatures }, [cnn, kde])).toBe(0.7);
    expect(findTemperature({ temperatures }, [cnn])).toBe(1);
  });

  test('is unknown for judges that have changed since', () => {
    expect(findTemperature({ temperatures }, [freeze('kde', 'another record'), cnn])).toBeNull();
  });
});
