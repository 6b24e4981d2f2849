/**
 * The engine onnx-wasm gives the same bytes on every processor and every Node. The lock of the study configs/ci.yaml is in the
 * repository, from another day and another machine; V8 without some of the processor's features stands in for other
 * processors, all of them away at once and each alone, where DIGIT_IDEAS_EACH_PROCESSOR is 1, as .ci/run does.
 * After a deliberate change: make lock CONFIG=configs/ci.yaml
 */
import { expect, test } from 'vitest';
import { readSwitch } from '../../pipeline/study/switches.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { ONE_PROCESS, type Run, runProcess } from './commandLine.ts';

const PROCESSORS: readonly (readonly [name: string, flags: readonly string[]])[] = [
  ['AVX', ['--no-enable-avx']],
  ['AVX2', ['--no-enable-avx2']],
  ['fused multiply-add', ['--no-enable-fma3']],
  ['bit manipulation', ['--no-enable-bmi1', '--no-enable-bmi2', '--no-enable-popcnt']],
];
const ON_X64 = process.arch === 'x64';
const ON_EACH = ON_X64 && readSwitch(process.env.DIGIT_IDEAS_EACH_PROCESSOR ?? '') === true;

/** A whole study in WebAssembly, read by all judges; on a busy machine it takes a minute. */
const STUDY_TIMEOUT_MS = 240_000;

/** Computes the study from nothing, by Node with `flags`, and holds it against its lock. */
async function verify(flags: readonly string[]): Promise<Run> {
  const out = await openTemporaryFolder();
  const options = ['--config', 'configs/ci.yaml', '--level', 'identical', '--out', out, ...ONE_PROCESS];
  return runProcess('verify', options, flags);
}

const IDENTICAL = { code: 0, stderr: '', stdout: expect.stringContaining('verify: ci: identical bytes (') };

test(
  'the study of configs/ci.yaml has the bytes of the lock that is in the repository',
  async () => {
    expect(await verify([])).toMatchObject(IDENTICAL);
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_EACH)(
  'it has them on a processor without any of these features',
  async () => {
    expect(await verify(PROCESSORS.flatMap(([, own]) => own))).toMatchObject(IDENTICAL);
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_EACH).each(PROCESSORS)(
  'it has them on a processor without %s',
  async (_name, flags) => {
    expect(await verify(flags)).toMatchObject(IDENTICAL);
  },
  STUDY_TIMEOUT_MS,
);

test.runIf(ON_X64)('a processor without SSE4.1 gets one line', async () => {
  const study = ['--config', 'configs/ci.yaml', '--engine', 'onnx-wasm', '--dry-run'];
  const { code, stderr } = await runProcess('sweep', study, ['--no-enable-sse4-1']);
  expect(stderr).toBe(
    'engine onnx-wasm: expected WebAssembly with SIMD (on x86 a processor with SSE4.1), got none; ' +
      'use another machine, or --engine onnx\n',
  );
  expect(code).toBe(2);
});
