/**
 * What becomes of an error that nobody foresaw: a line where the user can mend it, and otherwise a report in a file, for
 * whoever mends the fault. A report has the error with its causes, versions, the command line and the config; nothing of
 * the environment, which may hold secrets.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describeReason, expected, findMissingPackage, UserError } from '../study/errors.ts';
import { asUserError } from './files.ts';
import { locateConfig, OWN_FOLDER } from './ownFolder.ts';

/** What was being done when the fault showed. */
export interface FaultContext {
  /** The command, or what of it: `sweep`, `sweep: h64-b100-s0`. */
  readonly doing: string;
  /** Folder of all studies, in whose folder `faults` reports are kept. */
  readonly artifacts: string;
  /** The config: its text or its values, and where it is from; null where there is none. */
  readonly config: { readonly from: string; readonly content: string } | null;
}

/** A fault that is written down: one line for the user, and where the report is; null where no file could be written. */
export interface ReportedFault {
  readonly line: string;
  readonly path: string | null;
  readonly text: string;
}

/** Messages of Node and of the runtimes where there is no memory left. */
const NO_MEMORY = /allocation failed|bad_alloc|failed to allocate|out of memory/i;

/** The error of one line where the user can mend what `error` says; null where it is a fault of ours. */
export function findUserError(error: unknown): UserError | null {
  if (error instanceof UserError) return error;
  const missing = findMissingPackage(error);
  if (missing !== null) return expected('packages', missing, 'none', 'install them with npm ci');
  const reason = describeReason(error);
  if (NO_MEMORY.test(reason)) {
    return expected('memory', 'enough to go on', `'${reason}'`, 'close other programs, or use fewer workers');
  }
  // Whoever reads or writes a file names it; this is for what they did not foresee. A file that is gone is ours.
  const { code, path } = error as Partial<NodeJS.ErrnoException>;
  if (!(error instanceof Error) || code === undefined || code === 'ENOENT') return null;
  const mended = asUserError(error, path ?? 'standard output', 'a place that can be read and written');
  return mended instanceof UserError ? mended : null;
}

/**
 * Writes a report of `error` to `<artifacts>/faults/<time>-<process>.txt`, or where that is not possible to the folder for
 * temporary files. Never throws.
 */
export function reportFault(error: unknown, context: FaultContext): ReportedFault {
  const text = describeFault(error, context);
  const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${process.pid}.txt`;
  const folders = [join(context.artifacts, 'faults'), join(tmpdir(), 'digit-ideas-faults')];
  const folder = folders.find((one) => tryWrite(one, name, text));
  const path = folder === undefined ? null : join(folder, name);
  const where = path === null ? 'its report follows' : `report it with ${path}`;
  const line = `${context.doing}: a fault of digit-ideas, not of yours (${describeReason(error)}); what was already computed is kept; ${where}`;
  return { line, path, text };
}

function tryWrite(folder: string, name: string, text: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return true;
  } catch {
    // The fault is what matters: the next folder, or the terminal, takes the report.
    return false;
  }
}

function describeFault(error: unknown, { doing, config }: FaultContext): string {
  const { node, v8 } = process.versions;
  const lines = [
    `A fault of digit-ideas: ${doing}`,
    '',
    `digit-ideas ${readVersion([OWN_FOLDER]) ?? 'of an unknown version'}, Node ${node} (V8 ${v8}), ${process.platform}-${process.arch}`,
    RUNTIMES.map((name) => `${name} ${readPackageVersion(name)}`).join(', '),
    `command line: ${JSON.stringify(process.argv.slice(1))}`,
    ...(process.execArgv.length > 0 ? [`Node's options: ${JSON.stringify(process.execArgv)}`] : []),
    `memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
    '',
    // With its causes, and whatever else it carries.
    inspect(error, { depth: 4, breakLength: 120 }),
    '',
    ...(config === null ? ['no config'] : [`config ${config.from}:`, config.content]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The packages that compute. */
const RUNTIMES = ['onnxruntime-node', 'onnxruntime-web', '@tensorflow/tfjs-node'] as const;

/** Not by an import: a package may keep its package.json to itself. */
function readPackageVersion(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return readVersion(folders.map((folder) => join(folder, name))) ?? 'not installed';
}

/** The version in the first package.json of `folders`; null where none has one. */
function readVersion(folders: readonly string[]): string | null {
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // The next one.
    }
  }
  return null;
}

/** The text of a config with what was changed of it, for a report; what of it cannot be read is said instead. */
export function quoteConfig(path: string, overrides: readonly string[]): FaultContext['config'] {
  const from = [path, ...overrides].join(' ');
  try {
    return { from, content: readFileSync(locateConfig(path), 'utf8').slice(0, LONGEST_CONFIG) };
  } catch (error) {
    return { from, content: `(cannot be read: ${describeReason(error)})` };
  }
}

/** Characters of a config that a report quotes at most. */
const LONGEST_CONFIG = 100_000;
