/** Compiles the kernels from AssemblyScript to modules that hold their bytes. Started by `npm run build:kernels`. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = 'node_modules/assemblyscript/bin/asc.js';
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** A kernel's source, and the module that holds its bytes. */
export interface KernelFiles {
  readonly source: string;
  readonly compiled: string;
}

/** Every kernel, by paths from the project's folder. */
export const KERNELS: readonly KernelFiles[] = [
  {
    source: 'pipeline/search/kernel/assembly/changeKernel.ts',
    compiled: 'pipeline/search/kernel/compiledKernel.ts',
  },
  {
    source: 'pipeline/engine/wasm/assembly/trainingKernel.ts',
    compiled: 'pipeline/engine/wasm/compiledKernel.ts',
  },
  {
    source: 'pipeline/judging/mixture/kernel/assembly/printKernel.ts',
    compiled: 'pipeline/judging/mixture/kernel/compiledKernel.ts',
  },
];

/** The text of a kernel's module, of the source as it is now. */
export async function compileKernel({ source }: KernelFiles): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    const run = promisify(execFile);
    await run(process.execPath, [COMPILER, source, ...OPTIONS, '--outFile', file], { cwd: ROOT });
    const name = source.slice(source.indexOf('assembly/'));
    return [
      `/** Compiled from \`${name}\` by \`npm run build:kernels\`: not to be edited. */`,
      `export const KERNEL =\n  '${(await readFile(file)).toString('base64')}';`,
      '',
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const files of KERNELS) await writeFile(join(ROOT, files.compiled), await compileKernel(files));
}
