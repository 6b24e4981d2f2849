/** Computes the planned models on a pool of processes. What is finished stays, whatever happens to the rest. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import { HEEDED, type Interrupt } from '../store/interrupts.ts';
import { describeReason, ReportedError, UserError } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import type { Plan, PlannedModel } from './plan.ts';
import { openPool, type Pool } from './pool.ts';
import { openProgress, type Progress } from './progress.ts';
import type { ModelOrder } from './worker.ts';

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

/** Computes every model of `plan` on `workers` processes. Throws a UserError where the engine does not load here. */
export async function computeModels(study: Study, plan: Plan, workers: number): Promise<Outcome> {
  // Here, and not first in every process, each of which would say it for every model.
  if (plan.models.length > 0) await study.engine.load();
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
    }
  };
  await Promise.all(plan.models.map(computePlanned));
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
