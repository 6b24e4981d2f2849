/** Objectives by hand, by finite differences, and in searches against the plain ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawPermutation, openStream } from '../../pipeline/math/streams.ts';
import { searchMonteCarlo } from '../../pipeline/search/monteCarlo.ts';
import { OBJECTIVES, runnerUp } from '../../pipeline/search/objectives.ts';
import { OBJECTIVE_NAMES } from '../../pipeline/study/config.ts';
import { drawModel } from '../engine/drawn.ts';
import {
  countDifferences,
  definePlainEnergy,
  definePlainLogOdds,
  definePlainMargin,
  findRaisingFlips,
  searchPlainly,
} from './plainSearch.ts';
import { startAsArticle, startSeeded } from './tasks.ts';
import { drawCoarseModel } from './tiedModels.ts';
import { search, withModel } from './withModel.ts';

const LOGITS = Float32Array.of(1, 3, 2, 0, 0, 0, 0, 0, 0, -1);

test('energies of given logits are those computed by hand', () => {
  const energyOf = (name: (typeof OBJECTIVE_NAMES)[number], digit: number) => {
    const objective = OBJECTIVES[name];
    return objective.energy(objective.rank(LOGITS, 0, digit));
  };
  const sum = Math.exp(1) + Math.exp(3) + Math.exp(2) + 6 + Math.exp(-1);
  expect(energyOf('logit', 2)).toBe(2);
  expect(energyOf('margin', 1)).toBe(1);
  expect(energyOf('margin', 2)).toBe(-1);
  expect(energyOf('log-probability', 1)).toBeCloseTo(3 - Math.log(sum), 12);
  expect(energyOf('log-probability', 9)).toBeCloseTo(-1 - Math.log(sum), 12);
});

test('the log-probability tells sure images apart where its own digits cannot', () => {
  const { rank, energy } = OBJECTIVES['log-probability'];
  const sure = (logit: number) => rank(LOGITS.with(4, logit), 0, 4);
  expect(sure(61)).toBeGreaterThan(sure(60));
  expect(energy(sure(60))).toBeCloseTo(0, 20);
  expect(energy(-800)).toBe(-800); // no overflow where the model is sure of another digit
});

test('the runner-up is the first of the largest others', () => {
  expect(runnerUp(LOGITS, 0, 1)).toBe(2);
  expect(runnerUp(LOGITS, 0, 0)).toBe(1);
  expect(runnerUp(new Float32Array(CLASSES), 0, 0)).toBe(1);
  expect(runnerUp(new Float32Array(CLASSES), 0, 5)).toBe(0);
});

describe.each(OBJECTIVE_NAMES)('%s', (name) => {
  const objective = OBJECTIVES[name];

  test('has the cotangent of finite differences of its rank', () => {
    const logit = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(fc.array(logit, { minLength: 10, maxLength: 10 }), fc.nat(9), (values, digit) => {
        const logits = Float32Array.from(values);
        const second = [...logits].filter((_, j) => j !== digit).sort((a, b) => b - a);
        fc.pre(second[0]! - second[1]! > 0.1); // where the runner-up changes there is no derivative
        const out = new Float32Array(CLASSES);
        objective.cotangent(logits, 0, digit, out);
        const rankAt = (j: number, step: number) =>
          objective.rank(logits.with(j, logits[j]! + step), 0, digit);
        const width = 1 / 64; // exact in float32
        out.forEach((slope, j) => {
          expect(slope).toBeCloseTo((rankAt(j, width) - rankAt(j, -width)) / (2 * width), 3);
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('never falls in a search at zero temperature', async () => {
    const ideas = await withModel(drawModel(8, 5), (model) =>
      searchMonteCarlo(model, startSeeded([1, 6], 2), {
        proposals: 800,
        schedule: { name: 'zero' },
        seed: 1,
        snapshotEvery: 1,
        objective: name,
      }),
    );
    for (const { snapshots, energy } of ideas) {
      const held = snapshots.map((snapshot) => snapshot.energy);
      expect(held).toEqual([...held].sort((a, b) => a - b));
      expect(energy).toBeGreaterThan(held[0]!);
    }
  });
});

describe.each([
  ['logit', definePlainEnergy],
  ['log-probability', definePlainLogOdds],
  ['margin', definePlainMargin],
] as const)('a search for the %s', (objective, definePlain) => {
  test.each([
    ['drawn weights', drawModel(8, 12)],
    ['coarse weights', drawCoarseModel(8, 1 / 8, 2)],
    ['coarse weights that rounding tells apart', drawCoarseModel(8, 0.1, 4)],
  ])('finds the image of the plain one in raster order on a model of %s', async (_, model) => {
    const tasks = startAsArticle([3]);
    const ideas = await search(model, tasks, 2, { objective });
    ideas.forEach(({ image, digit }, k) => {
      const plain = searchPlainly(definePlain(model, digit), tasks[k]!.start, 2);
      expect(countDifferences(image, plain)).toBe(0);
    });
  });

  test('is certified exactly where no flip raises the plain energy', async () => {
    const model = drawModel(8, 13);
    const verdicts = [];
    for (const passes of [1, 'converged'] as const) {
      for (const { image, digit, certified } of await search(model, startAsArticle([2, 7]), passes, {
        objective,
      })) {
        expect(certified).toBe(findRaisingFlips(definePlain(model, digit), image).length === 0);
        verdicts.push(certified);
      }
    }
    expect(verdicts.slice(2)).toEqual([true, true]);
  });
});

test('in shuffled order the image is that of visiting the pixels in the order drawn for the task', async () => {
  const model = drawModel(8, 14);
  const tasks = [...startAsArticle([0, 5]), ...startSeeded([5], 3, 1)];
  const ideas = await search(model, tasks, 'converged', { order: 'shuffled', seed: 6 });
  ideas.forEach(({ image, certified }, k) => {
    const { digit, restart, start } = tasks[k]!;
    const order = drawPermutation(openStream(6, `search/order/${digit}/${restart}`), PIXELS);
    expect(
      countDifferences(image, searchPlainly(definePlainEnergy(model, digit), start, 'converged', order)),
    ).toBe(0);
    expect(certified).toBe(true);
  });
  const raster = await search(model, tasks, 'converged');
  expect(ideas[0]!.image).not.toEqual(raster[0]!.image);
});

test('snapshots of a coordinate search are its image before visits 0, 300, 600 and so on', async () => {
  const model = drawModel(8, 15);
  const [task] = startAsArticle([4]);
  const [idea] = await search(model, [task!], 2, { snapshotEvery: 300 });
  expect(idea!.snapshots.map(({ step }) => step)).toEqual([0, 300, 600, 900, 1200, 1500]);
  const energyOf = definePlainEnergy(model, 4);
  expect(idea!.snapshots[0]!.image).toEqual(task!.start);
  for (const { image, energy } of idea!.snapshots) expect(energy).toBeCloseTo(energyOf(image), 4);
  // Before visit 900 the second pass has reached pixel 116.
  const once = searchPlainly(energyOf, task!.start, 1);
  const { image } = idea!.snapshots[3]!;
  expect(image.subarray(116)).toEqual(once.subarray(116));
});
