import { expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { findBestImage } from '../../pipeline/optimum/bestImage.ts';
import { type AffineLayer, evaluate, type ReluNetwork } from '../../pipeline/optimum/reluNetwork.ts';

const PIXELS = 10;

/** A network of 10 pixels with as many hidden layers as `sizes`, its parameters uniform in (-1, 1). */
function drawNetwork(seed: number, sizes: readonly number[]): ReluNetwork {
  const stream = openStream(seed, 'test/optimum');
  const draw = (length: number) => Float64Array.from({ length }, () => 2 * drawUniform(stream) - 1);
  const layer = (inputs: number, outputs: number): AffineLayer => ({
    weights: draw(inputs * outputs),
    biases: draw(outputs),
    ...{ inputs, outputs },
  });
  const widths = [PIXELS, ...sizes];
  return {
    hidden: sizes.map((size, at) => layer(widths[at]!, size)),
    last: layer(widths.at(-1)!, 1),
  };
}

/** The largest logit of all 2^10 images, one after the other. */
function searchAll(network: ReluNetwork): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let bits = 0; bits < 2 ** PIXELS; bits++) {
    const image = Array.from({ length: PIXELS }, (_, pixel) => (bits >> pixel) & 1);
    best = Math.max(best, evaluate(network, image));
  }
  return best;
}

test.each([[[3]], [[3, 3]], [[5, 4]], [[3, 3, 2]]])(
  'the best of all 1,024 images is found and proved, hidden %j',
  async (sizes) => {
    for (let seed = 0; seed < 8; seed++) {
      const network = drawNetwork(seed, sizes);
      const truth = searchAll(network);
      const found = await findBestImage(network, { starts: [], programs: 5000, tolerance: 1e-9 });
      expect(found.logit).toBeCloseTo(truth, 9);
      expect(found.bound).toBeGreaterThanOrEqual(truth - 1e-9);
      expect(found.isProved).toBe(true);
      expect(evaluate(network, found.image)).toBeCloseTo(found.logit, 12);
    }
  },
);

test('a search that is cut short still gives a bound that holds, and says that it has not proved it', async () => {
  const network = drawNetwork(1, [5, 4]);
  const found = await findBestImage(network, { starts: [], programs: 1, tolerance: 0 });
  expect(found.bound).toBeGreaterThanOrEqual(searchAll(network) - 1e-9);
  expect(found.isProved).toBe(found.bound <= found.logit);
});
