/**
 * Computes the planned models on a pool of processes, and scores them. What is finished stays, whatever happens to the rest.
 *
 * The pool takes its orders in turn: the check of the judges, the models with the longest first, and of those that are
 * computed the scores. So who has no model left to compute does not wait for who has.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dropFailure, keepFailure } from '../models/failures.ts';
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
export const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/**
 * Has malloc of the GNU C library, which others do not read, give blocks of 4 MB and more back to the system when they are
 * freed. By itself it keeps such a block and all below it, up to 32 MB each, so that a process never takes less memory again.
 * Not for TensorFlow, which frees and asks again at every update: it saves 5% of its memory, and takes 8% longer.
 * Source: mallopt(3), M_MMAP_THRESHOLD.
 */
export const GIVING_BACK = { MALLOC_MMAP_THRESHOLD_: String(4 * 1024 * 1024) };

/** How a round of computing ended. */
export interface Outcome {
  readonly finished: number;
  readonly failed: number;
  /** Whether a process crashed, or our code failed, among the failed: not something that the user can mend. */
  readonly hasFault: boolean;
  /** The name of the signal that ended the round early, or null. */
  readonly interruptedBy: Interrupt | null;
}

/** What a round of computing works with. */
interface Round {
  readonly pool: Pool;
  readonly order: StudyOrder;
  readonly progress: Progress;
  readonly interrupt: { readonly signal: Interrupt | null };
}

/** Computes every model of `plan` on `workers` processes, and has what waits for the judges scored there. */
export async function computeModels(study: Study, plan: Plan, workers: number): Promise<Outcome> {
  const pool = openPool(WORKER, workers, study.config.engine === 'tfjs' ? {} : GIVING_BACK);
  const interrupt = listenForInterrupt(pool);
  const progress = openProgress(plan, workers);
  const order = { config: study.config, artifacts: study.artifacts };
  const round: Round = { pool, order, progress, interrupt };
  let finished = 0;
  const failures: unknown[] = [];
  const computePlanned = async (planned: PlannedModel): Promise<void> => {
    try {
      await computeOne(round, planned);
      finished++;
      // A failure that cannot be forgotten is none of the model's.
      await dropFailure(study, planned.model).catch(() => undefined);
    } catch (error) {
      if (interrupt.signal !== null) return;
      failures.push(error);
      const message = describeFailure(error);
      progress.modelFailed(planned.model, message);
      // A disk that takes no file is no reason to stop the others.
      await keepFailure(study, planned.model, message).catch(() => undefined);
      return;
    }
    await scoreOne(round, planned.model);
  };
  await Promise.all([
    plan.scoring.isCheckDue && checkJudges(round),
    ...plan.models.map(computePlanned),
    ...plan.scoring.unscored.map((model) => scoreOne(round, model)),
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

async function computeOne({ pool, order, progress }: Round, planned: PlannedModel): Promise<void> {
  const { model } = planned;
  const times = await pool.run<ModelTimes>(
    'computeModel',
    { ...order, model } satisfies ModelOrder,
    (record) => progress.modelAdvanced(model, record as EpochRecord),
  );
  progress.modelFinished(model, sumTaken(planned, times));
}

/** What could not be scored here is scored when the study is published, or that says why it cannot. */
async function scoreOne(round: Round, model: Model): Promise<void> {
  const { pool, order, progress } = round;
  const scored = pool.run<void>('scoreModel', { ...order, model } satisfies ModelOrder, () => undefined);
  const fault = await findFault(round, scored);
  progress.modelScored(
    fault && `${model.name}: its scoring failed (${fault}); it is tried again for the report`,
  );
}

/** Warns within the first minute, not after hours, where the judges cannot read the study's images; the report says it again. */
async function checkJudges(round: Round): Promise<void> {
  const { pool, order, progress } = round;
  const checked = pool.run<JudgesCheck>('checkJudges', order, () => undefined);
  const fault = await findFault(round, checked);
  if (fault !== null)
    return progress.judgesChecked(`judges: their check failed (${fault}); the report tries again`);
  const check = await checked.catch(() => null);
  progress.judgesChecked(check && warnOfCheck(check, order.config.dataset));
}

/** The fault of ours that ended `work`; null where it ended well, was interrupted, or ended by what publishing says again. */
async function findFault({ interrupt }: Round, work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return error instanceof UserError || interrupt.signal !== null ? null : describeReason(error);
  }
}

/** Seconds that this sweep spent on a model: some of its parts may have been there before. */
export function sumTaken({ step, experiments }: PlannedModel, times: ModelTimes): number {
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
