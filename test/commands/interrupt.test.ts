import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import {
  hashFiles,
  ONE_PROCESS,
  type Run,
  readStamps,
  runProcess,
  smallStudy,
  startProcess,
} from './commandLine.ts';

const MODELS = 4;
const RESULTS = /^(models|ideas)\.csv$|\.vf$/;
/** What a sweep prints when a model is finished. */
const FINISHED = /^(h\d+-b\d+-s\d+): .* s \([1-4] of 4 models/gm;
/** Nothing that a sweep starts takes so long to notice that it is alone. */
const ORPHANS_END_WITHIN_MS = 15_000;

interface Moment {
  readonly models: number;
  readonly delayMs: number;
}

let artifacts: string;
let uninterrupted: Record<string, string>;

beforeAll(async () => {
  artifacts = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  await runProcess('sweep', [...study('uninterrupted'), ...ONE_PROCESS]);
  uninterrupted = await hashFiles(join(artifacts, 'uninterrupted', 'smoke'), RESULTS);
  expect(Object.keys(uninterrupted)).toHaveLength(2 + 10 * MODELS);
});
afterAll(() => rm(artifacts, { recursive: true }));

const study = (name: string) => smallStudy(join(artifacts, name), 'search.passes=2');

/** How many models are finished, and how long ago, when a sweep is interrupted: at least two are still computed. */
function drawMoment(seed: number): Moment {
  const stream = openStream(seed, 'test/interrupt');
  const models = Math.floor(drawUniform(stream) * (MODELS - 1));
  const delayMs = drawUniform(stream) * 300;
  return { models, delayMs };
}

/** A sweep that is sent `signal` at `moment`, to it alone or, as a keyboard does, to all its processes. */
async function interrupt(
  name: string,
  signal: NodeJS.Signals,
  { models, delayMs, toAll = false }: Moment & { readonly toAll?: boolean },
): Promise<Run> {
  const { child, printed, ended } = startProcess('sweep', study(name));
  await printed(/^4 models to compute/gm, 1);
  await printed(FINISHED, models);
  await wait(delayMs);
  process.kill(toAll ? -child.pid! : child.pid!, signal);
  const run = await Promise.race([ended, wait(ORPHANS_END_WITHIN_MS, null, { ref: false })]);
  if (run === null) throw new Error('the processes of an interrupted sweep went on');
  return run;
}

/** Finished models, and of each trained model the stamp of its file. */
async function examine(name: string) {
  const root = join(artifacts, name, 'smoke');
  const files = await listFiles(root);
  const within = (ending: RegExp) =>
    files.filter((file) => ending.test(file)).map((file) => file.split('/')[1]!);
  const trained = within(/training\.json$/);
  const finished = within(/ideas\.json$/);
  const kept = new RegExp(
    `^models/((${trained.join('|')})/model\\.dat|(${finished.join('|')})/ideas/.*\\.vf)$`,
  );
  return { finished, stamps: await readStamps(root, kept), kept };
}

/** Goes on with an interrupted sweep and holds the end against the uninterrupted one. */
async function goOn(name: string, complaints: string | RegExp = /^$/): Promise<void> {
  const before = await examine(name);
  const again = await runProcess('sweep', [...study(name), ...ONE_PROCESS]);
  expect(again.code).toBe(0);
  expect(again.stderr).toMatch(complaints);
  const root = join(artifacts, name, 'smoke');
  expect(await hashFiles(root, RESULTS)).toEqual(uninterrupted);
  expect(await readStamps(root, before.kept)).toEqual(before.stamps);
  for (const model of before.finished) expect(again.stdout).not.toContain(`${model}: loss`);
  const left = MODELS - before.finished.length;
  const todo = `${left === 1 ? '1 model' : `${left} models`} to compute`;
  expect(again.stdout).toContain(left === 0 ? 'all 4 models are finished' : todo);
}

test.each([2])(
  'a sweep killed at a random moment (seed %i) takes its processes with it, and ends as if it had not been',
  async (seed) => {
    const run = await interrupt(`killed-${seed}`, 'SIGKILL', drawMoment(seed));
    expect(run.signal).toBe('SIGKILL');
    const { finished } = await examine(`killed-${seed}`);
    const announced = [...run.stdout.matchAll(FINISHED)].map(([, model]) => model);
    expect(finished).toEqual(expect.arrayContaining(announced));
    await goOn(
      `killed-${seed}`,
      /^\S+smoke\.lock: left behind by sweep \(process \d+ on .*\); taken over\n$/,
    );
  },
);

test('an interrupt from the keyboard keeps the finished models, says so in one line, and ends with 130', async () => {
  const { code, stderr, stdout } = await interrupt('keyboard', 'SIGINT', {
    models: 1,
    delayMs: 0,
    toAll: true,
  });
  expect(stderr).toMatch(
    /^interrupted: [0-4] of 4 models are finished and kept; run the same command to go on\n$/,
  );
  expect(code).toBe(130);
  const announced = [...stdout.matchAll(FINISHED)].length;
  expect(stderr).toContain(`: ${announced} of 4 models`);
  expect(await readdir(join(artifacts, 'keyboard'))).toEqual(['smoke']);
  await goOn('keyboard');
});

test.each([
  ['a request to end', 'SIGTERM', 143],
  ['the end of the terminal', 'SIGHUP', 129],
] as const)('%s, %s, ends with %i, and leaves no process behind', async (_, signal, exitCode) => {
  const { code, stderr } = await interrupt(signal, signal, { models: 0, delayMs: 0 });
  expect(stderr).toMatch(/^interrupted: [0-4] of 4 models are finished and kept; .*\n$/);
  expect(code).toBe(exitCode);
});

test('an interrupt while no model is being computed ends in one line, too', async () => {
  const { child, printed, ended } = startProcess('sweep', study('uninterrupted'));
  await printed(/^all 4 models are finished/gm, 1);
  process.kill(child.pid!, 'SIGINT');
  const { code, stderr } = await ended;
  expect(stderr).toMatch(/^interrupted: .*; run the same command to go on\n$/);
  expect(code).toBe(130);
});
