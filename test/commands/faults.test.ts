/** Faults in real processes: of the command itself, and of a worker of its pool. A script that Node loads first causes them. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { ONE_PROCESS, runProcess, smallStudy, start } from './commandLine.ts';

/** Flags by which a process first runs `script`. */
async function flagsToRun(script: string): Promise<string[]> {
  const path = join(await openTemporaryFolder(), 'first.cjs');
  await writeFile(path, script);
  return ['--require', path];
}

async function readReports(artifacts: string): Promise<{ path: string; text: string }[]> {
  const folder = join(artifacts, 'faults');
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

test('an error that nobody waits for is one line and 1, with a report', async () => {
  const artifacts = await openTemporaryFolder();
  const flags = await flagsToRun(`
    const waiting = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(waiting);
      setTimeout(() => Promise.reject(new TypeError('nobody waits')), 1);
    }, 1);
  `);
  // Help ends too soon for an error beside it.
  const { code, stderr } = await runProcess('dataset', smallStudy(artifacts), flags);
  const [report] = await readReports(artifacts);
  expect(stderr).toBe(
    'dataset: a fault of digit-ideas, not of yours (nobody waits); what was already computed is kept; ' +
      `report it with ${report!.path}\n`,
  );
  expect(code).toBe(1);
  expect(report!.text).toContain('TypeError: nobody waits\n    at ');
  expect(report!.text).toContain('config configs/smoke.yaml');
});

test('a fault of a worker is a line of its model, and the report has its config', async () => {
  const artifacts = await openTemporaryFolder();
  // Only a worker has someone to send to; reading files asks for the time as well.
  const flags = await flagsToRun(`
    const now = performance.now.bind(performance);
    const isAsked = () => process.send !== undefined && /computeModel/.test(new Error().stack);
    performance.now = () => { if (isAsked()) throw new RangeError('no clock'); return now(); };
  `);
  const grid = ['dataset.train=200', 'dataset.test=50', 'grid.hidden=[8]', 'grid.batch=[200]'];
  const { code, stderr } = await runProcess(
    'sweep',
    [...smallStudy(artifacts, ...grid), ...ONE_PROCESS],
    flags,
  );
  const [report] = await readReports(artifacts);
  expect(stderr.split('\n')).toEqual([
    'h8-b200-s0: a fault of digit-ideas, not of yours (no clock); what was already computed is kept; ' +
      `report it with ${report!.path}`,
    '1 model failed, for the reasons above; the report has all the others',
    '',
  ]);
  expect(code).toBe(1);
  expect(report!.text).toContain('RangeError: no clock\n    at ');
  expect(report!.text).toMatch(/config smoke:\n\{\n {2}"name": "smoke"/);
});

test.runIf(process.platform === 'linux')('a full disk behind standard output is one line and 2', async () => {
  const command = `${process.execPath} ${COMPILED}/pipeline/dataset.js --help > /dev/full`;
  const { code, stderr } = await start('sh', ['-c', command]).ended;
  expect(stderr).toBe(
    'standard output: expected a place that can be read and written, got the error ENOSPC; ' +
      'free some space on the disk and run the command again\n',
  );
  expect(code).toBe(2);
});

/** What the loader says where the system's C library is another, or older, than the native library was built for. */
const NO_LIBRARY = `
  const { dlopen } = process;
  process.dlopen = (module, path, ...rest) => {
    if (path.includes('onnxruntime')) throw new Error('libonnxruntime.so.1: cannot open shared object file\\nmore');
    return dlopen(module, path, ...rest);
  };
`;

test('without the native library one line names the engine that works; what computes nothing works', async () => {
  const artifacts = await openTemporaryFolder();
  const flags = await flagsToRun(NO_LIBRARY);
  const grid = ['dataset.train=200', 'dataset.test=50', 'grid.hidden=[8]', 'search.passes=1'];
  const study = smallStudy(artifacts, ...grid);
  const line =
    "engine onnx: expected onnxruntime-node's native library, got one that does not load here " +
    '(libonnxruntime.so.1: cannot open shared object file); use --engine onnx-wasm (ENGINE=onnx-wasm), which needs none\n';
  expect(await runProcess('sweep', study, flags)).toMatchObject({ code: 2, stderr: line });
  expect(await runProcess('train', study, flags)).toMatchObject({ code: 2, stderr: line });
  const status = await runProcess('sweep', [...study, '--status'], flags);
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout).toContain('h8-b50-s0: train and search: not computed yet');
  const wasm = [...study, '--engine', 'onnx-wasm'];
  expect(await runProcess('dataset', wasm, flags)).toMatchObject({ code: 0, stderr: '' });
  const trained = await runProcess('train', [...wasm, '--only', 'h8-b200-s0'], flags);
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  expect(trained.stdout).toContain('train: 1 model trained, 0 there before');
});
