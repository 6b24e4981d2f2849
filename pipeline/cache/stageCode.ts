/**
 * The code of a stage as a digest: of the functions that it reaches by static imports, as esbuild prints them without types,
 * comments and what nobody uses. So a comment, a type or the text of a report changes none, nor does a function that another
 * stage uses.
 *
 * Two things are not followed. Imports at run time (`await import(...)`) load what draws, or an engine, and engines are named
 * by themselves; and files that {@link NOT_COUNTED} lists. Packages count by their versions (installedPackages.ts).
 */
import { dirname, join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { sha256 } from '../store/files.ts';
import type { EngineName } from '../study/config.ts';
import {
  ENGINES,
  listSources,
  listStages,
  NOT_COUNTED,
  PACKAGES_NOT_COUNTED,
  SCORING_FILE,
  type StageName,
} from './stages.ts';

/** The code of one stage. */
export interface StageCode {
  /** SHA-256 over all of it. */
  readonly digest: string;
  /** By file below pipeline/, the first 12 digits of the SHA-256 of what of it counts. */
  readonly files: Readonly<Record<string, string>>;
  /** The npm packages that it imports. */
  readonly packages: readonly string[];
}

/** The code of every stage on one engine. */
export type EngineCode = Readonly<Record<StageName, StageCode>>;

/** The code of every stage on `engine`, of the sources in the folder `pipeline`. Throws where esbuild cannot read them. */
export async function readStageCode(pipeline: string, engine: EngineName): Promise<EngineCode> {
  const stages = listStages();
  const { outputFiles, metafile } = await build({
    entryPoints: stages.map((stage, at) => ({ in: `stage:${stage}`, out: String(at) })),
    plugins: [resolveSources(pipeline, engine)],
    absWorkingDir: dirname(pipeline),
    outdir: 'code',
    ...{ bundle: true, treeShaking: true, write: false, metafile: true },
    ...{ format: 'esm', platform: 'node', target: 'esnext', charset: 'utf8' },
    // Not identifiers: what esbuild names them depends on how often letters occur in the source, comments and all.
    minifySyntax: true,
    legalComments: 'none',
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  const read = stages.map((stage, at): [StageName, StageCode] => {
    const { text } = outputFiles.find(({ path }) => path.endsWith(`${sep}${at}.js`))!;
    const { imports } = metafile.outputs[`code/${at}.js`]!;
    const packages = imports.map(({ path }) => packageOf(path)).filter((name) => name !== null);
    const all = [...new Set([...packages, ...ENGINES[engine].packages])];
    const counted = all.filter((name) => !PACKAGES_NOT_COUNTED.includes(name)).sort();
    return [stage, { ...digestText(text), packages: counted }];
  });
  return Object.fromEntries(read) as EngineCode;
}

/** Before the name of what is bundled; a colon, so that it is no package. */
const OWN = 'pipeline:';

/** Reads the files below `pipeline`, each for what is used of it; everything else stays an import. */
function resolveSources(pipeline: string, engine: EngineName): Plugin {
  return {
    name: 'stages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^stage:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'stage' }));
      onLoad({ filter: /.*/, namespace: 'stage' }, ({ path }) => ({
        contents: writeEntry(path as StageName, engine),
        pluginData: path,
        resolveDir: pipeline,
      }));
      onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
        kind === 'entry-point' ? null : { path, external: true, sideEffects: false },
      );
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind, namespace }) => {
        const file = join(resolveDir, path);
        const name = relative(pipeline, file).replaceAll(sep, '/');
        const isOutside =
          kind === 'dynamic-import' ||
          NOT_COUNTED.includes(name) ||
          (namespace !== 'stage' && SCORING_FILE.test(name));
        return isOutside
          ? { path: `${OWN}${name}`, external: true, sideEffects: false }
          : { path: file, sideEffects: false };
      });
    },
  };
}

function writeEntry(stage: StageName, engine: EngineName): string {
  return listSources(stage, engine)
    .map(([file, ...names], at) => {
      const exported = names.map((name) => `${name} as ${name}_${at}`);
      return `export { ${exported.join(', ')} } from './${file}';`;
    })
    .join('\n');
}

/** What esbuild writes before the part of a file. */
const HEADING = /^\/\/ (?:pipeline\/(.+)|stage:.*)$/m;

/** The digests of the text of a bundle, and of the part of each file in it. */
function digestText(text: string): Pick<StageCode, 'digest' | 'files'> {
  // The first part is of imports, the last of exports.
  const [imports, ...parts] = text.split(HEADING);
  const files: [string, string][] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const file = parts[at];
    if (file !== undefined) files.push([file, sha256(parts[at + 1]!).slice(0, 12)]);
  }
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    digest: sha256([imports, ...parts.filter((_, at) => at % 2 === 1)].join('\n')),
    files: Object.fromEntries(files),
  };
}

/** The package of what is imported; null of Node's own modules and of files of ours. */
function packageOf(path: string): string | null {
  if (path.startsWith(OWN) || path.startsWith('node:')) return null;
  return /^(@[^/]+\/)?[^/]+/.exec(path)![0];
}
