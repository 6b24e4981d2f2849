/**
 * The engine onnx-wasm gives the same bytes on every processor and every Node. The smoke study's hashes are in the
 * repository, from another day and another machine; V8 without some of the processor's features stands in for other
 * processors, all of them away at once and each alone, where DIGIT_IDEAS_EACH_PROCESSOR is 1, as .ci/run does.
 * After a deliberate change: npx vitest run test/commands/portable.test.ts --update
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSwitch } from '../../pipeline/study/switches.ts';
import { runProcess } from './commandLine.ts';

const PROCESSORS: readonly (readonly [name: string, flags: readonly string[]])[] = [
  ['AVX', ['--no-enable-avx']],
  ['AVX2', ['--no-enable-avx2']],
  ['fused multiply-add', ['--no-enable-fma3']],
  ['bit manipulation', ['--no-enable-bmi1', '--no-enable-bmi2', '--no-enable-popcnt']],
];
const ON_X64 = process.arch === 'x64';
const ON_EACH = ON_X64 && readSwitch(process.env.DIGIT_IDEAS_EACH_PROCESSOR ?? '') === true;

/** A whole study in WebAssembly, read by all judges; on a busy machine it takes more than a minute. */
const STUDY_TIMEOUT_MS = 240_000;

/** The hash and path of every file of the smoke study, as sha256sum prints them. */
async function hashSmokeStudy(flags: readonly string[]): Promise<string> {
  const artifacts = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  onTestFinished(() => rm(artifacts, { recursive: true }));
  // Without the comparison, which takes longest and adds nothing that ideas, hints and counterfeits do not have, and
  // without films, which are not in the manifest.
  const quick =
    'experiments.comparison.enabled=false experiments.film.enabled=false experiments.hints.images=10 experiments.counterfeits.images=10';
  const study = ['--config', 'configs/smoke.yaml', '--engine', 'onnx-wasm', '--artifacts', artifacts];
  const { code, stderr } = await runProcess('sweep', [...study, '--set', quick], flags);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const manifest = JSON.parse(await readFile(join(artifacts, 'smoke/manifest.json'), 'utf8')) as {
    readonly engine: string;
    readonly files: Readonly<Record<string, string>>;
  };
  expect(manifest.engine).toBe('onnx-wasm');
  const lines = Object.entries(manifest.files).map(([path, digest]) => `${digest}  ${path}\n`);
  return lines.sort((a, b) => (a.slice(64) < b.slice(64) ? -1 : 1)).join('');
}

test(
  'the smoke study has the hashes that are in the repository',
  async () => {
    await expect(await hashSmokeStudy([])).toMatchFileSnapshot('smoke.onnx-wasm.sha256');
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_EACH)(
  'it has them on a processor without any of these features',
  async () => {
    const flags = PROCESSORS.flatMap(([, own]) => own);
    await expect(await hashSmokeStudy(flags)).toMatchFileSnapshot('smoke.onnx-wasm.sha256');
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_EACH).each(PROCESSORS)(
  'it has them on a processor without %s',
  async (_name, flags) => {
    await expect(await hashSmokeStudy(flags)).toMatchFileSnapshot('smoke.onnx-wasm.sha256');
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_X64)('a processor without SSE4.1 gets one line', async () => {
  const study = ['--config', 'configs/smoke.yaml', '--engine', 'onnx-wasm', '--dry-run'];
  const { code, stderr } = await runProcess('sweep', study, ['--no-enable-sse4-1']);
  expect(stderr).toBe(
    'engine onnx-wasm: expected WebAssembly with SIMD (on x86 a processor with SSE4.1), got none; ' +
      'use another machine, or --engine onnx\n',
  );
  expect(code).toBe(2);
});
