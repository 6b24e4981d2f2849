/** What of two studies differs: results, and what they depend on. */
import { expected } from '../study/errors.ts';
import { type Comparison, compareStudies, type Difference, MISSING, UNEXPECTED } from '../verify/compare.ts';
import type { Level } from '../verify/levels.ts';
import { explain, type Reason } from '../verify/reasons.ts';
import { listTolerances } from '../verify/resultsLock.ts';
import { pathOf, placeArtifact, STAGES, type StageName, WHOLE_STUDY } from '../verify/stages.ts';
import { compareIdeas, type IdeaComparison } from './ideas.ts';
import { compareNumbers, type NumberComparison } from './numbers.ts';
import type { Side } from './side.ts';
import { type Pair, type Shared, shareNames } from './twoSides.ts';
import { listEnvironment, listNotes, listValues, type ValueDifference } from './values.ts';

/** Two studies, held against each other. */
export interface StudyDiff extends Pair<string> {
  /** The best level that holds; null where none does. */
  readonly reached: Level | null;
  /** The first thing that differs of what both have, study.json after all others; null where nothing does. */
  readonly first: Difference | null;
  readonly reasons: readonly Reason[];
  /** Of what both have. */
  readonly differences: readonly Difference[];
  readonly config: readonly ValueDifference[];
  readonly environment: readonly ValueDifference[];
  /** What is not recorded, and which files were changed after they were written. */
  readonly notes: readonly string[];
  /** Models by the sides that have them; those of both are compared. */
  readonly models: Shared;
  readonly files: readonly StageFiles[];
  readonly numbers: NumberComparison;
  readonly conclusions: readonly ValueDifference[];
  readonly ideas: IdeaComparison;
}

/** How many files of a stage the sides have, and how many of those of both differ. */
export interface StageFiles extends Readonly<Record<'both' | 'differing' | 'onlyA' | 'onlyB', number>> {
  readonly stage: StageName;
}

/** Compares what both sides have, under the tolerances of a lock where one side is one. Throws a UserError where neither has a model. */
export async function compareSides(sides: Pair<Side>): Promise<StudyDiff> {
  const { a, b } = sides;
  const models = shareNames(listModels(a), listModels(b));
  if (models.both.length + models.onlyA.length + models.onlyB.length === 0)
    throw expected(`${a.path} and ${b.path}`, 'a study with models', 'none', 'make sweep computes them');
  const tolerances = {
    ...listTolerances(b, b.tolerances),
    ...listTolerances(a, { ...b.tolerances, ...a.tolerances }),
  };
  const [keptA, keptB] = [a, b].map((side) => keepModels(side, models.both)) as [Side, Side];
  const { differences, reached } = compareStudies({ ...keptA, tolerances }, keptB);
  const told = differences.map((one) => ({ ...one, what: sayWhat(one, sides) }));
  const numbers = compareNumbers(sides, models.both, tolerances);
  return {
    ...{ a: a.path, b: b.path, models, numbers, differences: told },
    reached: findReached(reached, models, numbers),
    first: told[findFirst(differences)] ?? null,
    reasons: explainFirst(differences, sides),
    config: listValues(a.config, b.config),
    environment: listEnvironment(sides),
    notes: [...listNotes('A', a), ...listNotes('B', b)],
    files: STAGES.map((stage) => countFiles(stage, [keptA, keptB])),
    conclusions: listValues(a.conclusions, b.conclusions),
    ideas: await compareIdeas(sides, models.both),
  };
}

/** The level that holds of all that either side has, where `reached` holds of what both have. */
function findReached(reached: Level | null, models: Shared, numbers: NumberComparison): Level | null {
  if (reached !== 'identical' && reached !== 'numbers') return reached;
  const isUneven = [models, numbers.shared].some(({ onlyA, onlyB }) => onlyA.length + onlyB.length > 0);
  if (isUneven) return 'conclusions';
  return numbers.differences.length > 0 ? 'numbers' : reached;
}

/** The models of which anything is there, in the order of their names. */
function listModels({ stages }: Pick<Side, 'stages'>): string[] {
  const names = STAGES.flatMap((stage) => Object.keys(stages[stage]));
  return [...new Set(names)].filter((name) => name !== WHOLE_STUDY).sort();
}

function keepModels(side: Side, models: readonly string[]): Side {
  const kept = new Set([...models, WHOLE_STUDY]);
  const entries = STAGES.map((stage) => [
    stage,
    Object.fromEntries(Object.entries(side.stages[stage]).filter(([name]) => kept.has(name))),
  ]);
  const pictures = Object.entries(side.pictures).filter(([path]) => kept.has(placeArtifact(path).model));
  return {
    ...side,
    stages: Object.fromEntries(entries) as Side['stages'],
    pictures: Object.fromEntries(pictures),
  };
}

/** What differs of one thing, in words of both sides where make verify says what it expected. */
function sayWhat({ stage, model, artifact, level, what }: Difference, { a, b }: Pair<Side>): string {
  if (what === MISSING) return 'only in A';
  if (what === UNEXPECTED) return 'only in B';
  if (level === 'identical') return what;
  const found = (side: Side) =>
    level === 'numbers' ? side.stages[stage][model]?.numbers?.[artifact] : side.conclusions[artifact];
  return `${found(a) ?? 'none'} in A, ${found(b) ?? 'none'} in B`;
}

/** The config has a list of its own: its file comes first by stage, and says nothing of what became of the results. */
function findFirst(differences: readonly Difference[]): number {
  const at = differences.findIndex(({ artifact }) => artifact !== 'study.json');
  return Math.max(at, 0);
}

/** Whether a key of the config may be why `first` differs. */
function canExplain(key: string, { stage, model }: Difference): boolean {
  // These are in study.json and the report alone.
  if (key === 'name' || key === 'description') return stage === 'dataset' || stage === 'report';
  // What else is in the grid changes no model of it.
  return !key.startsWith('grid.') || model === WHOLE_STUDY;
}

function explainFirst(differences: Comparison['differences'], { a, b }: Pair<Side>): Reason[] {
  const first = differences[findFirst(differences)];
  if (first === undefined) return [];
  const circumstancesOf = (side: Side) => ({
    ...side,
    config: Object.fromEntries(Object.entries(side.config).filter(([key]) => canExplain(key, first))),
  });
  const damaged = [...a.damaged, ...b.damaged].filter((path) => path === pathOf(first));
  return explain(circumstancesOf(a), circumstancesOf(b), { differences: [first] }, { damaged });
}

function countFiles(stage: StageName, sides: readonly [Side, Side]): StageFiles {
  const [inA, inB] = sides.map(({ stages }) => listDigests(stages[stage])) as [Digests, Digests];
  const { both, onlyA, onlyB } = shareNames([...inA.keys()], [...inB.keys()]);
  const differing = both.filter((path) => inA.get(path) !== inB.get(path)).length;
  return { stage, both: both.length, differing, onlyA: onlyA.length, onlyB: onlyB.length };
}

type Digests = ReadonlyMap<string, string>;

function listDigests(entries: Side['stages'][StageName]): Digests {
  return new Map(
    Object.entries(entries).flatMap(([model, { files }]) =>
      Object.entries(files).map(([artifact, digest]) => [pathOf({ model, artifact }), digest] as const),
    ),
  );
}
