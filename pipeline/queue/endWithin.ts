/** Waits that end. */
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves with `work`, or after so long. */
export async function endWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  try {
    await Promise.race([work, wait(ms, null, { signal: timer.signal }).catch(() => null)]);
  } finally {
    timer.abort();
  }
}
