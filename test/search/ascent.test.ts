/** Gradient ascent: its gradient by finite differences, its steps by a plain program, its end by brute force. */
import { describe, expect, test } from 'vitest';
import { PIXELS, rollImage, SIDE } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { type AscentOptions, searchAscent } from '../../pipeline/search/ascent.ts';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';
import { type Priors, subtractPriors } from '../../pipeline/search/priors.ts';
import { OBJECTIVE_NAMES, type ObjectiveName } from '../../pipeline/study/config.ts';
import { drawModel } from '../engine/drawn.ts';
import { definePlainEnergy, findRaisingFlips } from './plainSearch.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { withModel } from './withModel.ts';

const OPTIONS: AscentOptions = { updates: 30, rate: 0.1, totalVariation: 0, l2: 0, jitter: 0, seed: 1 };
const model = drawModel(8, 21);
const ascend = (options: Partial<AscentOptions> = {}, tasks = startAsArticle([1, 6])) =>
  withModel(model, (loaded) => searchAscent(loaded, tasks, { ...OPTIONS, ...options }));

/** What an image [784] loses to its priors, as subtractPriors says. */
function computePenalty(image: Float32Array, { totalVariation, l2 }: Priors): number {
  let [variation, squares] = [0, 0];
  image.forEach((value, at) => {
    const dx = at % SIDE === SIDE - 1 ? 0 : image[at + 1]! - value;
    const dy = at >= PIXELS - SIDE ? 0 : image[at + SIDE]! - value;
    variation += Math.sqrt(dx * dx + dy * dy + 1e-3);
    squares += value * value;
  });
  return totalVariation * variation + l2 * squares;
}

/**
 * The grey image [784] of a digit after some updates, one number at a time: u = log(x / (1 - x)), the gradient of the rank
 * in the shifted image shifted back, less that of the penalty by finite differences, times x (1 - x), into Adam.
 */
async function ascendPlainly(
  start: Float32Array,
  digit: number,
  options: Required<Pick<AscentOptions, 'objective'>> &
    Pick<AscentOptions, 'updates' | 'rate' | 'jitter' | 'totalVariation' | 'l2'>,
): Promise<number[]> {
  const shifts = openStream(OPTIONS.seed, `search/jitter/${digit}/0`);
  const draw = () => drawBelow(shifts, 2 * options.jitter + 1) - options.jitter;
  const u = Array.from(start, (x) => Math.min(0.98, Math.max(0.02, x))).map((x) => Math.log(x / (1 - x)));
  const [m, v] = [u.map(() => 0), u.map(() => 0)];
  const squash = (value: number) => 1 / (1 + Math.exp(-value));
  for (let t = 1; t <= options.updates; t++) {
    const image = Float32Array.from(u, squash);
    const [dx, dy] = [draw(), draw()];
    const slopes = rollImage(await rankSlopes(rollImage(image, dx, dy), digit, options.objective), -dx, -dy);
    u.forEach((_, i) => {
      const width = 1 / 1024;
      const penaltyAt = (step: number) => computePenalty(image.with(i, image[i]! + step), options);
      const slope = slopes[i]! - (penaltyAt(width) - penaltyAt(-width)) / (2 * width);
      const gradient = slope * image[i]! * (1 - image[i]!);
      m[i] = 0.9 * m[i]! + 0.1 * gradient;
      v[i] = 0.999 * v[i]! + 0.001 * gradient * gradient;
      const [mean, square] = [m[i]! / (1 - 0.9 ** t), v[i]! / (1 - 0.999 ** t)];
      u[i] = u[i]! + (options.rate * mean) / (Math.sqrt(square) + 1e-8);
    });
  }
  return u.map(squash);
}

/** d rank / d image [784], by the engine's input gradients of cotangents from finite differences of the rank. */
function rankSlopes(image: Float32Array, digit: number, name: ObjectiveName): Promise<Float32Array> {
  return withModel(model, async (loaded) => {
    const logits = await loaded.logits(image);
    const rankAt = (j: number, step: number) =>
      OBJECTIVES[name].rank(logits.with(j, logits[j]! + step), 0, digit);
    const cotangents = logits.map((_, j) => (rankAt(j, 1 / 256) - rankAt(j, -1 / 256)) * 128);
    return loaded.inputGradients(image, cotangents);
  });
}

