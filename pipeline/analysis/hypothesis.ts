/** What a hypothesis is to its test: what it is given, and what it hands on to the verdict. */
import type { StudyConfig } from '../study/config.ts';
import type { Arm } from './arms.ts';
import { type ArmEffects, isShown } from './effects.ts';
import type { ExperimentTable } from './experimentTable.ts';
import type { Effect, EffectByWay } from './finding.ts';
import type { StudyTable } from './studyTable.ts';
import type { Way } from './ways.ts';

/** What hypotheses and claims are tested on. */
export interface Evidence {
  readonly table: StudyTable;
  readonly ways: readonly Way[];
  readonly options: StudyConfig['analysis'];
  /** Of each arm that the config compares, by the key of its view; arms that could not be read have no ways. */
  readonly effects: ReadonlyMap<string, ArmEffects>;
  readonly experiments: ExperimentTable;
}

/** A hypothesis or claim, as it was stated before the data. */
export interface Hypothesis {
  readonly id: string;
  readonly statement: string;
  /** From evidence to numbers. The verdict follows once all of its family are known. */
  test(evidence: Evidence): Tested | Untested;
}

/** Why a hypothesis was not tested. */
export interface Untested {
  readonly untested: string;
}

/** An effect by another way, which a conclusion needs (`family`) or only mentions (`reading`). */
export interface WayEffect extends EffectByWay {
  readonly kind: Way['kind'];
}

/** The numbers of a hypothesis. */
export interface Tested {
  readonly effect: Effect;
  /** What the effect's number is of. */
  readonly unit: string;
  /** What it rests on: `10 seeds`. */
  readonly n: string;
  /** The sign of the effect that the hypothesis states; 0 where either is one. */
  readonly expected: 1 | -1 | 0;
  /** Values of the effect by block, for the correction by max-T: their mean is the effect. */
  readonly blocks: readonly { readonly seed: number; readonly value: number }[];
  readonly ways: readonly WayEffect[];
  /**
   * Values by block, in units of the score, of everything that must be too small to matter if the effect is to be absent;
   * null where absence of this effect has no meaning.
   */
  readonly small: readonly (readonly number[])[] | null;
  /** Why there is no conclusion even if its effect is shown. */
  readonly hurdles: readonly string[];
  /** What its sentence adds. */
  readonly notes: readonly string[];
}

/** Whether a hypothesis was tested. */
export function isTested(result: Tested | Untested): result is Tested {
  return !('untested' in result);
}

/** What every test over seeds needs. */
export const NEEDS_SEEDS = 'needs at least 2 seeds';

/** An arm that could be read and whose seeds allow a test, or why not. */
export function findArm(evidence: Evidence, key: string, title: string): ArmEffects | Untested {
  const found = evidence.effects.get(key);
  if (found === undefined)
    return { untested: `the study does not compare models at ${title} (arms.compared)` };
  if (found.arm.refused !== null) return { untested: found.arm.refused };
  const seeds = found.ways[0]?.seeds.length ?? 0;
  const missing = describeMissing(found.arm);
  return seeds < 2 ? { untested: `${NEEDS_SEEDS} with every cell, got ${seeds}${missing}` } : found;
}

function describeMissing({ missing }: Arm): string {
  if (missing.length === 0) return '';
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  return ` (missing: ${missing[0]}${more})`;
}

/** The families by which an effect is not shown in the direction of `sign`: co-primary, each has to show it. */
export function listContraryFamilies(ways: readonly WayEffect[], sign: number): string[] {
  return ways.filter((way) => way.kind === 'family' && !isShownAs(way, sign)).map(({ way }) => way);
}

/** The readings by which an effect is not shown in the direction of `sign`. */
export function listContraryReadings(ways: readonly WayEffect[], sign: number): string[] {
  return ways.filter((way) => way.kind === 'reading' && !isShownAs(way, sign)).map(({ way }) => way);
}

function isShownAs(effect: EffectByWay, sign: number): boolean {
  return isShown(effect) && Math.sign(effect.estimate) === sign;
}
