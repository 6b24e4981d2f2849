/** The check of the judges, which a sweep does itself while workers elsewhere compute: within the first minute, not after hours. */
import type { Study } from '../models/study.ts';
import { warnOfCheck } from '../report/describeCheck.ts';
import { describeReason, UserError } from '../study/errors.ts';
import type { JudgesCheck } from '../study/records.ts';
import { GIVING_BACK, WORKER } from '../sweep/computeModels.ts';
import { openPool } from '../sweep/pool.ts';

/** Begins the check in a process of its own. `warning`: what is to be said of it, if anything. */
export function checkJudgesHere({ config, artifacts }: Study, isInterrupted: () => boolean) {
  const pool = openPool(WORKER, 1, config.engine === 'tfjs' ? {} : GIVING_BACK);
  const check = async (): Promise<string | null> => {
    try {
      const found = await pool.run<JudgesCheck>('checkJudges', { config, artifacts }, () => undefined);
      return warnOfCheck(found, config.dataset);
    } catch (error) {
      // What a user can mend, publishing says again.
      if (error instanceof UserError || isInterrupted()) return null;
      return `judges: their check failed (${describeReason(error)}); the report tries again`;
    }
  };
  return { warning: check(), stop: () => void pool.stop() };
}
