/** What is compiled lies in the repository, and is that of the sources beside it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileKernel, KERNELS } from '../../build/compileKernels.ts';

const ROOT = join(import.meta.dirname, '../..');

test.each(KERNELS)('$compiled is what $source compiles to', async (files) => {
  expect(await readFile(join(ROOT, files.compiled), 'utf8')).toBe(await compileKernel(files));
});
