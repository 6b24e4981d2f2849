/** Has a study's hypotheses and claims tested on what is finished of it. */
import type { ExperimentTable } from '../analysis/experimentTable.ts';
import { testStudy } from '../analysis/testStudy.ts';
import type { ReportPart } from '../experiments/reportPart.ts';
import { findLockState } from '../models/lockState.ts';
import type { Study } from '../models/study.ts';
import { endAtOnceDuring } from '../store/interrupts.ts';
import { partsOf } from '../study/sideModels.ts';
import type { ModelCheckpoints, TestedStudy } from './studyResults.ts';

/** What the analysis finds of the finished models, and whether it was locked before they were trained. */
export async function gatherTests(
  study: Study,
  scoreVersion: string,
  finished: readonly ModelCheckpoints[],
  parts: readonly ReportPart[],
): Promise<TestedStudy> {
  const models = finished.map(({ model, checkpoints }) => {
    const { name, settings, seed } = model;
    return { name, settings, seed, parts: partsOf(model), checkpoints };
  });
  return {
    lock: await findLockState(
      study,
      finished.map(({ model }) => model),
    ),
    // Of very many models it takes hours.
    ...endAtOnceDuring(() =>
      testStudy({ config: study.config, scoreVersion, models }, collectEvidence(parts)),
    ),
  };
}

function collectEvidence(parts: readonly ReportPart[]): ExperimentTable {
  const rows = <Name extends keyof ExperimentTable>(name: Name) =>
    parts.flatMap(({ evidence }): ExperimentTable[Name][number][] => [...(evidence?.[name] ?? [])]);
  return {
    comparison: rows('comparison'),
    hints: rows('hints'),
    counterfeits: rows('counterfeits'),
  };
}
