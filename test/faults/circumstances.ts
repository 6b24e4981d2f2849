/** Sweeps in other surroundings: none of them changes a byte of what is hashed. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { type Run, start } from '../commands/commandLine.ts';
import { ESCAPE, runInTerminal, watchScreen } from '../sweep/terminal.ts';
import { Trials } from './table.ts';
import {
  describeRun,
  FIRST,
  hashAll,
  listDifferences,
  openFolder,
  startSweep,
  sweep,
  sweepLine,
} from './trial.ts';

type Hashes = Record<string, string>;

/** What is wrong with a sweep that should have ended well, with the bytes of every other. */
async function compare(run: Run, artifacts: string, hashes: Hashes): Promise<string[]> {
  const differences = listDifferences(hashes, await hashAll(artifacts));
  return run.code === 0 && run.stderr === '' ? differences : [describeRun(run), ...differences];
}

/** Two sweeps of one study that begin nearly at once: one does it, and the other is told. */
export async function sweepTwice(count: number, hashes: Hashes): Promise<readonly string[]> {
  const trials = new Trials('two sweeps of one study at once');
  for (let k = FIRST; k < FIRST + count; k++) {
    const artifacts = await openFolder();
    const first = startSweep(artifacts);
    await wait(drawUniform(openStream(k, 'faults/two')) * 300);
    const runs = await Promise.all([first.ended, sweep(artifacts)]);
    const done = runs.filter(({ code }) => code === 0);
    const told = runs.filter(
      ({ code, stderr }) =>
        code === 2 && /^\S+: expected no other run in this folder, got sweep \(.*\); wait .*\n$/.test(stderr),
    );
    const isRight = done.length === 1 && told.length === 1;
    const faults = isRight ? await compare(done[0]!, artifacts, hashes) : runs.map(describeRun);
    trials.add(faults, 'one told of the other');
  }
  return trials.close();
}

/** Languages with other digits, other decimal signs or another case of i; Node has all of them built in. */
const LANGUAGES = ['tr_TR.UTF-8', 'ar_EG.UTF-8', 'de_DE.UTF-8', 'C'];
const ZONES = ['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'];

/** Sets the clock of a process, and of all that it starts, off by so many years. */
const shiftClock = (years: number) => `
  const shift = ${years} * 365.25 * 24 * 3600e3;
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...values) { values.length === 0 ? super(Real.now() + shift) : super(...values); }
    static now() { return Real.now() + shift; }
  };
`;

/**
 * Sweeps in `count` languages, time zones and years, each into a folder that is reached by a link and whose name has spaces,
 * quotes and letters of other scripts.
 */
export async function moveElsewhere(count: number, hashes: Hashes): Promise<readonly string[]> {
  const trials = new Trials('another language, time zone, year, and folder behind a link');
  const folder = await openFolder();
  for (let k = FIRST; k < FIRST + count; k++) {
    const target = join(folder, `ein 'Ordner' – 数字 é ${k}`);
    const link = join(folder, `von hier → ö ${k}`);
    await mkdir(target);
    await symlink(target, link);
    const clock = join(folder, `clock-${k}.cjs`);
    await writeFile(clock, shiftClock(k % 2 === 0 ? 25 : -25));
    const [LC_ALL, TZ] = [LANGUAGES[k % LANGUAGES.length]!, ZONES[k % ZONES.length]!];
    const run = await sweep(link, {
      environment: { LC_ALL, LANG: LC_ALL, TZ },
      flags: ['--require', clock],
    });
    trials.add((await compare(run, target, hashes)).map((fault) => `${LC_ALL}, ${TZ}: ${fault}`));
  }
  return trials.close();
}

/** Text that a terminal shows in a colour or another style. */
const STYLED = new RegExp(`${ESCAPE}\\[[\\d;]*m`);

/** Terminals: a narrow one that is not to have colours, and a wide one. */
const TERMINALS = [
  { columns: 12, environment: { NO_COLOR: '1' } },
  { columns: 200, environment: {} },
] as const;

/** Sweeps in the first `count` terminals. */
export async function sweepInTerminals(count: number, hashes: Hashes): Promise<readonly string[]> {
  const trials = new Trials('a terminal: narrow with NO_COLOR, wide');
  for (const { columns, environment } of TERMINALS.slice(0, count)) {
    const artifacts = await openFolder();
    const run = await runInTerminal(...sweepLine(artifacts, { environment }), columns);
    const faults = await compare(run, artifacts, hashes);
    if (STYLED.test(run.stdout)) faults.push('it has colours');
    if (!watchScreen(run.stdout).hasCursor) faults.push('the cursor is gone');
    trials.add(faults.map((fault) => `${columns} columns: ${fault}`));
  }
  return trials.close();
}

/** Asks sweeps to end that are process 1, which has no signals but those that it listens to; `unshare` makes them that. */
export async function endAsFirstProcess(
  unshare: readonly string[],
  count: number,
  milliseconds: number,
): Promise<readonly string[]> {
  const trials = new Trials('SIGTERM to a sweep that is process 1');
  for (let k = FIRST; k < FIRST + count; k++) {
    const artifacts = await openFolder();
    const [program, ...options] = [
      ...unshare,
      '--pid',
      '--fork',
      '--mount-proc',
      ...sweepLine(artifacts).flat(),
    ];
    const { child, ended, printed } = start(program!, options);
    await printed(/^dataset /gm, 1);
    await wait(drawUniform(openStream(k, 'faults/first')) * milliseconds * 0.5);
    const first = await findChild(child.pid!);
    if (first !== null) process.kill(first, 'SIGTERM');
    const run = await ended;
    // unshare ends as its child does; it may have been done by then.
    const isDone = run.code === 0 && run.stderr === '';
    const isTold = run.code === 143 && /^interrupted: .*\n$/.test(run.stderr);
    trials.add(
      isTold || isDone ? [] : [`${k}: ${describeRun(run)}`],
      isDone ? 'done before' : 'ended at once',
    );
  }
  return trials.close();
}

/** The process that `parent` has started; null where it has ended. */
async function findChild(parent: number): Promise<number | null> {
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    if (Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]) === parent) return Number(name);
  }
  return null;
}
