/** Computes the planned models on a pool of processes. What is finished stays, whatever happens to the rest. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import { UserError } from '../study/errors.ts';
import type { Plan, PlannedModel } from './plan.ts';
import { openPool, type Pool } from './pool.ts';
import { openProgress, type Progress } from './progress.ts';
import type { EpochEvent, ModelOrder, WorkOrder } from './worker.ts';

/** The worker beside this file: TypeScript, or JavaScript where the pipeline is compiled. */
const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/** How a round of computing ended. */
export interface Outcome {
  readonly finished: number;
  readonly failed: number;
  /** A process crashed, or our code failed: not something that the user can mend. */
  readonly hasFault: boolean;
  /** The name of the signal that ended the round early, or null. */
  readonly interruptedBy: NodeJS.Signals | null;
}

/** Computes every model of `plan` on `workers` processes. */
export async function computeModels(study: Study, plan: Plan, workers: number): Promise<Outcome> {
  const pool = openPool(WORKER, workers);
  const interrupt = listenForInterrupt(pool);
  const progress = openProgress(plan, workers);
  const order: WorkOrder = { config: study.config, artifacts: study.artifacts };
  const tally = { finished: 0, failed: 0, hasFault: false };
  const settle = async (work: Promise<unknown>, onFailure: (message: string) => void): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (interrupt.signal !== null) return;
      tally.hasFault ||= !(error instanceof UserError);
      onFailure(describeFailure(error));
    }
  };
  const computePlanned = (planned: PlannedModel) =>
    settle(
      computeOne(pool, { ...order, model: planned.model }, planned, progress).then(() => tally.finished++),
      (message) => {
        tally.failed++;
        progress.modelFailed(planned.model, message);
      },
    );
  await Promise.all(plan.models.map(computePlanned));
  progress.close();
  interrupt.stopListening();
  await pool.stop();
  return { ...tally, interruptedBy: interrupt.signal };
}

async function computeOne(
  pool: Pool,
  order: ModelOrder,
  planned: PlannedModel,
  progress: Progress,
): Promise<void> {
  const { model } = planned;
  const times = await pool.run<ModelTimes>('computeModel', order, (event) =>
    progress.modelAdvanced(model, event as EpochEvent),
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
  if (error instanceof UserError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `its process failed (${reason.split('\n')[0]}); the other models go on, and the next run tries it again`;
}

/** On the first interrupt all processes end, so that every unfinished call rejects. */
function listenForInterrupt(pool: Pool) {
  const state: { signal: NodeJS.Signals | null } = { signal: null };
  const onSignal = (signal: NodeJS.Signals): void => {
    state.signal = signal;
    void pool.stop();
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  return {
    get signal() {
      return state.signal;
    },
    stopListening(): void {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
