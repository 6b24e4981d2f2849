/** How far the numbers of two studies are apart, one by one and by the columns of their tables. */
import { STAGES, type StageName } from '../verify/stages.ts';
import type { StudySummary } from '../verify/summary.ts';
import { allowedDistance, type Tolerances } from '../verify/tolerances.ts';
import { type Pair, type Shared, shareNames } from './twoSides.ts';

/** A model's number that is not the same on both sides. */
export interface NumberDifference extends Pair<number> {
  /** Of the table and the column, such as `models.test_accuracy`. */
  readonly name: string;
  readonly model: string;
  /** How far b may be from a. */
  readonly allowed: number;
  /** |b - a| / allowed: above 1 out of tolerance; Infinity where nothing is allowed. */
  readonly excess: number;
}

/** A column of a table, over the models that have it on both sides. */
export interface ColumnDifference {
  readonly name: string;
  readonly compared: number;
  readonly differing: number;
  readonly outside: number;
  /** That whose excess is the largest; null where all are the same. */
  readonly largest: NumberDifference | null;
}

/** The numbers of two studies, held against each other. */
export interface NumberComparison {
  /** Columns with the largest excess first, those without a difference last. */
  readonly columns: readonly ColumnDifference[];
  /** The largest excess first. */
  readonly differences: readonly NumberDifference[];
  /** Which numbers the sides have, as `models.test_accuracy of h16-b100-s0`. */
  readonly shared: Shared;
}

type Stages = Pick<StudySummary, 'stages'>;

/** Compares the numbers of `models`; what A has says how far B's may be from it. */
export function compareNumbers(
  { a, b }: Pair<Stages>,
  models: readonly string[],
  tolerances: Tolerances,
): NumberComparison {
  const [inA, inB] = [a, b].map((side) => gatherNumbers(side, models)) as [Numbers, Numbers];
  const shared = shareNames([...inA.keys()], [...inB.keys()]);
  const pairs = shared.both.map((key) => measure(inA.get(key)!, inB.get(key)!.value, tolerances));
  const differences = pairs.filter((one) => one.a !== one.b).sort(byExcess);
  const names = [...new Set(pairs.map(({ name }) => name))];
  const columns = names.map((name): ColumnDifference => {
    const own = differences.filter((one) => one.name === name);
    return {
      name,
      compared: pairs.filter((one) => one.name === name).length,
      differing: own.length,
      outside: own.filter(({ excess }) => excess > 1).length,
      largest: own[0] ?? null,
    };
  });
  return { columns: columns.sort(byLargest), differences, shared };
}

/** A number with its name and its model. */
interface Found {
  readonly name: string;
  readonly model: string;
  readonly value: number;
}
type Numbers = ReadonlyMap<string, Found>;

function gatherNumbers({ stages }: Stages, models: readonly string[]): Numbers {
  const found = STAGES.flatMap((stage: StageName) =>
    models.flatMap((model) =>
      Object.entries(stages[stage][model]?.numbers ?? {}).map(([name, value]) => ({ name, model, value })),
    ),
  );
  return new Map(found.map((one) => [`${one.name} of ${one.model}`, one]));
}

function measure({ name, model, value: a }: Found, b: number, tolerances: Tolerances): NumberDifference {
  const allowed = allowedDistance(a, tolerances[name] ?? { absolute: 0, relative: 0 });
  const distance = Math.abs(b - a);
  return { name, model, a, b, allowed, excess: distance === 0 ? 0 : distance / allowed };
}

function byExcess(a: NumberDifference, b: NumberDifference): number {
  return a.excess === b.excess ? 0 : b.excess - a.excess;
}

function byLargest(a: ColumnDifference, b: ColumnDifference): number {
  const excessOf = ({ largest }: ColumnDifference) => largest?.excess ?? -1;
  return excessOf(a) === excessOf(b) ? 0 : excessOf(b) - excessOf(a);
}
