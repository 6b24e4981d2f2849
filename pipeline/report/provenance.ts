/**
 * What a study's manifest was made from, for tools that check supply chains: `provenance.json`, an in-toto statement (v1) whose
 * predicate is SLSA provenance (v1). It is not signed, and the manifest does not have it, for it depends on the machine.
 */
import { FROZEN_FOLDER, readFrozenFile } from '../judging/frozenFiles.ts';
import type { FrozenPanel } from '../judging/frozenPanel.ts';
import type { Study } from '../models/study.ts';
import { sha256, sha256File, writeJson } from '../store/files.ts';
import type { Environment } from '../study/environment.ts';
import { expected } from '../study/errors.ts';

/** What publishing a study is as a build: a package URL whose subpath is the document that describes the fields. */
export const BUILD_TYPE = 'pkg:generic/digit-ideas?build=study-v1#docs/ci.md';

/** Who made the statement: this program, wherever it ran. A build service that vouches for it signs a statement of its own. */
const BUILDER = 'pkg:generic/digit-ideas';

/** SHA-256 by name. */
type Digests = Readonly<Record<string, string>>;

/** A file or a commit, by its digest (in-toto's ResourceDescriptor). */
interface Resource {
  readonly name: string;
  readonly digest: Digests;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** What is known of a study beside its config when its manifest has been written. */
export interface ProvenanceParts {
  readonly environment: Environment;
  readonly panel: Pick<FrozenPanel, 'judges'>;
  /** Of the files of the dataset's source. */
  readonly datasetSource: Digests;
}

/**
 * Writes provenance.json. It has no time but that of `SOURCE_DATE_EPOCH`, where that is set. Throws a UserError where that is
 * no time.
 */
export async function writeProvenance(study: Study, parts: ProvenanceParts): Promise<void> {
  const { folder, config, engine } = study;
  const { environment } = parts;
  const finishedOn = readSourceDate(process.env.SOURCE_DATE_EPOCH);
  await writeJson(folder.provenance, {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'manifest.json', digest: { sha256: await sha256File(folder.manifest) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { config, engine: engine.name },
        internalParameters: pickInternal(environment),
        resolvedDependencies: [
          ...listSources(environment),
          ...listFiles('dataset.source', parts.datasetSource),
          ...listFiles('pipeline/judging/frozen', await digestJudges(parts.panel)),
        ],
      },
      runDetails: {
        builder: { id: BUILDER, version: { node: environment.node, v8: environment.v8 } },
        ...(finishedOn !== null && { metadata: { finishedOn } }),
        byproducts: listFiles('', { 'environment.json': await sha256File(folder.environment) }),
      },
    },
  });
}

/** What the machine and the engine brought, without what is a dependency or a version of the builder. */
function pickInternal(environment: Environment) {
  const { runtime, threadsPerModel, v8Flags, platform, processor, processorFeatures } = environment;
  return { runtime, threadsPerModel, v8Flags, platform, processor, processorFeatures };
}

/** The source and the packages; nothing of a source outside a git checkout, for it has no commit. */
function listSources({ commit, sourceTree, isDirty, packageLock }: Environment): Resource[] {
  const annotations = { isDirty };
  return [
    ...(commit === null ? [] : [{ name: 'source', digest: { gitCommit: commit }, annotations }]),
    ...(sourceTree === null
      ? []
      : [{ name: 'source/pipeline', digest: { gitTree: sourceTree }, annotations }]),
    ...(packageLock === null ? [] : [{ name: 'package-lock.json', digest: { sha256: packageLock } }]),
  ];
}

async function digestJudges({ judges }: Pick<FrozenPanel, 'judges'>): Promise<Digests> {
  const files = judges.flatMap(({ name, recordBytes, weights }) => [
    [`${name}.json`, sha256(recordBytes)],
    [`${name}.bin`, sha256(weights)],
  ]);
  const panel = await readFrozenFile(FROZEN_FOLDER, 'panel.json');
  return Object.fromEntries([...files, ['panel.json', sha256(panel)]]) as Digests;
}

function listFiles(folder: string, digests: Digests): Resource[] {
  return Object.entries(digests).map(([name, digest]) => ({
    name: folder === '' ? name : `${folder}/${name}`,
    digest: { sha256: digest },
  }));
}

/** The end of the last year of four digits, in seconds since 1970. */
const END_OF_TIME = 253_402_300_800;

/**
 * The time of `SOURCE_DATE_EPOCH` (reproducible-builds.org), whole seconds since 1970, as RFC 3339 in UTC; null where it is not
 * set. Throws a UserError where it is no such number.
 */
export function readSourceDate(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds < END_OF_TIME)) {
    const next = 'set it anew or unset it, and run make report';
    throw expected('SOURCE_DATE_EPOCH', 'whole seconds since 1970', `'${text}'`, next);
  }
  return new Date(1000 * seconds).toISOString().replace('.000Z', 'Z');
}
