import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { splitHeldOut } from '../../pipeline/judging/judgingData.ts';
import { fitKde, type KdeFit, logPosterior } from '../../pipeline/makeJudges/kdeFit.ts';
import { argmax } from '../../pipeline/math/rows.ts';
import { readDigits } from '../judging/digits.ts';
import { plainEngine } from '../judging/plainDistances.ts';

const { train, heldOut } = splitHeldOut(readDigits('train', 0, 400));
let fit: KdeFit;
beforeAll(async () => {
  fit = await fitKde(plainEngine, { train, heldOut });
});

describe('the fit', () => {
  test('chooses the candidate with the highest mean log posterior over the flip rates', () => {
    const best = Math.max(...fit.candidates.map((each) => each.meanLogPosterior));
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.bandwidth)!;
    expect(fit.candidates).toHaveLength(17);
    expect(fit.bandwidth).toBe(Math.SQRT2);
    expect(chosen.meanLogPosterior).toBe(best);
    expect(chosen.byFlipRate.map((each) => each.flipRate)).toEqual([0, 0.15, 0.3, 0.45]);
    const mean = chosen.byFlipRate.reduce((sum, each) => sum + each.meanLogPosterior / 4, 0);
    expect(mean).toBeCloseTo(best, 12);
  });

  test('finds more flips harder to read with the chosen bandwidth', () => {
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.bandwidth)!;
    const [clean, , , noisiest] = chosen.byFlipRate;
    expect(noisiest!.meanLogPosterior).toBeLessThan(clean!.meanLogPosterior);
    expect(noisiest!.error).toBeGreaterThan(clean!.error);
  });

  test('is the same again, and refuses to choose without held-out images', async () => {
    expect(await fitKde(plainEngine, { train, heldOut })).toEqual(fit);
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0) };
    await expect(fitKde(plainEngine, { train, heldOut: none })).rejects.toThrow(
      'kde: expected at least one held-out image, got none; use more images',
    );
  });
});

const tenScores = fc
  .array(fc.double({ min: -1e5, max: 1e3, noNaN: true }), { minLength: 10, maxLength: 10 })
  .map((values) => Float64Array.from(values));

describe('logPosterior', () => {
  test('is Bayes with equal priors', () => {
    // Densities 1, 2, 3, 4 and six zeros: posteriors 0.1, 0.2, 0.3, 0.4.
    const posterior = logPosterior(Float64Array.from([1, 2, 3, 4, 0, 0, 0, 0, 0, 0], Math.log));
    [0.1, 0.2, 0.3, 0.4, 0, 0].forEach((p, digit) => {
      expect(Math.exp(posterior[digit]!)).toBeCloseTo(p, 12);
    });
  });

  test('sums to one and keeps the order, however small the densities', () => {
    fc.assert(
      fc.property(tenScores, (scores) => {
        const posterior = logPosterior(scores);
        expect(posterior.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 10);
        expect(posterior[argmax(scores)]).toBe(Math.max(...posterior));
      }),
    );
  });
});
