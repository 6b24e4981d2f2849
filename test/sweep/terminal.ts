/** A terminal for a command under test: a real pseudo-terminal to run it in, and what a person would see on its screen. */
import { spawnSync } from 'node:child_process';
import { type Run, start } from '../commands/commandLine.ts';

/** Columns and rows of the screen. */
const COLUMNS = 100;
const ROWS = 30;

const answers = (program: string, option: string, pattern: RegExp): boolean =>
  pattern.test(spawnSync(program, [option], { encoding: 'utf8' }).stdout ?? '');

/**
 * What opens a pseudo-terminal and runs a shell's command line in it: script of util-linux, or Python's module; null where
 * a machine has neither.
 */
function findOpener(): ((line: string) => [program: string, options: string[]]) | null {
  if (answers('script', '--version', /util-linux/)) {
    return (line) => ['script', ['--quiet', '--return', '--command', line, '/dev/null']];
  }
  if (answers('python3', '--version', /^Python 3/)) {
    const code = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
    return (line) => ['python3', ['-c', code, 'sh', '-c', line]];
  }
  return null;
}

const opener = findOpener();

/** Why no pseudo-terminal can be opened here; null where one can. */
export const NO_TERMINAL =
  opener === null ? 'neither script of util-linux nor Python 3 is on this machine' : null;

/** Runs a program in a terminal of so many columns; its output holds every control sequence. */
export function runInTerminal(program: string, options: readonly string[], columns = COLUMNS): Promise<Run> {
  if (opener === null) throw new Error(NO_TERMINAL!);
  const words = [program, ...options].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return start(...opener(`stty cols ${columns} rows ${ROWS}; ${words.join(' ')}`)).ended;
}

/** What begins a control sequence. */
export const ESCAPE = '\x1b';

/** One control sequence, with its number and its letter; or one character. */
const PART = new RegExp(`${ESCAPE}\\[(\\??)(\\d*)([A-Za-z])|[\\s\\S]`, 'gu');

/**
 * What a screen shows while a program writes `output`: the lines, each time that the program goes back to change some, and
 * at the end. Throws for a control sequence that it does not know: the progress bars use five.
 */
export function watchScreen(output: string): { readonly frames: string[][]; readonly hasCursor: boolean } {
  const lines: string[] = [''];
  const frames: string[][] = [];
  const at = { row: 0, column: 0 };
  let hasCursor = true;
  const show = (): void => {
    frames.push(lines.map((line) => line.trimEnd()));
  };
  const write = (text: string): void => {
    const line = lines[at.row]!.padEnd(at.column);
    lines[at.row] = line.slice(0, at.column) + text + line.slice(at.column + 1);
    at.column++;
  };
  const act: Readonly<Record<string, (count: number) => void>> = {
    A: (count) => {
      show();
      at.row = Math.max(0, at.row - count);
    },
    G: (count) => {
      at.column = count - 1;
    },
    K: () => {
      lines[at.row] = lines[at.row]!.slice(0, at.column);
    },
    J: () => {
      lines[at.row] = lines[at.row]!.slice(0, at.column);
      lines.length = at.row + 1;
    },
  };
  for (const [text, isPrivate, count, letter] of output.matchAll(PART)) {
    if (text === '\r') at.column = 0;
    else if (text === '\n') {
      at.row++;
      if (at.row === lines.length) lines.push('');
    } else if (letter === undefined) write(text);
    else if (isPrivate) hasCursor = count === '25' ? letter === 'h' : hasCursor;
    else if (act[letter]) act[letter](Number(count || (letter === 'A' || letter === 'G' ? 1 : 0)));
    else throw new Error(`a control sequence that no progress bar needs: ${JSON.stringify(text)}`);
  }
  show();
  return { frames, hasCursor };
}
