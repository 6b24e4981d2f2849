/** What must hold of every coordinate search, whatever it finds. */
import { describe, expect, test } from 'vitest';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import type { Idea } from '../../pipeline/search/idea.ts';
import { computeOrderedLogits } from '../../pipeline/search/orderedArithmetic.ts';
import { drawModel } from '../engine/drawn.ts';
import { definePlainEnergy, findRaisingFlips } from './plainSearch.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { search } from './withModel.ts';

const model = drawModel(8, 21);
const converged = await search(model, startAsArticle(DIGITS), 'converged');

/** Ideas of all digits after 1, 2, ... passes. */
const byPass: Idea[][] = [];
for (let passes = 1; passes <= 5; passes++) {
  byPass.push(await search(model, startAsArticle(DIGITS), passes));
}

test('ideas come in the order of their tasks and carry digit and restart', async () => {
  const tasks = [...startSeeded([7, 1], 0, 3), ...startSeeded([7], 0, 2)];
  const ideas = await search(drawModel(3, 1), tasks, 1);
  expect(ideas.map(({ digit, restart }) => [digit, restart])).toEqual([
    [7, 3],
    [1, 3],
    [7, 2],
  ]);
});

test('every pixel of an idea is 0 or 1', () => {
  for (const { image } of converged) expect(image.every((value) => value === 0 || value === 1)).toBe(true);
});

test('a converged search is certified, and no single flip raises its energy', () => {
  for (const { digit, image, certified } of converged) {
    expect(certified).toBe(true);
    expect(findRaisingFlips(definePlainEnergy(model, digit), image)).toEqual([]);
  }
});

test('a search cut short is certified exactly where no single flip raises its energy', () => {
  const ideas = byPass.slice(0, 3).flat();
  for (const { digit, image, certified } of ideas) {
    expect(certified).toBe(findRaisingFlips(definePlainEnergy(model, digit), image).length === 0);
  }
  expect(new Set(ideas.map((idea) => idea.certified)).size).toBe(2); // both answers were put to the test
});

test('the energy is the logit in ordered arithmetic, to the bit', () => {
  for (const { digit, image, energy } of converged) {
    expect(energy).toBe(computeOrderedLogits(model, image)[digit]);
    expect(energy).toBe(definePlainEnergy(model, digit)(image));
  }
});

test('the energy never falls from pass to pass, and rises in some', () => {
  for (const digit of DIGITS) {
    const energies = [...byPass, converged].map((ideas) => ideas[digit]!.energy);
    expect(energies).toEqual([...energies].sort((a, b) => a - b));
  }
  expect(byPass[4]!.map((idea) => idea.energy)).not.toEqual(byPass[0]!.map((idea) => idea.energy));
});

test('more passes than it takes to converge change nothing', async () => {
  expect(await search(model, startAsArticle(DIGITS), 50)).toEqual(converged);
});

test('a search that starts from a converged image stays there for one pass', async () => {
  const tasks = converged.map(({ digit, restart, image }) => ({ digit, restart, start: image }));
  for (const [digit, idea] of (await search(model, tasks, 'converged')).entries()) {
    expect(idea.image).toEqual(converged[digit]!.image);
    expect(idea.passes).toBe(1);
  }
});

// The count of evaluations is compared too: it counts what a sequential search evaluates, not what was looked up ahead.
test.each([
  ['digits from one start', startAsArticle([0, 3, 8])],
  ['restarts of one digit', [0, 1, 2].flatMap((restart) => startSeeded([5], 4, restart))],
])('%s searched side by side are those searched alone', async (_, tasks) => {
  const together = await search(model, tasks, 'converged');
  const alone: Idea[] = [];
  for (const task of tasks) alone.push(...(await search(model, [task], 'converged')));
  expect(together).toEqual(alone);
});

test('a search gives the same idea again', async () => {
  expect(await search(model, startAsArticle(DIGITS), 'converged')).toEqual(converged);
});

describe('the count of evaluations', () => {
  /** Of the certificate: the image itself and 1 to 7 groups of 112 neighbours. */
  const certificates = [1, 2, 3, 4, 5, 6, 7].map((groups) => 1 + 112 * groups);

  test('is two for each pixel of a first pass over greys, and the certificate', () => {
    for (const { evaluations, certified } of byPass[0]!) {
      expect(certificates).toContain(evaluations - 2 * PIXELS);
      if (certified) expect(evaluations).toBe(3 * PIXELS + 1);
    }
  });

  test('is at least one for each pixel of a pass over black and white', async () => {
    const tasks = [0, 1].map((digit) => ({ digit, restart: 0, start: drawImageOf([0, 1], digit) }));
    for (const { evaluations, passes } of await search(model, tasks, 1)) {
      expect(passes).toBe(1);
      expect(evaluations).toBeGreaterThanOrEqual(PIXELS + 1 + certificates[0]!);
    }
  });

  test('is one for each visit but the first where a converged image is searched alone', async () => {
    const { digit, restart, image } = converged[0]!;
    const [idea] = await search(model, [{ digit, restart, start: image }], 'converged');
    expect(idea!.evaluations).toBe(2 + (PIXELS - 1) + (PIXELS + 1));
  });

  test("stays below the plain search's two a visit where ten digits are searched side by side", () => {
    for (const { evaluations, passes } of converged) {
      expect(passes).toBeGreaterThanOrEqual(2);
      expect(evaluations).toBeGreaterThan(2 * PIXELS + (passes - 2) * PIXELS + PIXELS + 1);
      expect(evaluations).toBeLessThan(2 * PIXELS * passes + PIXELS + 1);
    }
  });
});
