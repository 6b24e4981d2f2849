/** The whole analysis of a study: effects in every arm, clocks, findings, controls and components. */
import { type Arm, listArmViews, readArm } from './arms.ts';
import { CLAIMS } from './claims/listClaims.ts';
import { type ClockComparison, compareClocks } from './clock.ts';
import { findComponents, type ScoreComponents } from './components.ts';
import { conclude } from './conclude.ts';
import { type Control, suspectInstrument, tryControls } from './controls.ts';
import { correctClaims, correctHypotheses } from './correct.ts';
import { type DigitSlopes, estimateDigitSlopes } from './digitSlopes.ts';
import { type Agreement, type ArmEffects, compareWays, estimateEffects } from './effects.ts';
import type { ExperimentTable } from './experimentTable.ts';
import type { Finding } from './finding.ts';
import { HYPOTHESES } from './hypotheses/listHypotheses.ts';
import type { Evidence } from './hypothesis.ts';
import type { StudyTable } from './studyTable.ts';
import { listWays, PRIMARY } from './ways.ts';

/** An arm with its effects, and which ways of scoring do not agree with the primary one. */
export interface TestedArm extends ArmEffects {
  readonly agreement: readonly Agreement[];
}

/** What the analysis found. */
export interface StudyTests {
  /** In the order of the config; an arm that could not be read says why. */
  readonly arms: readonly TestedArm[];
  /** By every way of scoring, the primary one first. */
  readonly clocks: readonly ClockComparison[];
  /** H6, H5, H1, H2, H3, H4, then C1 to C5. */
  readonly findings: readonly Finding[];
  readonly controls: readonly Control[];
  /** `Suspect the instrument: ...`, with which a report opens; null where no control fails. */
  readonly suspicion: string | null;
  /** Of the scores at equal epochs. */
  readonly components: ScoreComponents;
  readonly digitSlopes: DigitSlopes | null;
}

/** Tests a study. The same table gives the same result, to the bit. */
export function testStudy(table: StudyTable, experiments: ExperimentTable): StudyTests {
  const options = table.config.analysis;
  const ways = listWays(table);
  const arms = listArmViews(table.config).map((view) => testArm(readArm(table, view), ways, options));
  const effects = new Map(arms.map((tested) => [tested.arm.view.key, tested]));
  const evidence: Evidence = { table, ways, options, effects, experiments };
  const findings = [
    ...test(evidence, HYPOTHESES, (results) => correctHypotheses(results, options)),
    ...test(evidence, CLAIMS, correctClaims),
  ];
  const controls = tryControls(table, findings.find(({ id }) => id === 'H6')!);
  const models = effects.get('epochs')?.arm.models ?? [];
  return {
    arms,
    clocks: ways.map((way) => compareClocks(table, way)),
    findings,
    controls,
    suspicion: suspectInstrument(controls),
    components: findComponents(models, PRIMARY),
    digitSlopes: estimateDigitSlopes(models, PRIMARY),
  };
}

function testArm(arm: Arm, ways: Evidence['ways'], options: Evidence['options']): TestedArm {
  const effects = arm.refused === null ? estimateEffects(arm, ways, options) : { arm, ways: [] };
  return { ...effects, agreement: compareWays(effects) };
}

function test(
  evidence: Evidence,
  hypotheses: typeof HYPOTHESES,
  correct: (
    results: readonly ReturnType<(typeof HYPOTHESES)[number]['test']>[],
  ) => ReturnType<typeof correctClaims>,
): Finding[] {
  const results = hypotheses.map((hypothesis) => hypothesis.test(evidence));
  const corrections = correct(results);
  return hypotheses.map((hypothesis, at) =>
    conclude(hypothesis, results[at]!, corrections[at]!, evidence.options.smallestEffect),
  );
}
