/** What make makes of the variables that people give it: pipeline/make/variables.mk, and the recipes. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, type Run, start } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

/** What make would run, told as `given` says, and what it says of it. */
function make(...given: string[]): Promise<Run> {
  return makeWith([], ...given);
}

/** The same with variables in the environment. */
function makeWith(environment: readonly string[], ...given: string[]): Promise<Run> {
  return start('env', [...environment, 'make', '--no-print-directory', '--dry-run', ...given]).ended;
}

/** The last line that make would run, its spaces one each. */
async function lineOf(...given: string[]): Promise<string> {
  const { code, stdout, stderr } = await make(...given);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return lastOf(stdout).replace(/\s+/g, ' ').trimEnd();
}

/** The last line: before it stands what make would install where packages are out of date. */
function lastOf(stdout: string): string {
  return stdout.trimEnd().split('\n').at(-1)!;
}

/** The words of a line that starts node, as the shell gives them to it. Nothing else is given to a shell. */
function wordsOf(line: string): string[] {
  expect(line).toMatch(/^exec node /);
  const printed = line.replace(/^exec node /, "printf '%s\\0' ");
  return execFileSync('/bin/sh', ['-c', printed], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** The one line by which make refuses. */
async function refusalOf(...given: string[]): Promise<string> {
  const { code, stdout, stderr } = await make(...given);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[\w/]+(\.mk)?:\d+: \*\*\* [^\n]+\. {2}Stop\.\n$/);
  return stderr.replace(/^\S+ \*\*\* |\. {2}Stop\.\n$/g, '');
}

const SWITCHES = ['DRY', 'FRESH', 'FREEZE', 'GOLAN_INVERT', 'CHECK', 'INVERT', 'REUSE', 'LIST', 'STRICT'];

/** What each target says that it uses, as make has read it. */
const { stdout: database } = await start('make', ['--print-data-base', '--question', 'help']).ended;
const USES = Object.fromEntries(
  [...database.matchAll(/^uses\.([a-z-]+) := (.*)$/gm)].map(([, target, names]) => [
    target!,
    names!.split(' ').filter((name) => name !== ''),
  ]),
);

test.each(Object.keys(USES).filter((target) => target !== 'clean'))(
  'make %s hands on all that it says it uses, and nothing else that it could',
  async (target) => {
    const [uses, others] = [USES[target]!, new Set(Object.values(USES).flat())];
    const give = (name: string) => (SWITCHES.includes(name) ? '1' : `value-of-${name}`);
    const line = await lineOf(target, ...uses.map((name) => `${name}=${give(name)}`));
    for (const name of uses) {
      const option = `--${name.toLowerCase().replace('_', '-').replace('dry', 'dry-run')}`;
      expect(line).toContain(SWITCHES.includes(name) ? ` ${option}` : `value-of-${name}`);
      others.delete(name);
    }
    const { stdout, stderr } = await make(target, ...[...others].map((name) => `${name}=${give(name)}`));
    for (const name of others) {
      expect(stdout).not.toContain(`value-of-${name}`);
      expect(stderr).toContain(`make: ${name}=${give(name)} is not used by ${target}\n`);
    }
  },
);

test('make without variables is the command with its own defaults', async () => {
  expect(await lineOf('sweep')).toBe('exec node --import tsx pipeline/sweep.ts');
  expect(await lineOf('film')).toBe('exec node --import tsx pipeline/commands/film.ts');
});

test('make smoke is the sweep of the smoke study, whatever CONFIG says', async () => {
  const line = "exec node --import tsx pipeline/sweep.ts --config='configs/smoke.yaml'";
  expect(await lineOf('smoke')).toBe(line);
  const { stdout, stderr } = await make('smoke', 'CONFIG=configs/article.yaml');
  expect(stdout.trim()).toBe(line);
  expect(stderr).toBe('make: CONFIG=configs/article.yaml is not used by smoke\n');
});

test.each(['1', 'yes', 'true', 'on', 'YES', 'True', 'oN'])('DRY=%s means yes', async (word) => {
  expect(await lineOf('sweep', `DRY=${word}`)).toMatch(/ --dry-run$/);
});

test.each(['0', 'no', 'false', 'off', 'NO', 'False', 'oFf', ''])('DRY=%s means no', async (word) => {
  expect(await lineOf('sweep', `DRY=${word}`)).toMatch(/sweep\.ts$/);
});

test.each([
  ['FREEZE', 'judges', '--freeze'],
  ['GOLAN_INVERT', 'rate-import', '--golan-invert'],
  ['CHECK', 'tfjs-node', '--check'],
  ['FRESH', 'sweep', '--fresh'],
  ['INVERT', 'film', '--invert'],
])('%s=0 means no, and maybe is refused', async (name, target, option) => {
  expect(await lineOf(target, `${name}=0`)).not.toContain(option);
  expect(await refusalOf(target, `${name}=maybe`)).toBe(
    `${name}: expected yes or no, got 'maybe'; give ${name}=1, or leave it out`,
  );
});

test('two words are neither yes nor no, and the environment is asked the same', async () => {
  expect(await refusalOf('sweep', 'DRY=yes no')).toContain("got 'yes no'");
  const { code, stderr } = await makeWith(['DRY=maybe'], 'sweep');
  expect([code, stderr]).toEqual([2, expect.stringContaining("DRY: expected yes or no, got 'maybe'")]);
});

test.each([
  "it's",
  'say "no"',
  '$HOME',
  '$(HOME) $x $',
  '`id`',
  'a b',
  'Zoé 研究',
  'a\\b',
  'a;b&c|d>e*?',
  '#c',
  '-x',
  '%',
])('a name reaches the command as it is: %s', async (name) => {
  const names = ['CONFIG', 'OUT', 'MODEL', 'ONLY', 'ARTIFACTS', 'SET'];
  const words = wordsOf(await lineOf('film', ...names.map((one) => `${one}=${name}`)));
  for (const one of names) expect(words).toContain(`--${one.toLowerCase()}=${name}`);
  const list = wordsOf(
    await lineOf('rate-import', `CSV=${name}`, `GOLAN_CSV=${name}`, `GOLAN_IMAGES=${name}`),
  );
  for (const option of ['csv-list', 'golan-csv', 'golan-images'])
    expect(list).toContain(`--${option}=${name}`);
  expect(wordsOf(await lineOf('rate', `LADDER=${name}`))).toContain(`--ladder=${name}`);
});

test('a value of several lines, as configs of CI have them, is one', async () => {
  expect(wordsOf(await lineOf('sweep', 'SET=name=a\ntraining.epochs=2'))).toContain(
    '--set=name=a training.epochs=2',
  );
});

test('JUDGE stays a list, and asks for tfjs-node only where the cnn is made', async () => {
  const { stdout } = await make('judges', 'JUDGE=mixture shape');
  expect(wordsOf(lastOf(stdout))).toEqual(
    expect.arrayContaining(['--judge', 'mixture', 'shape', '--commit']),
  );
  expect(stdout).not.toContain('tfjs-node');
  expect((await make('judges')).stdout).toContain('tfjs-node');
});

test('what the bench writes goes below ARTIFACTS', async () => {
  expect(wordsOf(await lineOf('bench', 'ARTIFACTS=/tmp/a b'))).toContain('--out=/tmp/a b/bench/bench.json');
});

test('a variable of the environment is used, and named, where the target uses it', async () => {
  const environment = ['CONFIG=a b.yaml', 'DRY=1', 'MODEL=stray', 'OUT=', 'SET='];
  const { stdout, stderr } = await makeWith(environment, 'sweep');
  expect(wordsOf(lastOf(stdout))).toEqual(expect.arrayContaining(['--config=a b.yaml', '--dry-run']));
  expect(stderr).toBe('make: CONFIG=a b.yaml from the environment\nmake: DRY=1 from the environment\n');
  const film = await makeWith(environment, 'film', 'CONFIG=c.yaml');
  expect(film.stderr).toBe('make: MODEL=stray from the environment\n');
});

test('what is given reaches programs by the recipe alone, its $ untouched', async () => {
  const { code, stdout, stderr } = await start('make', ['help', 'SET=name=$(shell echo expanded', 'ONLY=$x'])
    .ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining('make sweep')]);
  expect(stderr).toContain('make: SET=name=$(shell echo expanded is not used by help\n');
});

