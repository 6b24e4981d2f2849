/**
 * Computes the planned models on a pool of processes, and scores them. What is finished stays, whatever happens to the rest.
 *
 * The pool takes its orders in turn: the check of the judges, the models with the longest first, and of those that are
 * computed the scores. So who has no model left to compute does not wait for who has.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import { warnOfCheck } from '../report/describeCheck.ts';
import { HEEDED, type Interrupt } from '../store/interrupts.ts';
import { describeReason, ReportedError, UserError } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord, JudgesCheck } from '../study/records.ts';
import type { Plan, PlannedModel } from './plan.ts';
import { openPool, type Pool } from './pool.ts';
import { openProgress, type Progress } from './progress.ts';
import type { ModelOrder, StudyOrder } from './worker.ts';

/** The worker beside this file: TypeScript, or JavaScript where the pipeline is compiled. */
const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/** How a round of computing ended. */
export interface Outcome {
  readonly finished: number;
  readonly failed: number;
  /** Whether a process crashed, or our code failed, among the failed: not something that the user can mend. */
  readonly hasFault: boolean;
  /** The name of the signal that ended the round early, or null. */
  readonly interruptedBy: Interrupt | null;
}

/** Computes every model of `plan` on `workers` processes, and has what waits for the judges scored there. */
export async function computeModels(study: Study, plan: Plan, workers: number): Promise<Outcome> {
  const pool = openPool(WORKER, workers);
  const interrupt = listenForInterrupt(pool);
  const progress = openProgress(plan, workers);
  let finished = 0;
  const failures: unknown[] = [];
  const computePlanned = async (planned: PlannedModel): Promise<void> => {
    try {
      await computeOne(pool, study, planned, progress);
      finished++;
    } catch (error) {
      if (interrupt.signal !== null) return;
      failures.push(error);
      progress.modelFailed(planned.model, describeFailure(error));
      return;
    }
    await scoreOne(pool, study, planned.model, progress);
  };
  await Promise.all([
    plan.scoring.isCheckDue && checkJudges(pool, study, progress),
    ...plan.models.map(computePlanned),
    ...plan.scoring.unscored.map((model) => scoreOne(pool, study, model, progress)),
  ]);
  progress.close();
  interrupt.stopListening();
  await pool.stop();
  return {
    finished,
    failed: failures.length,
    hasFault: failures.some((error) => !(error instanceof UserError)),
    interruptedBy: interrupt.signal,
  };
}

async function computeOne(
  pool: Pool,
  { config, artifacts }: Study,
  planned: PlannedModel,
  progress: Progress,
): Promise<void> {
  const { model } = planned;
  const order: ModelOrder = { config, artifacts, model };
  const times = await pool.run<ModelTimes>('computeModel', order, (record) =>
    progress.modelAdvanced(model, record as EpochRecord),
  );
  progress.modelFinished(model, sumTaken(planned, times));
}

/** What could not be scored here is tried again when the study is published, which says why it cannot. */
async function scoreOne(
  pool: Pool,
  { config, artifacts }: Study,
  model: Model,
  progress: Progress,
): Promise<void> {
  const order: ModelOrder = { config, artifacts, model };
  await pool.run<void>('scoreModel', order, () => undefined).catch(() => undefined);
  progress.modelScored();
}

/** Warns within the first minute, not after hours, where the judges cannot read the study's images; the report says it again. */
async function checkJudges(pool: Pool, { config, artifacts }: Study, progress: Progress): Promise<void> {
  const order: StudyOrder = { config, artifacts };
  const check = await pool.run<JudgesCheck>('checkJudges', order, () => undefined).catch(() => null);
  progress.judgesChecked(check && warnOfCheck(check, config.dataset));
}

/** Seconds that this sweep spent on a model: some of its parts may have been there before. */
function sumTaken({ step, experiments }: PlannedModel, times: ModelTimes): number {
  const training = step === 'train' ? (times.trainSeconds ?? 0) : 0;
  const search = step === 'experiments' ? 0 : (times.ideasSeconds ?? 0);
  return experiments.reduce((sum, name) => sum + (times.experimentsSeconds[name] ?? 0), training + search);
}

function describeFailure(error: unknown): string {
  if (error instanceof UserError || error instanceof ReportedError) return error.message;
  return `its process failed (${describeReason(error)}); the other models go on, and the next run tries it again`;
}

/** On the first interrupt all processes end, so that every unfinished call rejects. */
function listenForInterrupt(pool: Pool) {
  const state: { signal: Interrupt | null } = { signal: null };
  const onSignal = (signal: Interrupt): void => {
    state.signal ??= signal;
    void pool.stop();
  };
  for (const signal of HEEDED) process.on(signal, onSignal);
  return {
    get signal() {
      return state.signal;
    },
    stopListening(): void {
      for (const signal of HEEDED) process.off(signal, onSignal);
    },
  };
}
