import { expect, test } from 'vitest';
import {
  type LadderKindName,
  nameAttack,
  nameFlipped,
  RUNG,
  rungOf,
  titleOf,
} from '../../pipeline/ladder/kinds.ts';

test.each<[LadderKindName, number]>([
  ['blank', 1],
  ['ideas of untrained models', 2],
  ['wrong digit', 3],
  [nameAttack('few flips', 'shape'), 4],
  [nameFlipped(0.05), 5],
  ['overlaid', 6],
  ['eroded', 7],
  ['class means', 8],
  ['real, grey', 9],
])('%s stand on rung %d', (kind, rung) => {
  expect(rungOf(kind)).toBe(rung);
});

test('attacks and flipped digits are named as they were in every record so far', () => {
  expect(nameAttack('few flips afar', 'cnn')).toBe('few flips afar against cnn');
  // 0.35 * 100 is 35.000000000000004 at times.
  expect([0, 0.05, 0.35, 0.5].map(nameFlipped)).toEqual([
    '0% flipped',
    '5% flipped',
    '35% flipped',
    '50% flipped',
  ]);
});

test('every rung has a title of its own, and no other number has one', () => {
  const titles = Object.values(RUNG).map(titleOf);
  expect(new Set(titles).size).toBe(9);
  expect(titles).not.toContain('');
  expect([titleOf(0), titleOf(10)]).toEqual(['', '']);
});
