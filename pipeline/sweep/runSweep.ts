/** The sweep: all steps over the whole grid, as far as they are not done yet. */

import type { Study } from '../models/study.ts';
import { ensureDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { writeJson } from '../store/files.ts';
import { INTERRUPT_CODES } from '../store/interrupts.ts';
import { computeModels, type Outcome } from './computeModels.ts';
import { listNeeds, type Plan, planStudy, predictSweepSeconds } from './plan.ts';
import { aboutSeconds } from './progress.ts';

/** Computes what is missing and publishes what there is; returns the exit code. */
export async function runSweep(study: Study, workers: number): Promise<number> {
  const { data, isNew } = await ensureDataset(study);
  await writeJson(study.folder.config, study.config);
  const { train, validation, test } = data.record.counts;
  const validated = validation > 0 ? `${validation} validation, ` : '';
  console.log(`dataset ${isNew ? 'prepared' : 'found'}: ${train} training, ${validated}${test} test images`);
  const plan = await planStudy(study, data);
  for (const line of describePlan(plan, workers)) console.log(line);
  const outcome = await computeModels(study, plan, workers);
  if (outcome.interruptedBy) {
    reportInterrupt(study, plan, outcome);
    return INTERRUPT_CODES[outcome.interruptedBy];
  }
  // Loaded only here: charts and statistics take longer to load than a status or a refusal takes to say.
  const { publish } = await import('../report/publish.ts');
  await publish(study, data);
  return reportOutcome(outcome);
}

const WORK = { train: 'train and search', ideas: 'search', experiments: 'experiments' } as const;

/** Prints what a sweep would do, without doing it. */
export async function previewSweep(study: Study, workers: number): Promise<void> {
  const { data } = await ensureDataset(study);
  const plan = await planStudy(study, data);
  for (const { model, step, reason, seconds } of plan.models) {
    console.log(`${model.name}: ${WORK[step]}: ${reason} (${aboutSeconds(seconds)})`);
  }
  for (const line of describePlan(plan, workers)) console.log(line);
}

/** Prints what is done and what is not. */
export async function printStatus(study: Study): Promise<void> {
  const { data } = await ensureDataset(study);
  const needs = await listNeeds(study, data);
  for (const { state, need } of needs) {
    console.log(`${state.model.name}: ${need ? `${WORK[need.step]}: ${need.reason}` : 'finished'}`);
  }
  const finished = needs.filter(({ need }) => need === null).length;
  console.log(`${finished} of ${study.models.length} models finished in ${study.folder.root}`);
}

function describePlan(plan: Plan, workers: number): string[] {
  const again = plan.models.filter(({ isFirstTime }) => !isFirstTime);
  const reasons = again.map(({ model, step, reason }) => `${model.name}: ${step} again: ${reason}`);
  const about = aboutSeconds(predictSweepSeconds(plan, workers));
  if (plan.models.length === 0) {
    const rest = plan.isPublishingDue ? `; to score and publish: ${about}` : '; nothing to compute';
    return [`all ${plan.finished} models are finished${rest}`];
  }
  const had = plan.finished > 0 ? `, ${plan.finished} finished before` : '';
  const processes = workers === 1 ? '1 process' : `${workers} processes`;
  return [
    ...reasons,
    `${formatQuantity(plan.models.length, 'model')} to compute${had}: ${about} on ${processes}`,
  ];
}

function reportInterrupt(study: Study, plan: Plan, outcome: Outcome): void {
  const finished = plan.finished + outcome.finished;
  console.error(
    `interrupted: ${finished} of ${study.models.length} models are finished and kept; run the same command to go on`,
  );
}

function reportOutcome(outcome: Outcome): number {
  if (outcome.failed === 0) return 0;
  console.error(
    `${formatQuantity(outcome.failed, 'model')} failed, for the reasons above; the report has all the others`,
  );
  return outcome.hasFault ? 1 : 2;
}
