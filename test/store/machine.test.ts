import { expect, test } from 'vitest';
import { describeMachine, listFeatureFlags, pickFeatures } from '../../pipeline/store/machine.ts';
import { environmentRecord } from '../../pipeline/study/environment.ts';

test('features of a processor are those that arithmetic may use, in order', () => {
  const x86 =
    'processor\t: 0\nflags\t\t: fpu sse4_1 avx2 fma ssse3 hypervisor bmi1\nprocessor\t: 1\nflags\t\t: fpu\n';
  expect(pickFeatures(x86)).toEqual(['avx2', 'bmi1', 'fma', 'sse4_1', 'ssse3']);
  expect(pickFeatures('Features\t: fp asimd evtstrm crc32 asimddp')).toEqual(['asimd', 'asimddp']);
  expect(pickFeatures('processor : 0')).toBeNull();
});

test('of the options of Node only those are kept that take or give features', () => {
  const options = ['--import', 'tsx', '--no-enable-avx2', '--title=secret', '--no-enable-avx2', ''];
  expect(listFeatureFlags(options)).toEqual(['--no-enable-avx2']);
});

test('a machine is described in the form of an environment', async () => {
  const machine = await describeMachine();
  const engine = { engine: 'onnx', runtime: 'none', threadsPerModel: 1 };
  expect(environmentRecord.parse({ ...engine, ...machine })).toMatchObject({ node: process.version });
  expect(machine.packageLock).toMatch(/^[0-9a-f]{64}$/);
});
