/** Sweeps that are killed at random moments, all processes at once, as a machine that loses its power does it. */
import { setTimeout as wait } from 'node:timers/promises';
import { drawBelow, drawUniform, openStream, type Stream } from '../../pipeline/math/streams.ts';
import type { Started } from '../commands/commandLine.ts';
import { Trials } from './table.ts';
import { describeRun, FIRST, hashAll, listDifferences, openFolder, startSweep, sweep } from './trial.ts';

/** Most kills of one study before it is finished. */
const MOST_IN_A_ROW = 4;

/** What a sweep after a kill may say: that the lock was left behind. */
const TAKEN_OVER = /^(\S+smoke\.lock: left behind by sweep \(process \d+ on .*\); taken over\n)?$/;

/** How long an undisturbed sweep takes, and the hashes that it leaves. */
export interface Undisturbed {
  readonly milliseconds: number;
  readonly hashes: Record<string, string>;
}

/** Kills `count` sweeps, up to four of a study in a row, and holds each study's end against the undisturbed. */
export async function killSweeps(count: number, undisturbed: Undisturbed): Promise<readonly string[]> {
  const trials = new Trials('all processes of a sweep killed at a random moment');
  for (let study = FIRST; trials.tried < count; study++) {
    const stream = openStream(study, 'faults/kill');
    const most = Math.min(count - trials.tried, 1 + drawBelow(stream, MOST_IN_A_ROW));
    const artifacts = await openFolder();
    let kills = 0;
    while (kills < most && (await killOne(artifacts, stream, undisturbed))) kills++;
    const faults = await finish(artifacts, undisturbed);
    for (let k = 0; k < kills; k++) trials.add(faults.map((fault) => `study ${study}: ${fault}`));
  }
  return trials.close();
}

/** Starts a sweep and kills it; false where it ended before. */
async function killOne(artifacts: string, stream: Stream, { milliseconds }: Undisturbed): Promise<boolean> {
  const started = startSweep(artifacts);
  await wait(drawUniform(stream) * milliseconds);
  if (!killGroup(started)) return false;
  return (await started.ended).signal === 'SIGKILL';
}

function killGroup({ child }: Started): boolean {
  try {
    process.kill(-child.pid!, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function finish(artifacts: string, { hashes }: Undisturbed): Promise<string[]> {
  const run = await sweep(artifacts);
  const faults = run.code === 0 && TAKEN_OVER.test(run.stderr) ? [] : [describeRun(run)];
  return [...faults, ...listDifferences(hashes, await hashAll(artifacts))];
}
