/** Disks that are full or cannot be written: real file systems in memory, in a space of mounts that ends with the sweep. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { start } from '../commands/commandLine.ts';
import { Trials } from './table.ts';
import { describeRun, FIRST, hashAll, listDifferences, openFolder, sweepLine } from './trial.ts';

/** What gives a process a space of its own of what `kinds` name; a user who is not root gets one to be root in. */
export function findUnshare(...kinds: readonly string[]): string[] | null {
  const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const words = ['unshare', ...asUser, ...kinds];
  const tried = spawnSync(words[0]!, [...words.slice(1), 'sh', '-c', 'mount -t tmpfs none /mnt']);
  return tried.status === 0 ? words : null;
}

/** Runs a shell script in a space of mounts of its own; `$1` and so on are `words`. */
function runApart(unshare: readonly string[], script: string, words: readonly string[]) {
  const [program, ...options] = [...unshare, 'sh', '-c', script, 'sh', ...words];
  return start(program!, options).ended;
}

/** How a command in a script ended, which left that in files. */
async function readRun(folder: string, name: string) {
  const read = async (ending: string) => readFile(join(folder, `${name}.${ending}`), 'utf8');
  return {
    code: Number(await read('code')),
    signal: null,
    stdout: await read('out'),
    stderr: await read('err'),
  };
}

/** Has a script run the words from the third on, and keep what they say in files of the first word's folder. */
const run = (name: string, more = '') =>
  `(shift 2; "$@" ${more}) >"$1/${name}.out" 2>"$1/${name}.err"; echo $? >"$1/${name}.code"`;

/** Kilobytes of the disk: from where no lock fits to where nearly all of the study does. */
const [LEAST_KB, MOST_KB] = [4, 2400];

/** What is said where a disk is full. */
const IS_FULL = /ENOSPC; free some space on the disk and run the command again/;

/** Sweeps `count` times onto a disk that is full at a random point, then gives it room and sweeps again. */
export async function fillDisks(
  unshare: readonly string[],
  count: number,
  hashes: Record<string, string>,
): Promise<readonly string[]> {
  const trials = new Trials('a disk that is full at a random point, then has room');
  for (let k = FIRST; k < FIRST + count; k++) {
    const folder = await openFolder();
    const disk = await openFolder();
    // Half of them small: then it is the first files that do not fit.
    const stream = openStream(k, 'faults/disks');
    const most = drawBelow(stream, 2) === 0 ? MOST_KB : MOST_KB / 6;
    const size = LEAST_KB + drawBelow(stream, most - LEAST_KB);
    const script = [
      `mount -t tmpfs -o size=${size}k none "$2" || exit 99`,
      run('full'),
      'mount -o remount,size=64m "$2" || exit 99',
      run('again'),
      'cp -a "$2" "$1/artifacts"',
    ].join('\n');
    const whole = await runApart(unshare, script, [folder, disk, ...sweepLine(disk).flat()]);
    if (whole.code !== 0) throw new Error(`no disk to fill: ${describeRun(whole)}`);
    const [full, again] = [await readRun(folder, 'full'), await readRun(folder, 'again')];
    const faults = listDifferences(hashes, await hashAll(join(folder, 'artifacts')));
    if (full.code !== 2 || !IS_FULL.test(full.stderr)) faults.push(`full, it ${describeRun(full)}`);
    if (again.code !== 0 || again.stderr !== '') faults.push(`with room, it ${describeRun(again)}`);
    trials.add(
      faults.map((fault) => `${k}, ${size} kB: ${fault}`),
      'told, and finished with room',
    );
  }
  return trials.close();
}

/** Sweeps the finished study below `artifacts` on a disk that cannot be written, and looks at it there. */
export async function protectDisk(unshare: readonly string[], artifacts: string): Promise<readonly string[]> {
  const trials = new Trials('a disk that cannot be written');
  const folder = await openFolder();
  const disk = await openFolder();
  const script = [
    'mount -t tmpfs -o size=64m none "$2" || exit 99',
    `cp -a '${artifacts}/.' "$2"`,
    'mount -o remount,ro "$2" || exit 99',
    run('sweep'),
    run('status', '--status'),
    'cp -a "$2" "$1/artifacts"',
  ].join('\n');
  const whole = await runApart(unshare, script, [folder, disk, ...sweepLine(disk).flat()]);
  if (whole.code !== 0) throw new Error(`no disk to protect: ${describeRun(whole)}`);
  const [swept, status] = [await readRun(folder, 'sweep'), await readRun(folder, 'status')];
  const faults = listDifferences(await hashAll(artifacts), await hashAll(join(folder, 'artifacts')));
  const line = /^\S+: expected a file that can be written, got the error EROFS; .*\n$/;
  if (swept.code !== 2 || !line.test(swept.stderr)) faults.push(`the sweep ${describeRun(swept)}`);
  if (status.code !== 0 || status.stderr !== '') faults.push(`--status ${describeRun(status)}`);
  trials.add(faults, 'refused, and looked at');
  return trials.close();
}
