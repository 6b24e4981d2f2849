/** What every command says of itself, and that help, `make help` and the map in CONTRIBUTING name the same commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Command, callCommand, describeHelp, type Program } from '../../pipeline/commands/command.ts';
import { program as packaged } from '../../pipeline/program/main.ts';
import { importProgram, ROOT, runProcess, STAGES, start } from './commandLine.ts';

/** What commands share; every other file of commands/, and every file at the top of pipeline/, is a command. */
const SHARED = [
  ...[
    'command.ts',
    'commandWords.ts',
    'endWithStarter.ts',
    'failure.ts',
    'helpText.ts',
    'leftOut.ts',
    'loadParser.ts',
  ],
  ...[
    'nameList.ts',
    'numberOptions.ts',
    'outputOptions.ts',
    'ownModelReading.ts',
    'queueOptions.ts',
    'runIfMain.ts',
    'scaleOptions.ts',
    'searchOptions.ts',
  ],
  ...['studyCommand.ts', 'studyOptions.ts', 'wholeStudy.ts'],
];

const listFiles = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.ts') && !SHARED.includes(name))
    .map((name) => `${folder}/${name}`);

/** Every script with what it exports. */
const PROGRAMS: readonly (readonly [script: string, program: Program])[] = await Promise.all(
  [...listFiles('pipeline'), ...listFiles('pipeline/commands')].map(
    async (script) => [script, await importProgram(script)] as const,
  ),
);

/** Every command, also those that share a script. */
const COMMANDS: readonly Command[] = PROGRAMS.flatMap(([, program]) =>
  'commands' in program ? program.commands : [program],
);

const MAKEFILE = readFileSync(join(ROOT, 'Makefile'), 'utf8');

test('the stages are the verbs of the project, and stand alone at the top', () => {
  const names = listFiles('pipeline').map((script) => script.replace(/^pipeline\/|\.ts$/g, ''));
  expect(names).toEqual([...STAGES].sort());
});

test.each(PROGRAMS)('%s is the command that it says it is', (script, program) => {
  expect(program.script).toBe(script);
  expect(script.endsWith(`/${program.name}.ts`)).toBe(true);
});

test.each(COMMANDS.map((command) => [command.script, command] as const))(
  '%s --help says what it does and explains every option',
  (script, command) => {
    const help = describeHelp(command);
    expect(help.startsWith(`npx tsx ${script} [options]\n\n`)).toBe(true);
    expect(command.purpose).toMatch(/^[A-Z][^\n]+\.$/);
    expect(help.replace(/\s+/g, ' ')).toContain(command.purpose);
    const names = Object.keys(command.options);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(command.options[name]?.describe).toMatch(/^\S.{5,}/);
      expect(help).toMatch(new RegExp(`^ +--${name}\\s`, 'm'));
    }
  },
);

test('every command has a purpose of its own', () => {
  expect(new Set(COMMANDS.map(({ purpose }) => purpose)).size).toBe(COMMANDS.length);
});

/** Commands that work on the project itself, compare its commits, or make its tables: only a checkout has them. */
const OF_CHECKOUT = ['bench', 'docs', 'judges', 'lock', 'scale', 'schema', 'verify'];

test('the program of the package has every command that is for users, by the words of make', () => {
  const words = packaged.commands.map(({ name }) => name);
  const all = [...COMMANDS.map(({ name }) => name), 'status'];
  expect([...words, ...OF_CHECKOUT].sort()).toEqual(all.sort());
  const film = packaged.commands.find(({ name }) => name === 'film')!;
  expect(describeHelp(film)).toMatch(/^npx digit-ideas film \[options\]\n/);
});

test('status of the package takes what make status takes', () => {
  const [, recipe] = /^status: install[^\n]*\n\t([^\n]*)/m.exec(MAKEFILE)!;
  const options = [...recipe!.matchAll(/,(--[a-z-]+),/g)].map(([, option]) => option!.slice(2));
  expect(options.length).toBeGreaterThan(2);
  const status = packaged.commands.find(({ name }) => name === 'status')!;
  expect(Object.keys(status.options)).toEqual(expect.arrayContaining(options));
});

test('the program of the package refuses what is no command in one line', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await callCommand(packaged, ['sweeep'])).toBe(2);
  expect(said.mock.calls).toEqual([
    [expect.stringMatching(/^digit-ideas: expected one of sweep, .*, got 'sweeep'; see --help$/)],
  ]);
  said.mockRestore();
});

test('a process prints the same help, on standard output and with 0', async () => {
  const [, program] = PROGRAMS.find(([script]) => script === 'pipeline/sweep.ts')!;
  const { code, stdout, stderr } = await runProcess('sweep', ['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`${describeHelp(program)}\n`);
});

test('make without a target lists every target, each with what it does', async () => {
  const { code, stdout, stderr } = await start('make', []).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const targets = /^\.PHONY: (.*)$/m.exec(MAKEFILE)![1]!.split(' ');
  const listed = [...stdout.matchAll(/^make ([a-z-]+) +[A-Z]/gm)].map(([, target]) => target!);
  expect(listed.sort()).toEqual(targets.sort());
  expect(targets).toEqual(expect.arrayContaining(['sweep', 'smoke', 'test', 'check', 'transfer']));
});

test('what make starts are commands that exist, an experiment each under its own name', () => {
  const started = [...MAKEFILE.matchAll(/\$\(TSX\) (pipeline\/[\w/-]+\.ts)/g)].map(([, script]) => script);
  const scripts = PROGRAMS.map(([script]) => script);
  expect(scripts).toEqual(expect.arrayContaining(started));
  const words = COMMANDS.filter(({ script }) => script.includes(' ')).map(({ name }) => name);
  const shared = /^(.*): install\n\t@\$\(TSX\) pipeline\/commands\/experiment\.ts \$@ /m.exec(MAKEFILE)![1]!;
  expect(shared.split(' ').sort()).toEqual(words.sort());
});

test('the map in CONTRIBUTING has a row for each command, and for nothing else', () => {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const section = /^## Commands\n([\s\S]*?)(?=^## )/m.exec(text)![1]!;
  const rows = [...section.matchAll(/^\| `([^`]+)` \| [A-Z`].* \|$/gm)].map(
    ([, script]) => `pipeline/${script}`,
  );
  expect(rows.sort()).toEqual(COMMANDS.map(({ script }) => script).sort());
});

test('npm and make run the same tests and the same checks', async () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const target of ['test', 'check', 'format']) {
    const { stdout } = await start('make', ['--no-print-directory', '--dry-run', target]).ended;
    const programs = stdout.replace(/^exec (?:node_modules\/\.bin\/)?/gm, '').trimEnd();
    expect(programs.split('\n')).toEqual(scripts[target]?.split(' && '));
  }
});
