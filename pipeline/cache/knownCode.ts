/**
 * The code of the stages of this program. In a checkout it is read from the sources, and kept for as long as these are the same
 * bytes; compiled into dist/ it was read when that was made, for the compiled files are other text.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { listFiles } from '../store/fileList.ts';
import { decodeJson, exists, readBytes, sha256, writeFileAtomic } from '../store/files.ts';
import { OWN_FOLDER } from '../store/ownFolder.ts';
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
  const sources = await hashSources();
  const path = join(KEPT, `stage-code-${engine}.json`);
  const kept = await readKept(path);
  if (kept?.sources === sources) return kept.code;
  // Loaded only here: it takes a while, and is rarely needed.
  const { readStageCode } = await import('./stageCode.ts');
  const code = await readStageCode(join(OWN_FOLDER, 'pipeline'), engine);
  // Where it cannot be kept, it is read again the next time.
  await writeFileAtomic(path, JSON.stringify({ sources, code })).catch(() => undefined);
  return code;
}

async function readCompiled(engine: EngineName): Promise<EngineCode> {
  const path = join(import.meta.dirname, COMPILED_CODE);
  const next = 'compile it again: npm run build in a checkout, or install the package anew';
  return decodeJson(await readBytes(path, next), path, compiledCode, next)[engine]!;
}

/** SHA-256 over all sources of the pipeline, and what prints them. */
async function hashSources(): Promise<string> {
  const folder = join(OWN_FOLDER, 'pipeline');
  const paths = (await listFiles(folder)).filter((path) => path.endsWith('.ts'));
  const digests = await Promise.all(paths.map(async (path) => sha256(await readBytes(join(folder, path)))));
  const lock = join(OWN_FOLDER, 'package-lock.json');
  const packages = (await exists(lock)) ? sha256(await readBytes(lock)) : 'none';
  return sha256([packages, ...paths.map((path, at) => `${digests[at]}  ${path}`)].join('\n'));
}

/** What was kept; null where nothing is, or nothing that can be read. */
async function readKept(path: string): Promise<z.output<typeof keptCode> | null> {
  if (!(await exists(path))) return null;
  try {
    return decodeJson(await readBytes(path), path, keptCode, 'nothing needs it');
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The code of every engine, of the sources in the folder `pipeline`, as {@link COMPILED_CODE} has it. */
export async function encodeCompiledCode(pipeline: string): Promise<string> {
  const { readStageCode } = await import('./stageCode.ts');
  const names = Object.keys(ENGINES) as EngineName[];
  const codes: [EngineName, EngineCode][] = [];
  for (const name of names) codes.push([name, await readStageCode(pipeline, name)]);
  return JSON.stringify(Object.fromEntries(codes));
}
