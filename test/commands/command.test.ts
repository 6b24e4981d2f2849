import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  callCommand,
  defineCommand,
  defineGroup,
  describeHelp,
  type Program,
  parseOptions,
} from '../../pipeline/commands/command.ts';
import { findNodeFault } from '../../pipeline/commands/loadParser.ts';
import { isMain } from '../../pipeline/commands/runIfMain.ts';
import { selectModels } from '../../pipeline/commands/studyOptions.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { ROOT } from './commandLine.ts';

/** A command that does what it is told: returns a code, or throws. */
const COMMAND = defineCommand({
  script: 'pipeline/commands/toy.ts',
  purpose: 'Does little.',
  options: {
    code: { type: 'number', requiresArg: true, describe: 'Code to end with' },
    names: { type: 'string', array: true, default: ['a'], describe: 'Several' },
    'least-counts': { type: 'number', array: true, default: [3], requiresArg: true, describe: 'Numbers' },
    colour: { choices: ['red', 'blue'], requiresArg: true, describe: 'One of two' },
    fail: { choices: ['user', 'us', 'disk', 'memory'], describe: 'Whose fault' },
    config: { type: 'string', requiresArg: true, describe: 'A file' },
    set: { type: 'string', array: true, describe: 'What to change of it' },
    artifacts: { type: 'string', requiresArg: true, describe: 'A folder' },
    file: { type: 'string', requiresArg: true, describe: 'A name' },
    'dry-run': { type: 'boolean', default: false, describe: 'A switch' },
  },
  async run({ code, fail }) {
    if (fail === 'user') throw new UserError('toy: expected this, got that; mend it');
    if (fail === 'us') throw new TypeError('broken\nin two lines', { cause: new RangeError('the cause') });
    if (fail === 'disk') throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', path: '/a/file' });
    if (fail === 'memory') throw new RangeError('Array buffer allocation failed');
    return code;
  },
});

const GROUP = defineGroup({
  script: 'pipeline/commands/group.ts',
  purpose: 'Does one of several.',
  commands: [{ ...COMMAND, script: 'pipeline/commands/group.ts toy' }],
});

/** What a call prints, and its exit code. */
async function callToy(program: Program, ...argv: string[]) {
  const [out, err]: [unknown[], unknown[]] = [[], []];
  const log = vi.spyOn(console, 'log').mockImplementation((value) => out.push(value));
  const error = vi.spyOn(console, 'error').mockImplementation((value) => err.push(value));
  onTestFinished(() => {
    log.mockRestore();
    error.mockRestore();
  });
  return { code: await callCommand(program, argv), out, err };
}

test('the exit code is 0 unless the command returns another', async () => {
  expect(await callToy(COMMAND)).toEqual({ code: 0, out: [], err: [] });
  expect(await callToy(COMMAND, '--code', '7')).toEqual({ code: 7, out: [], err: [] });
});

test("the user's fault is its one line and 2, also where only the error's code tells what it is", async () => {
  expect(await callToy(COMMAND, '--fail', 'user')).toEqual({
    code: 2,
    out: [],
    err: ['toy: expected this, got that; mend it'],
  });
  expect(await callToy(COMMAND, '--fail', 'disk')).toMatchObject({
    code: 2,
    err: [
      '/a/file: expected a place that can be read and written, got the error EIO; ' +
        'the disk does not answer as it should: check it, and run the command again',
    ],
  });
  expect(await callToy(COMMAND, '--fail', 'memory')).toMatchObject({
    code: 2,
    err: [
      "memory: expected enough to go on, got 'Array buffer allocation failed'; close other programs, or use fewer workers",
    ],
  });
});

