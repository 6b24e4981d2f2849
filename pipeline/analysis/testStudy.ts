/** The whole analysis of a study: effects in every arm, clocks, findings, controls and components. */
import { type ClockComparison, compareClocks } from './clock.ts';
import { findComponents, type ScoreComponents } from './components.ts';
import { type Control, suspectInstrument, tryControls } from './controls.ts';
import { type DigitSlopes, estimateDigitSlopes } from './digitSlopes.ts';
import { type Agreement, type ArmEffects, compareWays } from './effects.ts';
import type { ExperimentTable } from './experimentTable.ts';
import type { Finding } from './finding.ts';
import { gatherEvidence, testHypotheses } from './findings.ts';
import type { StudyTable } from './studyTable.ts';
import { PRIMARY } from './ways.ts';

/** An arm with its effects, and which ways of scoring do not agree with the primary one. */
export interface TestedArm extends ArmEffects {
  readonly agreement: readonly Agreement[];
}

/** What the analysis found. */
export interface StudyTests {
  /** In the order of the config; an arm that could not be read says why and has no ways. */
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
  const evidence = gatherEvidence(table, experiments);
  const findings = testHypotheses(evidence);
  const controls = tryControls(table, findings.find(({ id }) => id === 'H6')!);
  const models = evidence.effects.get('epochs')?.arm.models ?? [];
  return {
    arms: [...evidence.effects.values()].map((arm) => ({ ...arm, agreement: compareWays(arm) })),
    clocks: evidence.ways.map((way) => compareClocks(table, way)),
    findings,
    controls,
    suspicion: suspectInstrument(controls),
    components: findComponents(models, PRIMARY),
    digitSlopes: estimateDigitSlopes(models, PRIMARY),
  };
}
