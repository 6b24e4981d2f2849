/** A small version of docs/statistics.md: 1,000 studies a column take minutes. */
import { describe, expect, test } from 'vitest';
import { simulateCoverage } from '../../pipeline/analysis/simulation/coverage.ts';
import { FAMILIES, simulateFalsePositives } from '../../pipeline/analysis/simulation/falsePositives.ts';
import { PROTOTYPE, populationOf } from '../../pipeline/analysis/simulation/population.ts';
import { cellMeans, drawSeed, drawWorld } from '../../pipeline/analysis/simulation/simulatedStudy.ts';
import { simulatePopulation } from '../../pipeline/analysis/simulation/simulationTable.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { inverseLogit } from '../../pipeline/statistics/logit.ts';

/** Three standard errors of a share of n studies. */
const within = (share: number, n: number) => 3 * Math.sqrt((share * (1 - share)) / n);

describe('simulated studies', () => {
  test('have the two humps that the prototype had', () => {
    const scores = Array.from({ length: 60 }, (_, at) => {
      const stream = openStream(at, 'test/world');
      const world = drawWorld(stream, PROTOTYPE, { hidden: 0, batch: 0, interaction: 0 });
      return drawSeed(stream, world).flatMap((cell) => [...cell].map(inverseLogit));
    }).flat();
    const share = (isIn: (score: number) => boolean) => scores.filter(isIn).length / scores.length;
    expect(share((score) => score < 0.1)).toBeCloseTo(0.29, 1);
    expect(share((score) => score > 0.9)).toBeCloseTo(0.14, 1);
  });

  test('can be drawn as from a finished study', () => {
    const world = drawWorld(openStream(1, 'test/like'), PROTOTYPE, { hidden: 0, batch: 0, interaction: 0 });
    const ideas = [0, 1, 2, 3].flatMap((seed) =>
      drawSeed(openStream(seed, 'test/seed'), world).flatMap((logits, c) =>
        [...logits].map((logit, at) => ({
          ...world.cells[c]!,
          ...{ seed, digit: Math.floor(at / 3), restart: at % 3, y: inverseLogit(logit) },
        })),
      ),
    );
    const found = populationOf(ideas, 'a test')!;
    expect(found.variances.modelDigit / PROTOTYPE.variances.modelDigit).toBeCloseTo(1, 0);
    expect(found.variances.rest / PROTOTYPE.variances.rest).toBeCloseTo(1, 0);
    expect(
      populationOf(
        ideas.filter(({ seed }) => seed === 0),
        'one seed',
      ),
    ).toBeNull();
    expect(cellMeans(drawSeed(openStream(9, 'test/seed'), world))).toHaveLength(9);
  });
});

describe('simulateCoverage', () => {
  test('intervals cover as they say, and the bootstrap of three models does not', () => {
    const studies = 100;
    const plan = { population: PROTOTYPE, studies, seeds: 3, seed: 1, modelsOfTruth: 800 };
    const found = simulateCoverage(plan);
    for (const name of [
      'batch size, t over seeds',
      'width, t over seeds',
      'interaction, t over seeds',
      'batch size on the score, other seeds and digits',
    ] as const) {
      expect(Math.abs(found[name] - 0.95), name).toBeLessThan(within(0.95, studies));
    }
    expect(Math.abs(found['one digit of a cell, logit scale'] - 0.95)).toBeLessThan(within(0.95, studies));
    expect(found['batch size, percentile bootstrap']).toBeLessThan(0.9);
    expect(found['single means, percentile bootstrap']).toBeLessThan(0.9);
  });
});

describe('simulateFalsePositives', () => {
  test('no family has more than one in twenty, but the uncorrected one', () => {
    const studies = 100;
    const found = simulateFalsePositives({ population: PROTOTYPE, studies, seeds: 6, seed: 1 });
    for (const name of FAMILIES.filter((family) => !family.endsWith('uncorrected'))) {
      expect(found[name], name).toBeLessThan(0.05 + within(0.05, studies));
    }
    expect(found['no effect: batch size by four families of judges, t uncorrected']).toBeGreaterThan(0.08);
  });
});

test('the tables have a column for each number of seeds', () => {
  const text = simulatePopulation(PROTOTYPE, { studies: 2, seeds: [2, 3], seed: 0, modelsOfTruth: 10 });
  expect(text).toContain('| coverage of 95% intervals | 2 seeds | 3 seeds |');
  expect(text).toContain('| false positives at 5% | 2 seeds | 3 seeds |');
  expect(text).not.toContain('NaN');
});
