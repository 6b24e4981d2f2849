/** Which process this is, and whether another one is still running: as far as this process can see. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** What tells a process apart from every other, also from one that is given the same number later. */
export const processRecord = z.strictObject({
  /** Its number. */
  process: z.int().min(1),
  /** The name of its machine, or of its container. */
  machine: z.string(),
  /** What gave the number: the boot of the machine, and the list of processes, of which a container has its own. */
  numberedBy: z.string().nullable(),
  /** When it was started, in clock ticks since the boot. */
  started: z.string().nullable(),
});
export type ProcessRecord = z.output<typeof processRecord>;

/** This process. What the system does not tell is null. */
export function identifySelf(): ProcessRecord {
  return {
    process: process.pid,
    machine: hostname(),
    numberedBy: readNumbering(),
    started: readStat(process.pid)?.started ?? null,
  };
}

/**
 * Whether the process runs: `ended` also where its number belongs to another one by now; `unknown` where that cannot be
 * seen from here, because it runs on another machine or in another container, or the system does not tell when it was started.
 */
export function findState(record: ProcessRecord): 'running' | 'ended' | 'unknown' {
  if (record.machine !== hostname() || record.numberedBy !== readNumbering()) return 'unknown';
  if (!hasNumber(record.process)) return 'ended';
  const stat = readStat(record.process);
  if (stat?.hasEnded) return 'ended';
  const started = stat?.started ?? null;
  if (started === null || record.started === null) return 'unknown';
  return started === record.started ? 'running' : 'ended';
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that belongs to another user is there, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readNumbering(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** Of the line of /proc/PID/stat: whether the process has ended but was not collected yet, and field 22. */
function readStat(pid: number): { readonly hasEnded: boolean; readonly started: string | null } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold anything.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return { hasEnded: /^[ZX]/.test(fields[0]!), started: fields[19] ?? null };
  } catch {
    return null;
  }
}
