import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { drawCut, shareOut, takeFirst } from '../../pipeline/store/cutImages.ts';
import { countClasses } from '../../pipeline/study/classCounts.ts';
import { fillsOf, makeImages } from './madeImages.ts';

describe('shares by the largest remainder', () => {
  test.each([
    // 2.4, 1.2 and 0.4: the whole parts leave one, for the first of the two largest fractions.
    [[6, 3, 1], 4, [3, 1, 0]],
    // 1.5, 0.75 and 0.75: one whole, and two left for the two larger fractions.
    [[2, 1, 1], 3, [1, 1, 1]],
    [[5, 5], 4, [2, 2]],
    // Halves: the smaller label has the odd one.
    [[5, 5], 5, [3, 2]],
    // 0.999 and 0.001.
    [[999, 1], 1, [1, 0]],
    [[0, 4, 0, 4], 2, [0, 1, 0, 1]],
    [[7, 2, 1], 10, [7, 2, 1]],
  ])('of %j are %i: %j', (have, count, shares) => {
    expect(shareOut(have, count)).toEqual(shares);
  });

  test('add up, and lie within one of what is due', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7000), { minLength: 10, maxLength: 10 }), fc.nat(), (have, draw) => {
        const all = have.reduce((sum, one) => sum + one, 0);
        if (all === 0) return;
        const count = draw % (all + 1);
        const shares = shareOut(have, count);
        expect(shares.reduce((sum, one) => sum + one, 0)).toBe(count);
        shares.forEach((share, label) => {
          expect(share).toBeLessThanOrEqual(have[label]!);
          expect(Math.abs(share - (count * have[label]!) / all)).toBeLessThan(1);
        });
      }),
    );
  });
});

describe('a cut that is drawn', () => {
  const stream = (seed = 0) => openStream(seed, 'test');
  /** Sorted by label, as some sets are: 100 of each. */
  const sorted = { images: makeImages(1000).images, labels: new Uint8Array(1000).map((_, i) => i / 100) };

  test('of a set that is sorted by label has as many of each class', () => {
    expect(countClasses(drawCut(sorted, 50, stream()).labels)).toEqual(Array(10).fill(5));
    expect(countClasses(takeFirst(sorted, 50).labels)).toEqual([50, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('keeps the order of the source, and each image its label', () => {
    const images = makeImages(200);
    const { labels, ...cut } = drawCut(images, 60, stream());
    const fills = fillsOf({ labels, ...cut });
    expect(fills).toEqual([...new Set(fills)].sort((a, b) => a - b));
    expect([...labels]).toEqual(fills.map((fill) => fill % 10));
    // Not simply the front.
    expect(Math.max(...fills)).toBeGreaterThan(60);
  });

  test('is the same under the same seed, and another under another', () => {
    const fills = (seed: number) => fillsOf(drawCut(makeImages(200), 60, stream(seed)));
    expect(fills(0)).toEqual(fills(0));
    expect(fills(1)).not.toEqual(fills(0));
  });

  test('of all images is all of them, and draws nothing', () => {
    const images = makeImages(20);
    const draws = stream();
    expect(drawCut(images, 20, draws)).toBe(images);
    expect(draws.nextUint32()).toBe(stream().nextUint32());
  });
});
