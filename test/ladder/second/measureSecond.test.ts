import { describe, expect, test } from 'vitest';
import type { SecondKindName } from '../../../pipeline/ladder/second/kinds.ts';
import { testSecond } from '../../../pipeline/ladder/second/measureSecond.ts';
import { SECOND_RULES } from '../../../pipeline/ladder/second/rules.ts';
import { openStream } from '../../../pipeline/math/streams.ts';
import { makeScored } from './madeSecond.ts';

const testAll = (kinds = makeScored(), resamples = 3) =>
  testSecond(kinds, ['cnn', 'shape'], openStream(0, 'test/second'), resamples);
/** Statements that the panel fails, and those that cnn fails alone, up to their colon. */
const failing = (changed: Partial<Record<SecondKindName, number>>) => {
  const found = testAll(makeScored(changed));
  const name = ({ statement }: { statement: string }) => statement.split(':')[0];
  return {
    panel: found.filter(({ panel }) => panel.holds === false).map(name),
    cnn: found.filter(({ judges }) => judges.cnn!.holds === false).map(name),
  };
};

describe('every expectation', () => {
  test('holds where all is as it should be, and is tested in the order of the rules', () => {
    expect(failing({})).toEqual({ panel: [], cnn: [] });
    expect(testAll().map(({ statement }) => statement)).toEqual(
      SECOND_RULES.map(({ statement }) => statement),
    );
  });

  test.each<[SecondKindName, number, string]>([
    ['real, black and white', 0.92, 'Real digits, grey and black and white'],
    ['shifted by 4', 0.84, 'Digits shifted by 4 pixels'],
    ['fog', 0.79, 'MNIST-C, fog'],
    ['typefaces', 0.79, 'Digits in typefaces'],
    ['optdigits', 0.79, 'Digits of another collection'],
  ])('fails the panel and a judge alike where %s scores %d', (kind, score, statement) => {
    const { panel, cnn } = failing({ [kind]: score });
    expect(panel).toEqual([statement]);
    expect(cnn).toEqual(panel);
  });

  test.each<[SecondKindName, number, number, string]>([
    ['clothes', 0.11, 0.21, 'Clothes'],
    ['noise', 0.021, 0.041, 'Noise'],
    ['digits moved by a pixel', 0.919, 0.889, 'Digits, moved by a pixel'],
    ['ideas 1% of the pixels flipped', 0.531, 0.561, 'Ideas, 1% of the pixels flipped'],
    ['warp, 5', 0.723, 0.745, 'More and more damage, warp'],
  ])('allows a judge twice as much as the panel where %s scores %d or %d', (kind, bad, worse, statement) => {
    expect(failing({ [kind]: bad })).toEqual({ panel: [statement], cnn: [] });
    expect(failing({ [kind]: worse }).cnn).toContain(statement);
  });

  test('asks nothing of judges about shifts', () => {
    const changed = { 'shifted by 2': 0.9 } as const;
    expect(failing(changed).panel).toEqual(['Digits as they are and shifted by 1, 2 and 3 pixels']);
    const shifts = testAll(makeScored(changed)).find(({ statement }) => statement.includes('1, 2 and 3'))!;
    expect(shifts.judges.cnn).toMatchObject({ measured: expect.closeTo(0.05, 12), holds: null });
  });

  test('is of nothing where a kind is missing', () => {
    expect(() => testAll(makeScored().filter(({ kind }) => kind !== 'clothes'))).toThrow(
      'testSecond: expected images of clothes, got none',
    );
  });
});

test('changes are measured image by image, so that ups and downs do not cancel', () => {
  const kinds = makeScored().map((each) =>
    each.kind === 'ideas moved by a pixel' ? { ...each, panel: Float64Array.of(0.4, 0.6) } : each,
  );
  const moved = testAll(kinds).find(({ statement }) => statement.startsWith('Ideas, moved'))!;
  expect(moved.panel).toMatchObject({ measured: expect.closeTo(0.1, 12), holds: false });
  // Resampled in pairs: each image changes by 0.1.
  expect(moved.panel.interval).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)]);
});