describe('a fault of ours', () => {
  test('is one line and 1; its report has the error with its cause, versions, command line and config', async () => {
    vi.stubEnv('DIGIT_IDEAS_TEST_TOKEN', 'a secret');
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = await openTemporaryFolder();
    const config = join(folder, 'study.yaml');
    await writeFile(config, 'name: of a test\n');
    const options = ['--fail', 'us', '--artifacts', folder, '--config', config, '--set', 'grid.hidden=[8]'];
    const { code, out, err } = await callToy(COMMAND, ...options);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    const [name] = await readdir(join(folder, 'faults'));
    const path = join(folder, 'faults', name!);
    expect(err).toEqual([
      'toy: a fault of digit-ideas, not of yours (broken); what was already computed is kept; ' +
        `report it with ${path}`,
    ]);
    const report = await readFile(path, 'utf8');
    expect(report).toMatch(/^A fault of digit-ideas: toy\n\ndigit-ideas \d+\.\d+\.\d+, Node \d+\.\d+\.\d+ /);
    expect(report).toMatch(/^onnxruntime-node \d.*, onnxruntime-web \d.*, @tensorflow\/tfjs-node \d/m);
    expect(report).toMatch(/TypeError: broken\nin two lines\n +at .*command\.test\.ts/);
    expect(report).toMatch(/\[cause\]: RangeError: the cause/);
    expect(report).toContain(`command line: ${JSON.stringify(process.argv.slice(1))}`);
    expect(report).toContain(`config ${config} grid.hidden=[8]:\nname: of a test\n`);
    expect(report).not.toContain('a secret');
  });

  test('is reported in the folder for temporary files, or at last in full, where it cannot be written', async () => {
    const folder = await openTemporaryFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { err } = await callToy(COMMAND, '--fail', 'us', '--artifacts', file);
    const [name] = await readdir(join(folder, 'digit-ideas-faults'));
    expect(err).toEqual([expect.stringContaining(`report it with ${folder}/digit-ideas-faults/${name}`)]);
    vi.stubEnv('TMPDIR', file);
    const nowhere = await callToy(COMMAND, '--fail', 'us', '--artifacts', file);
    expect(nowhere.code).toBe(1);
    expect(nowhere.err.join('')).toMatch(
      /; its report follows\nA fault of digit-ideas: toy\n(.*\n)+.*RangeError: the cause/,
    );
  });
});

test.each([
  [['--size', '3'], 'toy: expected the options that --help lists, got Unknown argument: size; see --help'],
  [['word'], 'toy: expected the options that --help lists, got Unknown argument: word; see --help'],
  [
    ['--code'],
    'toy: expected the options that --help lists, got Not enough arguments following: code; see --help',
  ],
  [
    ['--colour', 'green'],
    'toy: expected the options that --help lists, got Invalid values: Argument: colour, Given: "green", Choices: "red", "blue"; see --help',
  ],
  [['--code', '1', '--code', '2'], '--code: expected one value, got several; give it once'],
])('%j is refused', async (argv, line) => {
  await expect(parseOptions(COMMAND, argv)).rejects.toThrow(new UserError(line));
});

test.each<[argv: string[], line: string]>([
  [['--code', 'abc'], "--code: expected a number, got 'abc'; give one such as 2 or 0.5"],
  [['--code=0,5'], "--code: expected a number, got '0,5'; give one such as 2 or 0.5"],
  [['--code='], "--code: expected a number, got ''; give one such as 2 or 0.5"],
  [['--code', 'NaN'], "--code: expected a number, got 'NaN'; give one such as 2 or 0.5"],
  [['--least-counts', '1', 'b'], "--least-counts: expected a number, got 'b'; give one such as 2 or 0.5"],
])('what is no number is named as it was typed: %j', async (argv, line) => {
  await expect(parseOptions(COMMAND, argv)).rejects.toThrow(new UserError(line));
  expect(await callToy(COMMAND, ...argv)).toEqual({ code: 2, out: [], err: [line] });
});

test.each<[argv: string[], code: number]>([
  [['--code', '3'], 3],
  [['--code=-0.5'], -0.5],
  [['--code', '-2'], -2],
  [['--code', '1e3'], 1000],
  [['--code', '.5'], 0.5],
  [['--code', 'Infinity'], Number.POSITIVE_INFINITY],
])('a number is read as it is written: %j', async (argv, code) => {
  expect((await parseOptions(COMMAND, argv)).code).toBe(code);
});

test('of several numbers each is one, by either name, and defaults stay', async () => {
  expect(await parseOptions(COMMAND, [])).toMatchObject({ 'least-counts': [3], leastCounts: [3] });
  expect(await parseOptions(COMMAND, ['--leastCounts', '1', '-2.5'])).toMatchObject({
    'least-counts': [1, -2.5],
    leastCounts: [1, -2.5],
  });
});

test.each<[argv: string[], isDry: boolean]>([
  [[], false],
  [['--dry-run'], true],
  [['--dryRun'], true],
  [['--dry-run', '--code', '1'], true],
  [['--no-dry-run'], false],
  ...['1', 'yes', 'true', 'on', 'YES', 'On'].flatMap((word): [string[], boolean][] => [
    [[`--dry-run=${word}`], true],
    [['--dry-run', word], true],
  ]),
  ...['0', 'no', 'false', 'off', 'No', ''].flatMap((word): [string[], boolean][] => [
    [[`--dry-run=${word}`], false],
    [['--dry-run', word], false],
  ]),
])('of a switch, %j means yes: %s', async (argv, isDry) => {
  expect((await parseOptions(COMMAND, argv))['dry-run']).toBe(isDry);
});

