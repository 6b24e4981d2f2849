import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { identifySelf, type ProcessRecord } from '../../pipeline/store/processes.ts';
import { encodeRecord } from '../../pipeline/store/recordFile.ts';
import { makeProcessFolder, makeTemporaryFolder } from '../../pipeline/store/temporaryFolder.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

/** What a folder says of the process that has made it. */
const RECORD = '.process.json';
const DAY = 24 * 60 * 60 * 1000;

/** Makes a folder for temporary files of the test's own. */
async function ownPlace(): Promise<string> {
  const place = await openTemporaryFolder();
  vi.stubEnv('TMPDIR', place);
  onTestFinished(() => void vi.unstubAllEnvs());
  return place;
}

/** The number of a process that has ended. */
const endedNumber = (): number => spawnSync(process.execPath, ['--version']).pid;

/** Leaves the folder of a process that has ended, as far as numbers tell, with a file in it. */
function leave(place: string, record: string | null): string {
  const path = join(place, `digit-ideas-worker-${endedNumber()}-abcdef`);
  mkdirSync(join(path, 'study'), { recursive: true });
  writeFileSync(join(path, 'study', 'file'), 'text');
  if (record !== null) writeFileSync(join(path, RECORD), record);
  return path;
}

const recordOf = (changes: Partial<ProcessRecord>): string =>
  encodeRecord({ ...identifySelf(), process: endedNumber(), ...changes });

test('a temporary folder is there until it is removed, with what is in it, and leaves no listener behind', () => {
  const listeners = process.listenerCount('exit');
  const [one, other] = [makeTemporaryFolder(), makeTemporaryFolder()];
  expect(one.path).not.toBe(other.path);
  writeFileSync(join(one.path, 'file'), 'text');
  one.remove();
  expect([existsSync(one.path), existsSync(other.path)]).toEqual([false, true]);
  other.remove();
  expect(process.listenerCount('exit')).toBe(listeners);
});

test('where none can be made, one line says so', () => {
  vi.stubEnv('TMPDIR', '/no/such/folder');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(() => makeTemporaryFolder()).toThrow(UserError);
  expect(() => makeProcessFolder('worker')).toThrow(UserError);
});

test("a process's folder names it, and the next one of that kind removes it when that has ended", async () => {
  const place = await ownPlace();
  const own = makeProcessFolder('worker');
  expect(basename(own.path)).toMatch(new RegExp(`^digit-ideas-worker-${process.pid}-`));
  expect(JSON.parse(readFileSync(join(own.path, RECORD), 'utf8'))).toMatchObject(identifySelf());
  const left = leave(place, recordOf({}));
  const reused = leave(place, recordOf({ process: process.pid, started: '1' }));
  const next = makeProcessFolder('worker');
  expect([left, reused, own.path].map((path) => existsSync(path))).toEqual([false, false, true]);
  for (const folder of [own, next]) folder.remove();
  expect(readdirSync(place)).toEqual([]);
});

test.each<[string, Partial<ProcessRecord>]>([
  ['another machine', { machine: 'elsewhere' }],
  ['another boot or container, which numbers its processes anew', { numberedBy: 'another' }],
])('the folder of a process of %s is left alone: whether it has ended cannot be seen', async (_, changes) => {
  const place = await ownPlace();
  const path = leave(place, recordOf(changes));
  makeProcessFolder('worker').remove();
  expect(existsSync(join(path, 'study', 'file'))).toBe(true);
});

test.each([
  ['without a record, as earlier versions left them', null],
  ['with a record that is cut', '{'],
])('a folder %s goes when nothing in it was written for a week', async (_, record) => {
  const place = await ownPlace();
  const path = leave(place, record);
  const before = (days: number, ...parts: string[]) => {
    const time = new Date(Date.now() - days * DAY);
    utimesSync(join(path, ...parts), time, time);
  };
  for (const parts of [[], ['study'], ...(record === null ? [] : [[RECORD]])]) before(8, ...parts);
  before(6, 'study', 'file');
  makeProcessFolder('worker').remove();
  expect(existsSync(path)).toBe(true);
  before(8, 'study', 'file');
  makeProcessFolder('worker').remove();
  expect(existsSync(path)).toBe(false);
});
