/** What simulated studies show, as tables in Markdown. */
import { INTERVALS, simulateCoverage, TRUE_EFFECTS } from './coverage.ts';
import { FAMILIES, simulateFalsePositives } from './falsePositives.ts';
import type { Population } from './population.ts';
import { SIMULATED_GRID } from './simulatedStudy.ts';

/** What is simulated for every population. */
export interface SimulationPlan {
  readonly studies: number;
  /** Numbers of seeds a study, a column each. */
  readonly seeds: readonly number[];
  readonly seed: number;
  readonly modelsOfTruth?: number;
}

/** The section of one population: coverage of intervals, and false positives by family. */
export function simulatePopulation(population: Population, plan: SimulationPlan): string {
  const { studies, seeds } = plan;
  const plans = seeds.map((count) => ({ ...plan, population, seeds: count }));
  const coverage = plans.map(simulateCoverage);
  const found = plans.map(simulateFalsePositives);
  const { hidden, batch, digits, starts } = SIMULATED_GRID;
  return [
    `Studies drawn as from ${population.origin}.`,
    `${studies} studies of ${hidden.length} widths, ${batch.length} batch sizes, ${digits} digits and ${starts} starts; true slopes of the logit a doubling: batch size ${TRUE_EFFECTS.batch}, width ${TRUE_EFFECTS.hidden}, interaction ${TRUE_EFFECTS.interaction}. Monte Carlo error (95%): ${describeError(0.95, studies)} of 95%, ${describeError(0.05, studies)} of 5%.`,
    writeTable(
      'coverage of 95% intervals',
      seeds,
      INTERVALS.map((name) => [name, coverage.map((shares) => shares[name])]),
    ),
    writeTable(
      'false positives at 5%',
      seeds,
      FAMILIES.map((name) => [name, found.map((shares) => shares[name])]),
    ),
  ].join('\n\n');
}

/** Half of the 95% interval of a share of `studies`. */
function describeError(share: number, studies: number): string {
  return `±${percent(1.96 * Math.sqrt((share * (1 - share)) / studies))}`;
}

function writeTable(
  title: string,
  seeds: readonly number[],
  rows: readonly (readonly [name: string, shares: readonly number[]])[],
): string {
  return [
    `| ${title} | ${seeds.map((count) => `${count} seeds`).join(' | ')} |`,
    `|---|${seeds.map(() => '---:').join('|')}|`,
    ...rows.map(([name, shares]) => `| ${name} | ${shares.map(percent).join(' | ')} |`),
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
