/** How often an effect is found where there is none, in each family of hypotheses. */
import { fillNormal, openStream, type Stream } from '../../math/streams.ts';
import { blockedEffect, equivalenceTest, LEVEL } from '../../statistics/blockedEffect.ts';
import { permuteWithinBlocks } from '../../statistics/blockPermutation.ts';
import { holm, inFixedOrder, maxT } from '../../statistics/multiplicity.ts';
import { type SeedSlopes, seedSlopes } from '../../statistics/seedSlopes.ts';
import type { CoveragePlan } from './coverage.ts';
import type { Population } from './population.ts';
import { cellMeans, drawSeed, drawWorld, type SeedLogits, toRows, type World } from './simulatedStudy.ts';

/** What is tested; a family counts once, however many of its hypotheses are found. */
export const FAMILIES = [
  'no effect: batch size alone, t',
  'no effect: batch size alone, permutation within seed and width',
  'no effect: batch size, width and interaction, max-T',
  'no effect: batch size, width and interaction, t in a fixed order',
  'no effect: batch size, width and interaction, t with Holm',
  'no effect: batch size by four families of judges, max-T',
  'no effect: batch size by four families of judges, t uncorrected',
  'effect of width: batch size and interaction beside it, max-T',
  'effect of batch size as small as matters: called absent',
] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** Of each family the share of studies with at least one false positive, in [0, 1]. */
export type FalsePositives = Readonly<Record<FamilyName, number>>;

const NO_EFFECTS = { hidden: 0, batch: 0, interaction: 0 };
const WIDTH_ALONE = { hidden: 0.5, batch: 0, interaction: 0 };

/** Judges of four families read the same ideas each in its own way: the standard deviation of what each adds to a logit. */
const JUDGE_FAMILIES = 4;
const JUDGE_DEVIATION = 1.5;

/** The smallest change of the score a doubling that matters. */
const SMALLEST_EFFECT = 0.05;

/** Permutations that are drawn where there are too many, and what is too many: a study is one of a thousand here. */
const DRAWS = { permutations: 999, mostSums: 50_000 };

/** False positives in `studies` studies of `seeds` seeds. */
export function simulateFalsePositives(plan: CoveragePlan): FalsePositives {
  const found = new Map<FamilyName, number>(FAMILIES.map((name) => [name, 0]));
  for (let study = 0; study < plan.studies; study++) {
    const stream = openStream(plan.seed, `simulation/null/${plan.seeds}/${study}`);
    const results = { ...testNothing(plan, stream), ...testBesideWidth(plan, stream) };
    for (const name of FAMILIES) if (results[name]) found.set(name, found.get(name)! + 1);
  }
  return Object.fromEntries(
    [...found].map(([name, count]) => [name, count / plan.studies]),
  ) as FalsePositives;
}

/** A study in which neither batch size nor width changes anything. */
function testNothing({ population, seeds, seed }: CoveragePlan, stream: Stream) {
  const world = drawWorld(stream, withoutCells(population), NO_EFFECTS);
  const logits = drawSeeds(stream, world, seeds);
  const means = logits.map(cellMeans);
  const rows = toRows(means);
  const slopes = seedSlopes(rows);
  const hypotheses = [slopes.batch!, slopes.hidden!, slopes.interaction!];
  // Slopes whose mean is 0, moved to where they are just not absent.
  const small = seedSlopes(toRows(means, (score) => score)).batch!.map((slope) => slope + SMALLEST_EFFECT);
  const single = hypotheses.map((values) => blockedEffect(values).p);
  const options = { ...DRAWS, seed };
  const byJudges = Array.from({ length: JUDGE_FAMILIES }, (_, judge) =>
    batchSlopes(logits, openStream(stream.nextUint32(), `simulation/judge/${judge}`)),
  );
  return {
    'no effect: batch size alone, t': isShown(single.slice(0, 1)),
    'no effect: batch size alone, permutation within seed and width': isShown([
      permuteWithinBlocks(rows, options)!.p,
    ]),
    'no effect: batch size, width and interaction, max-T': isShown(maxT(hypotheses, options)),
    'no effect: batch size, width and interaction, t in a fixed order': isShown(inFixedOrder(single)),
    'no effect: batch size, width and interaction, t with Holm': isShown(holm(single)),
    'no effect: batch size by four families of judges, max-T': isShown(maxT(byJudges, options)),
    'no effect: batch size by four families of judges, t uncorrected': isShown(
      byJudges.map((values) => blockedEffect(values).p),
    ),
    'effect of batch size as small as matters: called absent': equivalenceTest(small, SMALLEST_EFFECT)!
      .isAbsent,
  };
}

/** A study in which width changes much, batch size nothing. */
function testBesideWidth({ population, seeds, seed }: CoveragePlan, stream: Stream) {
  const world = drawWorld(stream, withoutCells(population), WIDTH_ALONE);
  const slopes: SeedSlopes = seedSlopes(toRows(drawSeeds(stream, world, seeds).map(cellMeans)));
  const hypotheses = [slopes.hidden!, slopes.batch!, slopes.interaction!];
  const adjusted = maxT(hypotheses, { ...DRAWS, seed });
  return { 'effect of width: batch size and interaction beside it, max-T': isShown(adjusted.slice(1)) };
}

/** The population without what makes cells differ. */
function withoutCells({ variances, ...rest }: Population): Population {
  const none = { cell: 0, digitCell: 0, digitBatch: 0, digitHidden: 0, digitInteraction: 0 };
  return { ...rest, variances: { ...variances, ...none } };
}

function drawSeeds(stream: Stream, world: World, seeds: number): SeedLogits[] {
  return Array.from({ length: seeds }, () => drawSeed(stream, world));
}

/** The batch slopes that a judge of another opinion sees, which is normal about the common one in every idea. */
function batchSlopes(logits: readonly SeedLogits[], stream: Stream): number[] {
  const own = logits.map((seed) =>
    seed.map((cell) => {
      const noise = fillNormal(stream, JUDGE_DEVIATION, new Float32Array(cell.length));
      return cell.map((logit, at) => logit + noise[at]!);
    }),
  );
  return seedSlopes(toRows(own.map(cellMeans))).batch!;
}

function isShown(p: readonly (number | null)[]): boolean {
  return p.some((value) => value !== null && value < LEVEL);
}
