/** Damage to the judges, in a copy of the compiled project: a damaged judge is never asked. */
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPILED } from '../../build/compile.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { ROOT } from '../commands/commandLine.ts';
import { flipBit } from './damage.ts';
import { Trials } from './table.ts';
import { describeRun, FIRST, openFolder, sweep } from './trial.ts';

/** What the study's panel reads. */
const FILES = ['cnn.json', 'cnn.bin', 'panel.json'];

/** Flips a bit of `count` files of judges in turn, and sweeps the finished study below `artifacts` after each. */
export async function damageJudges(artifacts: string, count: number): Promise<readonly string[]> {
  const trials = new Trials('a flipped bit in a judge');
  const project = await openFolder();
  await cp(join(ROOT, COMPILED), project, { recursive: true });
  for (const name of ['node_modules', 'package.json']) await symlink(join(ROOT, name), join(project, name));
  for (let k = FIRST; k < FIRST + count; k++) {
    const stream = openStream(k, 'faults/judges');
    const name = FILES[drawBelow(stream, FILES.length)]!;
    const file = join(project, 'pipeline/judging/frozen', name);
    const intact = await readFile(file);
    await writeFile(file, flipBit(intact, stream));
    const run = await sweep(artifacts, { project });
    await writeFile(file, intact);
    const isRefused = run.code === 2 && new RegExp(`^\\S+/${name}: expected SHA-256 .*\\n$`).test(run.stderr);
    trials.add(isRefused ? [] : [`${k}, ${name}: ${describeRun(run)}`], 'refused');
  }
  return trials.close();
}
