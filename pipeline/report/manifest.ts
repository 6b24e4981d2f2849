/**
 * What a study proves of itself: `manifest.json`, which is the same wherever its artifacts are, and beside it
 * `environment.json`, on what they were computed, and `provenance.json`, both as a statement for other tools. The first two have
 * no time.
 */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { listAllModels, type Study } from '../models/study.ts';
import { joinWords } from '../page/wording.ts';
import { listFiles } from '../store/fileList.ts';
import { exists, readJson, sha256, sha256File, writeFileAtomic, writeJson } from '../store/files.ts';
import { describeMachine } from '../store/machine.ts';
import { readRecordOfAnyVersion } from '../store/recordFile.ts';
import { checkRecords } from '../store/results.ts';
import type { Environment } from '../study/environment.ts';
import { expected } from '../study/errors.ts';
import { canonicalJsonParts } from '../study/lockedConfig.ts';
import { datasetRecord } from '../study/records.ts';
import { isResultRecord, listOrigins } from './origins.ts';
import { writeProvenance } from './provenance.ts';

/** SHA-256 by path below the study's folder. */
type Digests = Readonly<Record<string, string>>;

/**
 * Writes manifest.json, environment.json and provenance.json. The manifest is canonical JSON (RFC 8785): the resolved config, engine and
 * runtime, the digests of the dataset's source, the version of scores, the SHA-256 of every file that the same config gives
 * again, and what each was made from. A result that is not as it was written is left out, and named on standard error.
 */
export async function writeManifest(study: Study): Promise<void> {
  const { folder, config, engine } = study;
  const all = await hashArtifacts(study);
  const { intact, damaged } = await checkRecords(folder.root, all, Object.keys(all).filter(isResultRecord));
  for (const path of damaged) delete all[path];
  if (damaged.length > 0) {
    console.error(
      `${folder.manifest}: left out, for not being as they were written: ${joinWords(damaged)}; make sweep computes again what the config wants`,
    );
  }
  const panel = await readFrozenPanel(config.judging.judges);
  const datasetSource = await readSourceDigests(study);
  const manifest = {
    config,
    engine: engine.name,
    runtime: engine.version,
    scoreVersion: panel.version,
    datasetSource,
    files: all,
    origins: listOrigins(Object.keys(all), intact),
  };
  await writeFileAtomic(folder.manifest, canonicalJsonParts(manifest));
  const environment = await describeEnvironment(study);
  await writeJson(folder.environment, environment);
  await writeProvenance(study, { environment, panel, datasetSource });
}

const ofManifest = z.object({ files: z.record(z.string(), z.string()) });

/**
 * Throws a UserError where one of these files, by their paths below the study's folder, is not as the manifest has it, or where there is no
 * manifest. Of files that are no result, such as times.csv, it says nothing.
 */
export async function assertAsReported(
  { folder }: Pick<Study, 'folder'>,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const nextStep = 'run make report, which writes it anew';
  const digests = (await readJson(folder.manifest, ofManifest, nextStep)).files;
  const changed = [...files].find(
    ([path, bytes]) => digests[path] !== undefined && digests[path] !== sha256(bytes),
  )?.[0];
  if (changed === undefined) return;
  throw expected(
    join(folder.root, changed),
    'the bytes that manifest.json has a digest of',
    'others',
    nextStep,
  );
}

/**
 * SHA-256 of every file of the study that the same config gives again, as it is now: without times, cache keys, failures, films, what people
 * rated, locks of the analysis, the manifest, the environment, the provenance, and models that the config does not have.
 */
export async function hashArtifacts(
  study: Pick<Study, 'folder' | 'models' | 'sideModels'>,
): Promise<Record<string, string>> {
  const models = new Set(listAllModels(study).map((model) => model.name));
  const files: Record<string, string> = {};
  for (const path of await listFiles(study.folder.root)) {
    const [folder, model] = path.split('/');
    const isForeign = folder === 'models' && !models.has(model!);
    const isMadeByCommand = ['rating', 'films', 'failures'].includes(folder!);
    const isUnhashed =
      /^((manifest|environment|provenance|analysis-lock)\.json|times\.(json|csv|svg)|.+\.key\.json)$/.test(
        basename(path),
      );
    if (!isForeign && !isUnhashed && !isMadeByCommand)
      files[path] = await sha256File(join(study.folder.root, path));
  }
  return files;
}

/** On what this command computes the study. */
export async function describeEnvironment({ engine }: Pick<Study, 'engine'>): Promise<Environment> {
  const { name, version } = engine;
  return { engine: name, runtime: version, threadsPerModel: 1, ...(await describeMachine()) };
}

async function readSourceDigests({ folder }: Study): Promise<Digests> {
  const path = join(folder.dataset, 'dataset.json');
  if (!(await exists(path))) return {};
  return (await readRecordOfAnyVersion(path, datasetRecord, 'run the dataset stage, or the sweep'))
    .sourceSha256;
}
