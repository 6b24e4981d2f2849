/** Who judged what a report tells, and how firm its conclusions are: said above every section that rests on scores. */
import { doScoresHold } from '../judging/judgesCheck.ts';
import { hasPeople } from './findings.ts';
import type { StudyResults } from './studyResults.ts';

/** Who judged: no word where scores are withheld. */
export function nameJudging(results: StudyResults): string[] {
  if (!doScoresHold(results.check)) return [];
  return [hasPeople(results) ? 'scored by judges, rated by people' : 'machine-judged'];
}

/** Whether verdicts were fixed before the data: `confirmatory` or `exploratory`. */
export function nameFirmness({ tests }: Pick<StudyResults, 'tests'>): string {
  return tests?.lock.kind === 'confirmatory' ? 'confirmatory' : 'exploratory';
}

/**
 * What stands above a section that tells scores. Only verdicts can be confirmatory: what else a report shows was not stated
 * before the data.
 */
export function standingOfScores(results: StudyResults): string[] {
  const judging = nameJudging(results);
  return judging.length === 0 ? [] : [...judging, 'exploratory'];
}

/** What stands above the verdicts. */
export function standingOfVerdicts(results: StudyResults): string[] {
  return [...nameJudging(results), nameFirmness(results)];
}
