import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { CoordinateSearch } from '../../pipeline/search/coordinateSearch.ts';
import type { Eventually } from '../../pipeline/search/eventually.ts';
import { computePreActivation } from '../../pipeline/search/firstLayer.ts';
import { type PreActivatedImage, viewModel } from '../../pipeline/search/modelView.ts';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';

import { drawModel } from '../engine/drawn.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { buildZeroModel, drawCoarseModel } from './tiedModels.ts';
import { withModel } from './withModel.ts';

/** A search for the logit, which ends only by itself unless told otherwise. */
async function openSearch(
  parameters: MlpParameters,
  digit: number,
  start: Float32Array,
  lastVisit = Number.POSITIVE_INFINITY,
): Promise<CoordinateSearch> {
  const view = viewModel(await onnxEngine.loadModel(parameters));
  return new CoordinateSearch(view, { digit, start }, { objective: OBJECTIVES.logit, lastVisit });
}

/** Gives a search for the logit the logits of its candidates: they are the ranks, and their own sizes. */
function take(search: CoordinateSearch, logits: ArrayLike<number>): Eventually<void> {
  return search.consume(logits, logits);
}

/** Moves a search on its own until it has converged. */
function converge(
  parameters: MlpParameters,
  opened: Promise<CoordinateSearch>,
  lookahead: number,
): Promise<CoordinateSearch> {
  return withModel(parameters, async (model) => {
    const search = await opened;
    while (!search.isConverged) {
      const candidates = search.propose(lookahead);
      const logits = await viewModel(model).logitsOfCandidates([search.held], [candidates]);
      await take(
        search,
        Float32Array.from(candidates, (_, k) => logits[k * CLASSES + search.digit]!),
      );
    }
    return search;
  });
}

const start = startAsArticle([6])[0]!.start;
const pixelsOf = (candidates: readonly { readonly pixel: number }[]) => candidates.map(({ pixel }) => pixel);

describe('speculation', () => {
  /** A search from a black image whose first pixel was refused at an energy of 5. */
  async function begin(lastVisit?: number): Promise<CoordinateSearch> {
    const search = await openSearch(buildZeroModel(1), 0, new Float32Array(PIXELS), lastVisit);
    expect(search.propose(3)).toEqual([
      { pixel: 0, value: 0 },
      { pixel: 0, value: 1 },
    ]);
    await take(search, [5, 4]);
    return search;
  }

  test('goes on behind the first flip that is taken, and forgets what lay beyond it', async () => {
    const search = await begin();
    expect(search.propose(3)).toEqual([1, 2, 3].map((pixel) => ({ pixel, value: 1 })));
    await take(search, [4, 6, 9]);
    expect([...search.held.image.subarray(0, 4)]).toEqual([0, 0, 1, 0]);
    expect(search.visits).toBe(3);
    // The 9 belonged to an image that no longer is; the energy to beat is now 6.
    expect(pixelsOf(search.propose(2))).toEqual([3, 4]);
    await take(search, [5.5, 5.9]);
    expect([...search.held.image.subarray(0, 5)]).toEqual([0, 0, 1, 0, 0]);
    expect(search.evaluations).toBe(2 + 2 + 2);
  });

  test('flips a pixel at 1 back to 0 where that is better', async () => {
    const search = await openSearch(buildZeroModel(1), 0, new Float32Array(PIXELS).fill(1));
    search.propose(1);
    await take(search, [1, 2]);
    expect(search.propose(2)).toEqual([1, 2].map((pixel) => ({ pixel, value: 0 })));
    await take(search, [1, 3]);
    expect([...search.held.image.subarray(0, 3)]).toEqual([1, 1, 0]);
  });

  test('stops at a pixel that is neither 0 nor 1, which needs both values', async () => {
    const search = await openSearch(buildZeroModel(1), 0, new Float32Array(PIXELS).with(2, 0.5));
    search.propose(5);
    await take(search, [5, 4]);
    expect(pixelsOf(search.propose(5))).toEqual([1]);
    await take(search, [4]);
    expect(search.propose(5)).toEqual([
      { pixel: 2, value: 0 },
      { pixel: 2, value: 1 },
    ]);
  });

  test('looks neither past the last visit nor past convergence', async () => {
    expect(pixelsOf((await begin(3)).propose(9))).toEqual([1, 2]);
    const search = await begin();
    while (!search.isConverged) {
      const candidates = search.propose(60);
      await take(search, new Float32Array(candidates.length).fill(4));
    }
    expect(search.visits).toBe(PIXELS);
    expect(search.evaluations).toBe(PIXELS + 1);
  });

  test('of any depth ends at the same image after the same number of visits', async () => {
    const model = drawModel(8, 31);
    const outcomes: unknown[] = [];
    for (const lookahead of [1, 7, 64]) {
      const { held, visits, evaluations } = await converge(model, openSearch(model, 6, start), lookahead);
      outcomes.push({ image: held.image, visits, evaluations });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });
});

test('the moved pre-activation is that of the final image', async () => {
  const model = drawModel(8, 32);
  const { held } = await converge(model, openSearch(model, 6, start), 8);
  const { image, preActivation } = held as PreActivatedImage;
  const fresh = computePreActivation(model, image);
  // Double precision: nothing drifts over thousands of moves.
  for (const [j, z] of fresh.entries()) expect(Math.abs(z - preActivation[j]!)).toBeLessThan(1e-12);
});

describe('near ties', () => {
  test('are every visit where nothing matters', async () => {
    const model = buildZeroModel(2);
    const search = await converge(model, openSearch(model, 0, start), 8);
    // The first pass turns every grey to 1, the second changes nothing.
    expect(search.visits).toBe(2 * PIXELS);
    expect(search.nearTies).toBe(2 * PIXELS);
  });

  test('are many where weights are coarse', async () => {
    const model = drawCoarseModel(8, 1 / 8, 1);
    const search = await converge(model, openSearch(model, 6, start), 8);
    expect(search.nearTies).toBeGreaterThan(search.visits / 20);
  });

  test('are fewer than one visit in two hundred where weights are not', async () => {
    const model = drawModel(32, 1);
    for (const task of startSeeded([0, 7, 9], 5)) {
      const search = await converge(model, openSearch(model, task.digit, task.start), 24);
      expect(search.nearTies).toBeLessThan(search.visits / 200);
    }
  });
});

test('the start image is copied', async () => {
  const own = drawImageOf([0, 1], 0);
  const search = await openSearch(buildZeroModel(1), 0, own);
  search.held.image.fill(0.5);
  expect(own).toEqual(drawImageOf([0, 1], 0));
});
