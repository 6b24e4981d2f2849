/** What the system says of a process, where it has /proc (Linux). */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** Of a process, its name, the id of the one that started it, and what it does on a signal. */
export interface ProcessStatus {
  readonly name: string;
  readonly parent: number;
  /** Whether it has asked to be told of the signal. */
  catches(signal: NodeJS.Signals): boolean;
  ignores(signal: NodeJS.Signals): boolean;
}

/** The status of the process `id`; null where there is no such process, or no /proc. */
export function readProcessStatus(id: number): ProcessStatus | null {
  try {
    return parseProcessStatus(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return null;
  }
}

/** The status that the text of /proc/ID/status tells: `Name: make`, `PPid: 1`, and sets of signals as hexadecimal numbers. */
export function parseProcessStatus(text: string): ProcessStatus {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  const has = (name: string) => (signal: NodeJS.Signals) =>
    ((BigInt(`0x${field(name) || '0'}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
  return {
    name: field('Name'),
    parent: Number(field('PPid')),
    catches: has('SigCgt'),
    ignores: has('SigIgn'),
  };
}
