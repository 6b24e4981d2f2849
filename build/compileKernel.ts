/** Compiles the searches' kernel from AssemblyScript to a module that holds its bytes. Started by `npm run build:kernel`. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = 'node_modules/assemblyscript/bin/asc.js';
const SOURCE = 'pipeline/search/kernel/assembly/changeKernel.ts';
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** The module that holds the kernel's bytes. */
export const COMPILED = join(ROOT, 'pipeline/search/kernel/compiledKernel.ts');

/** The text of that module, of the source as it is now. */
export async function compileKernel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    await promisify(execFile)(process.execPath, [COMPILER, SOURCE, ...OPTIONS, '--outFile', file], {
      cwd: ROOT,
    });
    return [
      '/** Compiled from `assembly/changeKernel.ts` by `npm run build:kernel`: not to be edited. */',
      `export const KERNEL =\n  '${(await readFile(file)).toString('base64')}';`,
      '',
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(COMPILED, await compileKernel());
