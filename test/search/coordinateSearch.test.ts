import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { computePreActivation } from '../../pipeline/search/firstLayer.ts';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';
import { Walker } from '../../pipeline/search/walker.ts';
import { drawModel } from '../engine/drawn.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { buildZeroModel, drawCoarseModel } from './tiedModels.ts';
import { withModel } from './withModel.ts';

/** A walker for the logit, which may walk for ever. */
function openWalker(
  parameters: MlpParameters,
  digit: number,
  start: Float32Array,
  lastVisit = Number.POSITIVE_INFINITY,
): Walker {
  return new Walker(parameters, { digit, start }, { objective: OBJECTIVES.logit, lastVisit });
}

/** Moves a walker on its own until it has converged. */
function walk(parameters: MlpParameters, walker: Walker, lookahead: number): Promise<Walker> {
  return withModel(parameters, async (model) => {
    while (!walker.isConverged) {
      const candidates = walker.propose(lookahead);
      const logits = await model.logitsOfChanges(Float32Array.from(walker.preActivation), {
        base: new Int32Array(candidates.length),
        pixel: Int32Array.from(candidates, ({ pixel }) => pixel),
        change: Float32Array.from(candidates, ({ pixel, value }) => value - walker.image[pixel]!),
      });
      walker.consume(Float32Array.from(candidates, (_, k) => logits[k * CLASSES + walker.digit]!));
    }
    return walker;
  });
}

const start = startAsArticle([6])[0]!.start;
const pixelsOf = (candidates: readonly { readonly pixel: number }[]) => candidates.map(({ pixel }) => pixel);

describe('speculation', () => {
  /** A walker over a black image whose first pixel was refused at an energy of 5. */
  function begin(lastVisit?: number): Walker {
    const walker = openWalker(buildZeroModel(1), 0, new Float32Array(PIXELS), lastVisit);
    expect(walker.propose(3)).toEqual([
      { pixel: 0, value: 0 },
      { pixel: 0, value: 1 },
    ]);
    walker.consume(Float32Array.of(5, 4));
    return walker;
  }

  test('goes on behind the first flip that is taken, and forgets what lay beyond it', () => {
    const walker = begin();
    expect(walker.propose(3)).toEqual([1, 2, 3].map((pixel) => ({ pixel, value: 1 })));
    walker.consume(Float32Array.of(4, 6, 9));
    expect([...walker.image.subarray(0, 4)]).toEqual([0, 0, 1, 0]);
    expect(walker.visits).toBe(3);
    // The 9 belonged to an image that no longer is; the energy to beat is now 6.
    expect(pixelsOf(walker.propose(2))).toEqual([3, 4]);
    walker.consume(Float32Array.of(5.5, 5.9));
    expect([...walker.image.subarray(0, 5)]).toEqual([0, 0, 1, 0, 0]);
    expect(walker.evaluations).toBe(2 + 2 + 2);
  });

  test('flips a pixel at 1 back to 0 where that is better', () => {
    const walker = openWalker(buildZeroModel(1), 0, new Float32Array(PIXELS).fill(1));
    walker.propose(1);
    walker.consume(Float32Array.of(1, 2));
    expect(walker.propose(2)).toEqual([1, 2].map((pixel) => ({ pixel, value: 0 })));
    walker.consume(Float32Array.of(1, 3));
    expect([...walker.image.subarray(0, 3)]).toEqual([1, 1, 0]);
  });

  test('stops at a pixel that is neither 0 nor 1, which needs both values', () => {
    const walker = openWalker(buildZeroModel(1), 0, new Float32Array(PIXELS).with(2, 0.5));
    walker.propose(5);
    walker.consume(Float32Array.of(5, 4));
    expect(pixelsOf(walker.propose(5))).toEqual([1]);
    walker.consume(Float32Array.of(4));
    expect(walker.propose(5)).toEqual([
      { pixel: 2, value: 0 },
      { pixel: 2, value: 1 },
    ]);
  });

  test('looks neither past the last visit nor past convergence', () => {
    expect(pixelsOf(begin(3).propose(9))).toEqual([1, 2]);
    const walker = begin();
    while (!walker.isConverged) {
      const candidates = walker.propose(60);
      walker.consume(new Float32Array(candidates.length).fill(4));
    }
    expect(walker.visits).toBe(PIXELS);
    expect(walker.evaluations).toBe(PIXELS + 1);
  });

  test('of any depth ends at the same image after the same number of visits', async () => {
    const model = drawModel(8, 31);
    const outcomes: unknown[] = [];
    for (const lookahead of [1, 7, 64]) {
      const { image, visits, evaluations } = await walk(model, openWalker(model, 6, start), lookahead);
      outcomes.push({ image, visits, evaluations });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });
});

test('the moved pre-activation is that of the final image', async () => {
  const model = drawModel(8, 32);
  const { image, preActivation } = await walk(model, openWalker(model, 6, start), 8);
  const fresh = computePreActivation(model, image);
  // Double precision: nothing drifts over thousands of moves.
  for (const [j, z] of fresh.entries()) expect(Math.abs(z - preActivation[j]!)).toBeLessThan(1e-12);
});

describe('near ties', () => {
  test('are every visit where nothing matters', async () => {
    const model = buildZeroModel(2);
    const walker = await walk(model, openWalker(model, 0, start), 8);
    // The first pass turns every grey to 1, the second changes nothing.
    expect(walker.visits).toBe(2 * PIXELS);
    expect(walker.nearTies).toBe(2 * PIXELS);
  });

  test('are many where weights are coarse', async () => {
    const model = drawCoarseModel(8, 1 / 8, 1);
    const walker = await walk(model, openWalker(model, 6, start), 8);
    expect(walker.nearTies).toBeGreaterThan(walker.visits / 20);
  });

  test('are fewer than one visit in two hundred where weights are not', async () => {
    const model = drawModel(32, 1);
    for (const task of startSeeded([0, 7, 9], 5)) {
      const walker = await walk(model, openWalker(model, task.digit, task.start), 24);
      expect(walker.nearTies).toBeLessThan(walker.visits / 200);
    }
  });
});

test('the start image is copied', () => {
  const own = drawImageOf([0, 1], 0);
  const walker = openWalker(buildZeroModel(1), 0, own);
  walker.image.fill(0.5);
  expect(own).toEqual(drawImageOf([0, 1], 0));
});