test('the penalty of small images is computed by hand', () => {
  const image = new Float32Array(PIXELS).with(0, 1).with(PIXELS - 1, 0.5);
  expect(computePenalty(image, { totalVariation: 0, l2: 2 })).toBe(2 * 1.25);
  // Pixel 0 differs from both neighbours by 1; the last pixel is the right of one neighbour and below another.
  const root = (sum: number) => Math.sqrt(sum + 1e-3);
  const expected = root(2) + 2 * root(0.25) + (PIXELS - 3) * root(0);
  expect(computePenalty(image, { totalVariation: 1, l2: 0 })).toBeCloseTo(expected, 10);
});

test('the gradient of the penalty is that of finite differences', () => {
  const priors = { totalVariation: 0.7, l2: 0.3 };
  const images = Float32Array.of(...drawImageOf([0.1, 0.4, 0.9], 1), ...drawImageOf([0.2, 0.5, 0.8], 2));
  const gradients = new Float32Array(images.length);
  subtractPriors(images, priors, gradients);
  for (const at of [0, 27, 28, 400, 755, 756, 783, PIXELS, PIXELS + 300, 2 * PIXELS - 1]) {
    const image = images.subarray(at < PIXELS ? 0 : PIXELS, at < PIXELS ? PIXELS : 2 * PIXELS);
    const [pixel, width] = [at % PIXELS, 1 / 1024];
    const difference =
      computePenalty(image.with(pixel, image[pixel]! + width), priors) -
      computePenalty(image.with(pixel, image[pixel]! - width), priors);
    expect(gradients[at]).toBeCloseTo(-difference / (2 * width), 3);
  }
});

test.each(OBJECTIVE_NAMES)(
  'the first step goes along the gradient of the %s by finite differences',
  async (objective) => {
    // With Adam the first step of every u is the rate times the sign of its gradient.
    const start = drawImageOf([0.3, 0.5, 0.7], 3);
    const priors = { totalVariation: 0.02, l2: 0.01 };
    const tasks = [{ digit: 2, restart: 0, start }];
    const [after] = await ascend({ updates: 1, rate: 1e-3, objective, ...priors }, tasks);
    const energyOf = async (image: Float32Array) => {
      const [idea] = await ascend({ updates: 1, rate: 1e-9, objective }, [
        { digit: 2, restart: 0, start: image },
      ]);
      return idea!.grey.energy - computePenalty(image, priors);
    };
    for (const pixel of [10, 200, 391, 600]) {
      const width = 1 / 32;
      const slope =
        (await energyOf(start.with(pixel, start[pixel]! + width))) -
        (await energyOf(start.with(pixel, start[pixel]! - width)));
      const moved = after!.grey.image[pixel]! - start[pixel]!;
      expect(Math.sign(moved)).toBe(Math.sign(slope));
      expect(Math.abs(moved)).toBeCloseTo(1e-3 * start[pixel]! * (1 - start[pixel]!), 6);
    }
  },
);

test('the energy of the grey image is its logit and rises', async () => {
  const [short, long] = [await ascend({ updates: 1 }), await ascend({ updates: 60 })];
  long.forEach(({ digit, grey }, k) => {
    expect(grey.energy).toBeCloseTo(definePlainEnergy(model, digit)(grey.image), 4);
    expect(grey.energy).toBeGreaterThan(short[k]!.grey.energy + 0.1);
  });
});

test('the idea is black and white, at least as good as the grey image made so, and certified by brute force', async () => {
  for (const { digit, image, energy, grey, certified, evaluations } of await ascend()) {
    const energyOf = definePlainEnergy(model, digit);
    expect(new Set(image)).toEqual(new Set([0, 1]));
    expect(energy).toBe(energyOf(image));
    expect(energy).toBeGreaterThanOrEqual(energyOf(grey.image.map((value) => Number(value >= 0.5))));
    expect(certified).toBe(true);
    expect(findRaisingFlips(energyOf, image)).toEqual([]);
    expect(evaluations).toBeGreaterThan(3 * OPTIONS.updates + PIXELS);
  }
});

