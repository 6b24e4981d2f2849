/** A folder of a test's own, removed when the test ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes an empty folder that lives as long as the running test. */
export async function openTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
