import { expect, test } from 'vitest';
import {
  chooseWheel,
  LISTED_SYSTEMS,
  nameSystem,
  placeWheelFile,
  readSystem,
} from '../../pipeline/tfjsNode/wheels.ts';

const LINUX = { platform: 'linux', arch: 'x64', hasGlibc: true };

test('the wheel for Linux on x64 is there, and only with glibc', () => {
  expect(LISTED_SYSTEMS).toBe('linux-x64');
  expect(chooseWheel(LINUX)).toMatchObject({ package: 'tensorflow-cpu', version: '2.21.0' });
  expect(chooseWheel({ ...LINUX, hasGlibc: false })).toBeUndefined();
  expect(chooseWheel({ ...LINUX, arch: 'riscv64' })).toBeUndefined();
});

test('a listed wheel is described in full: its file names its version, its Python and its platform', () => {
  const wheel = chooseWheel(LINUX)!;
  const { abi, platform } = wheel.python;
  const name = wheel.package.replace('-', '_');
  expect(wheel.file).toBe(`${name}-${wheel.version}-${abi}-${abi}-${platform}.whl`);
  expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['tensorflow/libtensorflow_cc.so.2', 'build/deps/lib/libtensorflow_cc.so.2'],
  ['tensorflow/include/tensorflow/c/eager/c_api.h', 'include/tensorflow/c/eager/c_api.h'],
  ['tensorflow/include/tensorflow/cc/ops.h', undefined],
  ['tensorflow/include/xla/tsl/c/tsl_status.h', 'include/xla/tsl/c/tsl_status.h'],
  ['tensorflow/include/absl/log/globals.h', 'include/absl/log/globals.h'],
  ['tensorflow/include/Eigen/Core', undefined],
  ['tensorflow/c/c_api.h', undefined],
  ['tensorflow/python/libtensorflow_cc.so.2', undefined],
])('%s of the wheel goes to %s', (name, place) => {
  expect(placeWheelFile(chooseWheel(LINUX)!, name)).toBe(place);
});

test('systems are named as people look for them', () => {
  expect(nameSystem(LINUX)).toBe('linux-x64');
  expect(nameSystem({ ...LINUX, hasGlibc: false })).toBe('linux-x64 without glibc');
  expect(nameSystem({ platform: 'darwin', arch: 'arm64', hasGlibc: false })).toBe('darwin-arm64');
  expect(readSystem()).toMatchObject({ platform: process.platform, arch: process.arch });
});
