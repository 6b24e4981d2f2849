/** The findings of a study: every hypothesis and claim, tested, corrected and decided. */
import { listArmViews, readArm } from './arms.ts';
import { CLAIMS } from './claims/listClaims.ts';
import { type Correction, conclude } from './conclude.ts';
import { correctClaims, correctHypotheses } from './correct.ts';
import { type ArmEffects, estimateEffects } from './effects.ts';
import type { ExperimentTable } from './experimentTable.ts';
import type { Finding } from './finding.ts';
import { HYPOTHESES } from './hypotheses/listHypotheses.ts';
import type { Evidence, Hypothesis, Tested, Untested } from './hypothesis.ts';
import type { StudyTable } from './studyTable.ts';
import { listWays } from './ways.ts';

/** The effects in every arm of a study, and what else its hypotheses are tested on. */
export function gatherEvidence(table: StudyTable, experiments: ExperimentTable): Evidence {
  const options = table.config.analysis;
  const ways = listWays(table);
  const effects = new Map(
    listArmViews(table.config).map((view): [string, ArmEffects] => {
      const arm = readArm(table, view);
      return [view.key, arm.refused === null ? estimateEffects(arm, ways, options) : { arm, ways: [] }];
    }),
  );
  return { table, ways, options, effects, experiments };
}

/** The findings: H6, H5, H1, H2, H3 and H4 corrected together, then C1 to C5. */
export function testHypotheses(evidence: Evidence): Finding[] {
  return [
    ...testFamily(evidence, HYPOTHESES, (results) => correctHypotheses(results, evidence.options)),
    ...testFamily(evidence, CLAIMS, correctClaims),
  ];
}

function testFamily(
  evidence: Evidence,
  hypotheses: readonly Hypothesis[],
  correct: (results: readonly (Tested | Untested)[]) => Correction[],
): Finding[] {
  const results = hypotheses.map((hypothesis) => hypothesis.test(evidence));
  const corrections = correct(results);
  return hypotheses.map((hypothesis, at) =>
    conclude(hypothesis, results[at]!, corrections[at]!, evidence.options.smallestEffect),
  );
}
