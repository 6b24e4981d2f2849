import { describe, expect, test } from 'vitest';
import { measureCoherence } from '../../../pipeline/judging/abs/coherence.ts';
import { flipPixels } from '../../../pipeline/judging/pixels.ts';
import { PIXELS, SIDE } from '../../../pipeline/math/images.ts';
import { openStream } from '../../../pipeline/math/streams.ts';

/** Of signed ink 0 every pixel is ink with probability 1/2, so that residuals are 2 x - 1. */
const nothing = new Float32Array(PIXELS);

const drawImage = (valueAt: (x: number, y: number) => number) =>
  Float32Array.from({ length: PIXELS }, (_, at) => valueAt(at % SIDE, Math.floor(at / SIDE)));

describe('what is left over', () => {
  test('counts each pair of neighbours once, beside and above each other, not round the edge', () => {
    const block = drawImage((x, y) => (x >= 4 && x < 7 && y >= 9 && y < 12 ? 1 : 0.5));
    expect(measureCoherence(block, nothing, 0.1)).toBeCloseTo(12 / 1512, 10);
    const ends = drawImage((x, y) => ((x === 27 && y === 3) || (x === 0 && y === 4) ? 1 : 0.5));
    expect(measureCoherence(ends, nothing, 0.1)).toBe(0);
  });

  test('hangs together wholly where all of it is ink, and disagrees where it is chequered', () => {
    expect(measureCoherence(new Float32Array(PIXELS).fill(1), nothing, 0.1)).toBeCloseTo(1, 10);
    expect(
      measureCoherence(
        drawImage((x, y) => (x + y) % 2),
        nothing,
        0.1,
      ),
    ).toBeCloseTo(-1, 10);
  });

  test('is in units of the standard deviation of the fault', () => {
    // Ground is expected everywhere: p = f, and a block of ink leaves (1 - f) / sqrt(f (1 - f)) a pixel.
    const ground = new Float32Array(PIXELS).fill(-1);
    const block = drawImage((x, y) => Number(x >= 4 && x < 7 && y >= 9 && y < 12));
    const [ink, rest] = [Math.sqrt(0.8 / 0.2), -Math.sqrt(0.2 / 0.8)];
    // 12 pairs within the block, 12 across its edge.
    const expected = (12 * ink * ink + 12 * ink * rest + (1512 - 24) * rest * rest) / 1512;
    expect(measureCoherence(block, ground, 0.2)).toBeCloseTo(expected, 6);
  });

  test('is near 0 where pixels are flipped by themselves, and far above where a stroke is missing', () => {
    const stroke = drawImage((x, y) => Number(x >= 12 && x < 16 && y >= 4 && y < 24));
    const ink = stroke.map((value) => 2 * value - 1);
    const noisy = measureCoherence(flipPixels(stroke, 0.2, openStream(0, 'flips')), ink, 0.2);
    expect(Math.abs(noisy)).toBeLessThan(4 / Math.sqrt(1512));
    expect(measureCoherence(nothing, ink, 0.2)).toBeGreaterThan(0.2);
  });
});
