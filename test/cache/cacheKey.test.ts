import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareKeys, makeCacheKey } from '../../pipeline/cache/cacheKey.ts';
import { listVersions } from '../../pipeline/cache/installedPackages.ts';
import type { PackageFile } from '../../pipeline/store/installedFiles.ts';
import { describeField } from '../../pipeline/study/inputs.ts';

const ONNX = { name: 'onnx', version: 'onnxruntime-node 1.30.0' };

test('a key has the versions of packages, the processor of a native engine and every setting', async () => {
  const key = (await makeCacheKey('training', ONNX, { beta1: 0.9, trainImages: null }))!;
  expect(key.packages['pure-rand']).toMatch(/^\d+\.\d+\.\d+$/);
  expect(key.numerics).toMatchObject({
    runtime: ONNX.version,
    math: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(key.numerics.processor).toContain(process.arch);
  expect(key.settings).toEqual({ beta1: 0.9, trainImages: null });
  const portable = (await makeCacheKey('training', { name: 'onnx-wasm', version: 'any' }))!;
  expect(portable.numerics.processor).toBeUndefined();
  expect(await makeCacheKey('training', { name: 'unheard of', version: '1' })).toBeNull();
});

test('every field that differs is told, and a setting that is newer than the key is not', async () => {
  const now = (await makeCacheKey('training', ONNX, { beta1: 0.9, newer: 1 }))!;
  expect(compareKeys(now, now)).toEqual([]);
  const had = {
    ...now,
    code: 'f'.repeat(64),
    files: { ...now.files, 'engine/train.ts': 'another', 'engine/gone.ts': 'gone' },
    packages: { ...now.packages, 'pure-rand': '0.0.1' },
    numerics: { ...now.numerics, math: 'another' },
    settings: { beta1: 0.5 },
  };
  expect(compareKeys(had, now).map(describeField)).toEqual([
    'code changed: engine/gone.ts, engine/train.ts',
    `package pure-rand changed from 0.0.1 to ${now.packages['pure-rand']}`,
    `math changed from another to ${now.numerics.math}`,
    'beta1 changed from 0.5 to 0.9',
  ]);
});

test('versions are those of the packages that are found, of what they need, and not of types', () => {
  const at = (...names: string[]) =>
    join('/top', ...names.flatMap((name) => ['node_modules', name]), 'package.json');
  const installed = new Map<string, PackageFile>([
    [at('a'), { version: '1.0.0', dependencies: { b: '*', '@types/c': '*' } }],
    [at('b'), { version: '2.0.0', dependencies: { a: '*', d: '*' } }],
    [at('a', 'd'), { version: '4.0.0' }],
    [at('d'), { version: '3.0.0' }],
  ]);
  const read = (path: string) => installed.get(path) ?? null;
  expect(listVersions(['a'], '/top/inner', read)).toEqual({ a: '1.0.0', b: '2.0.0', d: '3.0.0' });
  installed.set(at('a'), { version: '1.0.1', dependencies: { b: '*', d: '*' } });
  expect(listVersions(['a', 'none'], '/top/inner', read)).toEqual({
    a: '1.0.1',
    b: '2.0.0',
    d: '3.0.0, 4.0.0',
    none: 'none',
  });
});
