import { describe, expect, test } from 'vitest';
import { residualCoherence } from '../../pipeline/judging/residual.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** An image [784] of what `value` says of every place. */
const draw = (value: (x: number, y: number) => number) =>
  Float64Array.from({ length: PIXELS }, (_, at) => value(at % 28, Math.floor(at / 28)));
const nothing = new Float64Array(PIXELS);
const half = draw(() => 0.5);

function drawNoise(name: string): Float64Array {
  const stream = openStream(0, name);
  return draw(() => drawUniform(stream));
}

/** By its definition: all ordered pairs of pixels of which each is one step from the other. */
function measurePlainly(residual: Float64Array): number {
  let [together, alone] = [0, 0];
  residual.forEach((value, at) => {
    alone += value * value;
    residual.forEach((other, there) => {
      const steps =
        Math.abs((at % 28) - (there % 28)) + Math.abs(Math.floor(at / 28) - Math.floor(there / 28));
      if (steps === 1) together += (value * other) / 2;
    });
  });
  return together / (2 * alone);
}

describe('the coherence of what is left over', () => {
  // 28 * 27 pairs in either direction, over twice 784 pixels.
  test('is that of its neighbours: 27/28 where all is left over alike, -27/28 on a checkerboard', () => {
    expect(
      residualCoherence(
        draw(() => 1),
        half,
      ),
    ).toBeCloseTo(27 / 28, 12);
    expect(
      residualCoherence(
        draw((x, y) => (x + y) % 2),
        half,
      ),
    ).toBeCloseTo(-27 / 28, 12);
  });

  test('is 1 - 1/k of a block of k x k pixels, of missing ink and of more', () => {
    const block = draw((x, y) => Number(x >= 4 && x < 14 && y >= 9 && y < 19));
    expect(residualCoherence(block, nothing)).toBeCloseTo(0.9, 12);
    expect(residualCoherence(nothing, block)).toBeCloseTo(0.9, 12);
    expect(
      residualCoherence(
        block.map((value) => 0.25 + value / 2),
        draw(() => 0.25),
      ),
    ).toBeCloseTo(0.9, 12);
  });

  test('is about 0 of independent noise', () => {
    // The standard deviation is 0.025.
    for (const name of ['a', 'b', 'c', 'd'])
      expect(Math.abs(residualCoherence(drawNoise(name), half))).toBeLessThan(0.1);
  });

  test('is 0 where nothing is left over, and where nothing of it touches', () => {
    expect(residualCoherence(half, half)).toBe(0);
    // The end of a row and the beginning of the next stand side by side in memory alone.
    expect(
      residualCoherence(
        draw((x, y) => Number((x === 27 && y === 4) || (x === 0 && y === 5))),
        nothing,
      ),
    ).toBe(0);
  });

  test('is that of a plain count over pairs', () => {
    const [image, explanation] = [drawNoise('image'), drawNoise('explanation').map(Math.sqrt)];
    const residual = image.map((value, at) => value - explanation[at]!);
    expect(residualCoherence(image, explanation)).toBeCloseTo(measurePlainly(residual), 12);
  });
});
