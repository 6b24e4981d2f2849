/**
 * The code of the stages of this program. In a checkout it is read from the sources, and kept for as long as no file of them
 * is written; compiled into dist/ it was read when that was made, for the compiled files are other text.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { decodeJson, exists, readBytes, sha256 } from '../store/files.ts';
import { readPackageFile, stampFiles } from '../store/installedFiles.ts';
import { OWN_FOLDER } from '../store/ownFolder.ts';
import { readRecord, writeRecord } from '../store/recordFile.ts';
import type { EngineName } from '../study/config.ts';
import { UserError } from '../study/errors.ts';
import type { EngineCode } from './stageCode.ts';
import { ENGINES, listStages } from './stages.ts';

/** Name of the file with the code of every engine, beside this file once that is compiled. */
export const COMPILED_CODE = 'stageCode.json';

/** Where a checkout keeps what it has read, as tools of npm packages do. */
const KEPT = join(OWN_FOLDER, 'node_modules', '.cache', 'digit-ideas');

const stageCode = z.strictObject({
  digest: z.string(),
  files: z.record(z.string(), z.string()),
  packages: z.array(z.string()),
});
const engineCode = z.record(z.enum(listStages()), stageCode);
const compiledCode = z.record(z.string(), engineCode);
const keptCode = z.strictObject({ sources: z.string(), code: engineCode });

const known = new Map<EngineName, Promise<EngineCode>>();

/** The code of every stage on `engine`, as it was when this process first asked. */
export function findStageCode(engine: EngineName): Promise<EngineCode> {
  const found = known.get(engine) ?? find(engine);
  known.set(engine, found);
  return found;
}

async function find(engine: EngineName): Promise<EngineCode> {
  if (!import.meta.filename.endsWith('.ts')) return readCompiled(engine);
  // It prints the code.
  const esbuild = readPackageFile(join(OWN_FOLDER, 'node_modules/esbuild/package.json'))?.version;
  const sources = sha256(stampFiles(join(OWN_FOLDER, 'pipeline'), '.ts') + esbuild);
  const path = join(KEPT, `stage-code-${engine}.json`);
  const kept = await readKept(path);
  if (kept?.sources === sources) return kept.code;
  // Loaded only here: it takes a while, and is rarely needed.
  const { readStageCode } = await import('./stageCode.ts');
  const code = await readStageCode(join(OWN_FOLDER, 'pipeline'), engine);
  // Where it cannot be kept, it is read again the next time.
  await writeRecord(path, { sources, code }).catch(() => undefined);
  return code;
}

async function readCompiled(engine: EngineName): Promise<EngineCode> {
  const path = join(import.meta.dirname, COMPILED_CODE);
  const next = 'compile it again: npm run build in a checkout, or install the package anew';
  return decodeJson(await readBytes(path, next), path, compiledCode, next)[engine]!;
}

/** What was kept; null where nothing is, or nothing as it was written. */
async function readKept(path: string): Promise<z.output<typeof keptCode> | null> {
  if (!(await exists(path))) return null;
  try {
    return await readRecord(path, keptCode, 'nothing needs it');
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The code of every engine, as {@link COMPILED_CODE} has it. */
export async function encodeCompiledCode(): Promise<string> {
  const names = Object.keys(ENGINES) as EngineName[];
  const codes: [EngineName, EngineCode][] = [];
  for (const name of names) codes.push([name, await findStageCode(name)]);
  return JSON.stringify(Object.fromEntries(codes));
}
