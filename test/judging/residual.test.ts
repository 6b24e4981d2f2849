import { describe, expect, test } from 'vitest';
import { flipPixels } from '../../pipeline/judging/pixels.ts';
import { residualCoherence } from '../../pipeline/judging/residual.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';

/** Every pixel is ink with probability 1/2, so that residuals are 2 x - 1. */
const half = new Float32Array(PIXELS).fill(0.5);

const draw = (valueAt: (x: number, y: number) => number) =>
  Float32Array.from({ length: PIXELS }, (_, at) => valueAt(at % SIDE, Math.floor(at / SIDE)));
const isInBlock = (x: number, y: number) => x >= 4 && x < 7 && y >= 9 && y < 12;

describe('the coherence of what is left over', () => {
  test('counts each pair of neighbours once, beside and above each other, not round the edge', () => {
    const block = draw((x, y) => (isInBlock(x, y) ? 1 : 0.5));
    expect(residualCoherence(block, half)).toBeCloseTo(12 / 1512, 10);
    const ends = draw((x, y) => ((x === 27 && y === 3) || (x === 0 && y === 4) ? 1 : 0.5));
    expect(residualCoherence(ends, half)).toBe(0);
  });

  test('is 1 where all of it is ink, -1 where it is chequered, 0 where nothing is left over', () => {
    const [ink, chequered] = [draw(() => 1), draw((x, y) => (x + y) % 2)];
    expect(residualCoherence(ink, half)).toBeCloseTo(1, 10);
    expect(residualCoherence(chequered, half)).toBeCloseTo(-1, 10);
    expect(residualCoherence(half, half)).toBe(0);
  });

  test('is in units of the standard deviation that the explanation gives a pixel', () => {
    // Ink with probability f on the ground: a block of ink leaves (1 - f) / sqrt(f (1 - f)) a pixel.
    const [ink, rest] = [Math.sqrt(0.8 / 0.2), -Math.sqrt(0.2 / 0.8)];
    // 12 pairs within the block, 12 across its edge.
    const expected = (12 * ink * ink + 12 * ink * rest + (1512 - 24) * rest * rest) / 1512;
    const block = draw((x, y) => Number(isInBlock(x, y)));
    const ground = draw(() => 0.2);
    expect(residualCoherence(block, ground)).toBeCloseTo(expected, 6);
    expect(
      residualCoherence(
        block.map((value) => 1 - value),
        draw(() => 0.8),
      ),
    ).toBeCloseTo(expected, 6);
  });

  test('takes no pixel for surer than nine to one', () => {
    const image = draw((x, y) => Number(isInBlock(x, y)));
    const [sure, capped] = [draw(() => 0.001), draw(() => 0.1)];
    expect(residualCoherence(image, sure)).toBeCloseTo(residualCoherence(image, capped), 6);
  });

  test('is near 0 where pixels are flipped by themselves, and far above where a stroke is missing', () => {
    const stroke = draw((x, y) => Number(x >= 12 && x < 16 && y >= 4 && y < 24));
    const printed = stroke.map((value) => 0.2 + 0.6 * value);
    const noisy = residualCoherence(flipPixels(stroke, 0.2, openStream(0, 'flips')), printed);
    expect(Math.abs(noisy)).toBeLessThan(4 / Math.sqrt(1512));
    expect(residualCoherence(new Float32Array(PIXELS), printed)).toBeGreaterThan(0.2);
  });
});
