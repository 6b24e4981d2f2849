import { describe, expect, test } from 'vitest';
import {
  describeCounterfeit,
  describeFlip,
  describeSearch,
  formatEnergy,
  formatShare,
  nameAnswer,
} from '../../pipeline/playground/sayings.ts';

describe('the playground’s numbers', () => {
  test.each([
    [0, '0'],
    [0.004, '<1'],
    [0.006, '1'],
    [0.994, '99'],
    [0.996, '>99'],
    [1, '100'],
  ])('the share %d is written %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test.each([
    [12.345, false, '12.35'],
    [-1.021, false, '−1.02'],
    [0.4, true, '+0.40'],
    [-0.004, true, '0.00'],
    [0.004, true, '0.00'],
  ])('the energy %d (a change: %s) is written %s', (energy, isChange, text) => {
    expect(formatEnergy(energy, isChange)).toBe(text);
  });

  test('an answer is the likeliest digit, or that there is none', () => {
    expect(nameAnswer([0, 0, 0, 0, 0, 0, 0, 0.93, 0, 0.07])).toBe('7 (93%)');
    expect(nameAnswer([0.1, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0.8])).toBe('no digit (80%)');
  });
});

describe('the playground’s sentences', () => {
  test('name a pixel by its place from 1', () => {
    expect(describeFlip({ x: 13, y: 8, value: 0.6, change: -0.25 })).toBe(
      'Pixel 14, 9 is white; flipped, the energy changes by −0.25.',
    );
  });

  test('say what a search came to', () => {
    expect(describeSearch({ digit: 9, before: -1, after: 40.5, visits: 3920 })).toBe(
      'The energy for 9 rose from −1.00 to 40.50 in 5.0 passes over the pixels. Now no single flip raises it.',
    );
  });

  test.each([
    [{ isReached: false, pixels: [] }, 'No counterfeit of 9 was found with 100 flips.'],
    [{ isReached: true, pixels: [] }, 'The model reads it as 9 already.'],
    [
      { isReached: true, pixels: [5] },
      'With 1 flipped pixel the model reads it as 9; without it it does not.',
    ],
    [
      { isReached: true, pixels: [5, 7] },
      'With 2 flipped pixels the model reads it as 9; without any one of them it does not.',
    ],
  ])('say what a counterfeit came to: %j', (changed, text) => {
    expect(describeCounterfeit(9, changed)).toBe(text);
  });
});
