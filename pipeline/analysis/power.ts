/**
 * How large a study must be to show an effect: from the components of variance of a pilot.
 *
 * A seed's slope of its mean scores varies by (model + modelDigit / D + rest / (D R)) / sum(x^2), where x is the centred log2
 * of the batch size (or of the hidden size) by cell, D are the digits and R the starts of each: what digits, cells and starts
 * have in common for all seeds adds nothing. The mean of S seeds is tested by Student's t with S - 1 degrees of freedom.
 */
import { studentPower } from '../statistics/studentPower.ts';
import { estimateStudyComponents, type StudyComponents } from '../statistics/studyComponents.ts';
import type { IdeaValue } from '../statistics/studyDesign.ts';

/** The power that a study should have. */
export const WANTED_POWER = 0.8;

/** More seeds than anybody would train. */
const MOST_SEEDS = 1000;

/** Whose slope is to be shown. */
export type PowerAxis = 'batch' | 'hidden';

/** A study that could be made, on the pilot's grid. */
export interface PlannedStudy {
  readonly seeds: number;
  readonly digits: number;
  readonly starts: number;
}

/** What a pilot says of studies like it. */
export interface Pilot {
  readonly components: StudyComponents;
  /** Whether starts were told apart from the models' own answer to a digit; if not, more starts are taken to change nothing. */
  readonly knowsStarts: boolean;
}

/** The pilot of a study's ideas; null for fewer than two seeds that have every idea, or two digits. */
export function openPilot(ideas: readonly IdeaValue[]): Pilot | null {
  const components = estimateStudyComponents(ideas);
  return components && { components, knowsStarts: components.variances.rest !== null };
}

/**
 * The standard deviation between seeds of the slope of mean scores a doubling of the axis; null where the pilot's grid does
 * not vary it. Variances estimated below 0 count as 0.
 */
export function slopeDeviation(
  { components: { variances, size } }: Pilot,
  axis: PowerAxis,
  { digits, starts }: Pick<PlannedStudy, 'digits' | 'starts'>,
): number | null {
  const spread = size.spread[axis];
  if (!(spread > 0)) return null;
  const part = (variance: number | null) => Math.max(0, variance ?? 0);
  const ofMean =
    part(variances.model) + part(variances.modelDigit) / digits + part(variances.rest) / (digits * starts);
  return Math.sqrt(ofMean / spread);
}

/** The probability that the planned study shows an `effect` a doubling at 5%, two-sided; null with less than two seeds, or where the grid has no such slope. */
export function powerOf(pilot: Pilot, axis: PowerAxis, effect: number, study: PlannedStudy): number | null {
  const deviation = slopeDeviation(pilot, axis, study);
  if (deviation === null || study.seeds < 2) return null;
  if (deviation === 0) return effect === 0 ? null : 1;
  return studentPower((effect * Math.sqrt(study.seeds)) / deviation, study.seeds - 1);
}

/** The fewest seeds, from 2, with which the study has a power of 80%; null where not even 1,000 do. */
export function fewestSeeds(
  pilot: Pilot,
  axis: PowerAxis,
  effect: number,
  study: Pick<PlannedStudy, 'digits' | 'starts'>,
): number | null {
  const suffices = (seeds: number) =>
    (powerOf(pilot, axis, effect, { ...study, seeds }) ?? 0) >= WANTED_POWER;
  if (!suffices(MOST_SEEDS)) return null;
  // Power grows with the seeds, so that halving finds where it suffices first.
  let [least, most] = [2, MOST_SEEDS];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (suffices(middle)) most = middle;
    else least = middle + 1;
  }
  return least;
}
