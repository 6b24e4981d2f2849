/** Workers that are not alike, and a study that brings its models, through a real Redis: with DIGIT_IDEAS_QUEUE_FAULTS, as queueFaults.test.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pickFeatures } from '../../../pipeline/store/machine.ts';
import { findUnshare } from '../../faults/disks.ts';
import { openTemporaryFolder } from '../../store/temporaryFolder.ts';
import { openRedisServer } from '../redisServer.ts';
import { hashModels, nameStudy, Process } from './places.ts';

const MINUTES = 60_000;
const CPUINFO = '/proc/cpuinfo';
/** What gives a process a space of mounts of its own; null where that cannot be had. */
const APART = findUnshare('--mount');
const MADE = join(import.meta.dirname, '../../store/models/made');

/** A worker; it ends with the test. */
function openWorker(places: readonly string[], before: readonly string[] = []): Process {
  const worker = new Process('pipeline/commands/worker.ts', [...places, '--workers', '1'], {}, before);
  onTestFinished(async () => {
    worker.child.kill('SIGTERM');
    await worker.ended;
  });
  return worker;
}

/** Starts a program that sees another text in /proc/cpuinfo, in a space of mounts of its own. */
function withProcessor(file: string): string[] {
  return [...APART!, 'sh', '-c', `mount --bind "$0" ${CPUINFO} && exec "$@"`, file];
}

test.skipIf(APART === null || !existsSync(CPUINFO))(
  'a strict study is refused once, with the reason, by a worker whose processor lacks a feature, and computed by one that has all',
  async () => {
    const folder = await openTemporaryFolder();
    const text = readFileSync(CPUINFO, 'utf8');
    const lacking = pickFeatures(text)!.at(-1)!;
    const file = join(folder, 'cpuinfo');
    await writeFile(file, text.replaceAll(new RegExp(`(?<=\\s)${lacking}(?=\\s)`, 'g'), 'none'));
    const places = ['--queue', (await openRedisServer()).address, '--store', join(folder, 'store')];
    const other = openWorker(places, withProcessor(file));
    const sweep = new Process('pipeline/sweep.ts', [...nameStudy(folder, '3', 1), ...places, '--strict']);
    const refusal = /the processor’s features: the study asks for [^\n]*, this worker has [^\n]*/g;
    await sweep.said(refusal);
    const alike = openWorker(places);
    expect(await sweep.ended, sweep.text).toBe(0);
    expect(sweep.text.match(refusal)).toHaveLength(1);
    expect(sweep.text.match(refusal)![0]).toMatch(
      new RegExp(`asks for .*\\b${lacking}\\b.* this worker has `),
    );
    expect(other.text.match(refusal)).toHaveLength(1);
    expect(other.text).not.toContain('published');
    expect(alike.text.match(/: published$/gm)).toHaveLength(2);
  },
  10 * MINUTES,
);

test(
  'models of other makers go to a worker that cannot see their files, and come back with the bytes of the pool',
  async () => {
    const folder = await openTemporaryFolder();
    const [here, away] = [join(folder, 'here'), join(folder, 'away')];
    await mkdir(here);
    const names = ['conv.onnx', 'conv.onnx.data', 'double.safetensors'];
    for (const name of names) await copyFile(join(MADE, name), join(here, name));
    const models = ['conv.onnx', 'double.safetensors'].map((name) => join(here, name));
    const config = {
      ...{ name: 'smoke', dataset: { train: 400, test: 100 }, models },
      ...{ search: { passes: 1 }, judging: { judges: ['cnn'] } },
    };
    const file = join(folder, 'own.json');
    await writeFile(file, JSON.stringify(config));
    const places = ['--queue', (await openRedisServer()).address, '--store', join(folder, 'store')];
    await mkdir(away);
    // Over the folder of the models lies an empty one, for the worker alone.
    const hide = 'mount --bind "$0" "$1" && shift && exec "$@"';
    const worker = openWorker(places, APART === null ? [] : [...APART, 'sh', '-c', hide, away, here]);
    const sweep = (artifacts: string, more: readonly string[]) =>
      new Process('pipeline/sweep.ts', ['--config', file, '--artifacts', join(folder, artifacts), ...more]);
    const queued = sweep('queue', places);
    expect(await queued.ended, queued.text).toBe(0);
    expect(worker.text.match(/: published$/gm)).toHaveLength(2);
    const pool = sweep('pool', []);
    expect(await pool.ended, pool.text).toBe(0);
    const [one, same] = ['queue', 'pool'].map((name) => hashModels(join(folder, name, 'smoke')));
    expect(Object.keys(one!).length).toBeGreaterThan(40);
    expect(one).toEqual(same);
  },
  10 * MINUTES,
);