describe('priors', () => {
  test('make an image smoother or darker', async () => {
    const of = async (options: Partial<AscentOptions>) =>
      (await ascend({ updates: 80, ...options }))[0]!.grey.image;
    const [raw, smooth, dark] = [await of({}), await of({ totalVariation: 0.1 }), await of({ l2: 0.1 })];
    const variation = (image: Float32Array) => computePenalty(image, { totalVariation: 1, l2: 0 });
    const ink = (image: Float32Array) => image.reduce((sum, value) => sum + value, 0);
    expect(variation(smooth)).toBeLessThan(variation(raw) / 2);
    expect(ink(dark)).toBeLessThan(ink(raw) / 2);
  });

  test('the steps are those of a plain program, with jitter, priors and every objective', async () => {
    const options = { updates: 4, rate: 0.8, jitter: 3, totalVariation: 0.05, l2: 0.02 };
    for (const objective of OBJECTIVE_NAMES) {
      const [idea] = await ascend({ ...options, objective }, startSeeded([4], 7));
      const plain = await ascendPlainly(startSeeded([4], 7)[0]!.start, 4, { ...options, objective });
      idea!.grey.image.forEach((value, pixel) => {
        expect(Math.abs(value - plain[pixel]!)).toBeLessThan(1e-4);
      });
    }
  });

  test('with jitter, too, the energy of a snapshot is that of its image', async () => {
    const told: number[] = [];
    const [idea] = await ascend(
      { updates: 3, jitter: 3, snapshotEvery: 1, onProgress: (_, energies) => told.push(energies[0]!) },
      startSeeded([4], 7),
    );
    idea!.snapshots.forEach(({ image, energy }, k) => {
      expect(energy).toBeCloseTo(definePlainEnergy(model, 4)(image), 4);
      expect(told[k]).toBe(energy);
    });
  });

  test('jitter looks at shifted images, the same for a seed', async () => {
    const [still, shaken] = [await ascend(), await ascend({ jitter: 2 })];
    expect(shaken[0]!.grey).not.toEqual(still[0]!.grey);
    expect(await ascend({ jitter: 2 })).toEqual(shaken);
    expect((await ascend({ jitter: 2, seed: 2 }))[0]!.grey).not.toEqual(shaken[0]!.grey);
  });
});

test('a shifted image has its pixels shifted round the edges, and shifted back it is itself', () => {
  const image = drawImageOf([0, 0.5, 1], 4);
  const shifted = rollImage(image, 2, -3);
  expect(shifted[10 * SIDE + 12]).toBe(image[13 * SIDE + 10]);
  expect(shifted[0]).toBe(image[3 * SIDE + 26]);
  expect(rollImage(shifted, -2, 3)).toEqual(image);
});

test('many restarts side by side end as each alone does', async () => {
  const tasks = [0, 1, 2].flatMap((restart) => startSeeded([3], restart, restart));
  const together = await ascend({}, tasks);
  for (const [k, task] of tasks.entries()) {
    const [alone] = await ascend({}, [task]);
    alone!.grey.image.forEach((value, pixel) => {
      expect(Math.abs(value - together[k]!.grey.image[pixel]!)).toBeLessThan(1e-4);
    });
  }
});

test('snapshots begin with the start, as far as it lies within the sigmoid', async () => {
  const start = drawImageOf([0, 0.5, 1], 5);
  const [idea] = await ascend({ snapshotEvery: 10 }, [{ digit: 0, restart: 0, start }]);
  expect(idea!.snapshots.map(({ step }) => step)).toEqual([0, 10, 20]);
  idea!.snapshots[0]!.image.forEach((value, pixel) => {
    expect(value).toBeCloseTo(Math.min(0.98, Math.max(0.02, start[pixel]!)), 6);
  });
});