test.each([[['--dry-run=maybe']], [['--dry-run', 'maybe']], [['--code', '1', '--dryRun=maybe']]])(
  'a switch that is told neither yes nor no is refused: %j',
  async (argv) => {
    await expect(parseOptions(COMMAND, argv)).rejects.toThrow(
      new UserError("--dry-run: expected yes or no, got 'maybe'; give --dry-run alone, or leave it out"),
    );
  },
);

test.each(['"a b"', "'a' 'b'", '"', "''", 'a"b', '-a', '$a `b` Zoé\\', 'a=b', ''])(
  'a name reaches the command as it is: %s',
  async (name) => {
    expect((await parseOptions(COMMAND, [`--file=${name}`])).file).toBe(name);
  },
);

test('options have their values, their defaults, and as many as an array is given', async () => {
  expect(await parseOptions(COMMAND, [])).toMatchObject({ names: ['a'] });
  expect((await parseOptions(COMMAND, [])).code).toBeUndefined();
  const given = ['--code', '3', '--names', 'x', 'y', '--names', 'z', '--colour', 'red'];
  expect(await parseOptions(COMMAND, given)).toMatchObject({
    code: 3,
    names: ['x', 'y', 'z'],
    colour: 'red',
  });
});

test('help is asked for whatever else is given, is printed, and is no fault', async () => {
  const help = describeHelp(COMMAND);
  expect(help).toMatch(/^npx tsx pipeline\/commands\/toy\.ts \[options\]\n\nDoes little\.\n/);
  expect(help).toMatch(/--colour +One of two +\[choices: "red", "blue"\]/);
  expect(await callToy(COMMAND, '--size', '3', '--help')).toEqual({ code: 0, out: [help], err: [] });
});

test('a group calls the command that its first word names, lists its commands, and refuses any other', async () => {
  expect(await callToy(GROUP, 'toy', '--code', '5')).toMatchObject({ code: 5 });
  const { out } = await callToy(GROUP, 'toy', '--help');
  expect(out.join()).toMatch(/^npx tsx pipeline\/commands\/group\.ts toy \[options\]\n/);
  expect(describeHelp(GROUP)).toMatch(/^Commands:\n +toy +Does little\.$/m);
  expect(await callToy(GROUP, 'joy')).toMatchObject({
    code: 2,
    err: ["group: expected one of toy, got 'joy'; see --help"],
  });
});

test('a Node that is older than package.json says is refused in one line, and no other', async () => {
  const { engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe('>=20.19.0');
  for (const version of ['20.19.0', '21.7.3', '22.0.0', '23.11.1', '26.1.0', process.versions.node]) {
    expect(findNodeFault(version)).toBeNull();
  }
  for (const version of ['18.20.8', '20.18.3', '4.0.0']) {
    expect(findNodeFault(version)?.message).toBe(
      `Node: expected 20.19 or later, got ${version}; install a newer one`,
    );
  }
});

test('a module is the main one under its own path and under a link to it, and no other is', async () => {
  const folder = await openTemporaryFolder();
  const { filename } = import.meta;
  const link = join(folder, 'link.ts');
  await symlink(filename, link);
  const module = { url: pathToFileURL(filename).href };
  expect(isMain(module, filename)).toBe(true);
  expect(isMain(module, link)).toBe(true);
  expect(isMain(module, join(folder, 'none.ts'))).toBe(false);
  expect(isMain(module, join(import.meta.dirname, 'help.test.ts'))).toBe(false);
  expect(isMain(module, undefined)).toBe(false);
});

test('--only takes one model, or every model of a cell', () => {
  const grid = { hidden: [8, 16], batch: [50], seeds: [0, 1] };
  const study = { models: expandGrid(parseStudyConfig({ name: 'small', grid }, 'test')) };
  const select = (only?: string) => selectModels(study, only).map(({ name }) => name);
  expect(select()).toHaveLength(4);
  expect(select('h8-b50-s1')).toEqual(['h8-b50-s1']);
  expect(select('h16-b50')).toEqual(['h16-b50-s0', 'h16-b50-s1']);
  expect(() => select('h16')).toThrow(
    "--only: expected a model of the grid, such as h8-b50-s0, or a cell, such as h8-b50, got 'h16'; see make status",
  );
});