test.each([
  ['EPOCHS=2', 'give SET="training.epochs=2"'],
  ['HIDEN=3', 'give SET="grid.hidden=3"'],
  ['LEARNING_RATE=0.1', 'give SET="training.learningRate=0.1"'],
  ['restarts=2', 'give SET="search.restarts=2"'],
  ['grid.hidden=16', 'give SET="grid.hidden=16"'],
  ['experiments.film.digit=3', 'give SET="experiments.film.digit=3"'],
  ['WORKER=2', 'give WORKERS=2'],
  ['config=a b.yaml', 'give CONFIG=a b.yaml'],
  ['XYZ=1', 'make help has them; of a config, SET="training.epochs=2"'],
])('%s is refused, with what may have been meant', async (given, next) => {
  const [name] = given.split('=');
  expect(await refusalOf('sweep', given)).toBe(
    `${name}: expected a variable that a target knows, got '${given}'; ${next}`,
  );
});

test('make clean refuses while something runs, and to clear any other folder', async () => {
  expect(await refusalOf('clean', 'ARTIFACTS=/tmp/of-mine')).toBe(
    "clean: expected no ARTIFACTS, got '/tmp/of-mine'; it clears artifacts/ alone, so remove that folder yourself",
  );
  const folder = await openTemporaryFolder();
  const files = ['Makefile', 'pipeline/make/variables.mk'];
  await mkdir(join(folder, 'pipeline/make'), { recursive: true });
  await mkdir(join(folder, 'artifacts/smoke'), { recursive: true });
  for (const file of files) await writeFile(join(folder, file), readFileSync(join(ROOT, file)));
  await writeFile(join(folder, 'artifacts/smoke.lock'), '');
  expect(await refusalOf('-C', folder, 'clean')).toBe(
    'clean: expected that nothing runs, got artifacts/smoke.lock; wait until it ends, or where nothing does remove that file',
  );
});

test('no recipe hides an exit code behind a pipe, and each ends in exec, so that signals arrive', async () => {
  for (const target of ['test', 'check', 'format', ...Object.keys(USES)]) {
    if (target === 'clean') continue;
    for (const line of (await make(target)).stdout.trimEnd().split('\n')) {
      expect(line).toMatch(/^exec [^|]*(\|\| echo unknown\)")?$/);
    }
  }
});
