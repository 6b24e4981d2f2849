/** One side of a comparison: a study as it lies in its folder, or what a lock of results says of one. */
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { assertIdle } from '../models/claimStudy.ts';
import { readKeptConfig } from '../store/configFile.ts';
import { isFolder } from '../store/fileList.ts';
import { exists, readJson } from '../store/files.ts';
import { unpackImages } from '../store/packedImages.ts';
import { openStudyFolder, type StudyFolder } from '../store/studyFolder.ts';
import { environmentRecord } from '../study/environment.ts';
import { expected } from '../study/errors.ts';
import { listStudyModels } from '../study/givenModels.ts';
import { listSideModels } from '../study/sideModels.ts';
import type { OtherPictures } from '../verify/compare.ts';
import type { Circumstances } from '../verify/reasons.ts';
import { type ResultsLock, readResultsLock } from '../verify/resultsLock.ts';
import { readImage, readStudyFolder, type StoredSummary } from '../verify/summariseStudy.ts';
import type { Tolerances } from '../verify/tolerances.ts';

/** What is compared, and what it depends on. */
export interface Side extends StoredSummary, Omit<Circumstances, 'config'> {
  /** As the user wrote it. */
  readonly path: string;
  /** environment.json with whatever fields it has; null where there is none. */
  readonly recorded: Readonly<Record<string, unknown>> | null;
  /** Those of a lock; none of a study. */
  readonly tolerances: Tolerances;
  /** Files that are not as they were written. */
  readonly damaged: readonly string[];
  /** Pictures of ideas that are not as their records say. */
  readonly pictures: OtherPictures;
  /** The image [784] of the idea in the model's file `artifact`; null where there is none that can be read. */
  readIdea(model: string, artifact: string): Promise<ArrayLike<number> | null>;
}

const WHAT = 'the folder of a study, or a lock of results';
const NEXT_STEP = 'give such as A=artifacts/sweep or A=configs/ci.lock.json (--a, --b)';

/**
 * Reads what is at `path`. Nothing is computed, and no engine is opened. Throws a UserError where it is neither of both, or where
 * a command works on the study.
 */
export async function openSide(path: string): Promise<Side> {
  if (!(await exists(path))) throw expected(path, WHAT, 'nothing', NEXT_STEP);
  return (await isFolder(path)) ? readFolder(path) : describeLock(path, await readResultsLock(path));
}

async function readFolder(path: string): Promise<Side> {
  const root = resolve(path);
  // The folder of a study that was put aside has another name than the study.
  const folder = openStudyFolder(dirname(root), basename(root));
  const config = await readKeptConfig(folder.config);
  if (config === null) throw expected(path, WHAT, 'a folder without study.json', NEXT_STEP);
  await assertIdle({ folder }, path);
  const models = { models: listStudyModels(config), sideModels: listSideModels(config) };
  const { summary, damaged, pictures } = await readStudyFolder({ config, folder, ...models });
  const recorded = await readEnvironment(folder);
  return {
    ...{ path, ...summary, pictures, damaged, recorded, tolerances: {} },
    scoreVersion: await readScoreVersion(folder),
    // One of another version may have other fields: then it is shown, and gives no reason.
    environment: environmentRecord.safeParse(recorded).data ?? null,
    readIdea: (model, artifact) => readImage(join(folder.model(model).root, artifact)),
  };
}

function describeLock(path: string, lock: ResultsLock): Side {
  return {
    ...{ path, ...lock, pictures: {}, damaged: [], recorded: lock.environment },
    async readIdea(model, artifact) {
      const bits = lock.stages.ideas[model]?.images?.[artifact];
      return bits === undefined ? null : unpackImages(Buffer.from(bits, 'base64'), 1, path)[0]!;
    },
  };
}

const AGAIN = 'make report writes it anew';

async function readEnvironment({ environment }: StudyFolder): Promise<Side['recorded']> {
  if (!(await exists(environment))) return null;
  return readJson(environment, z.record(z.string(), z.unknown()), AGAIN);
}

/** That of the scores as they were published; manifests of former versions have none. */
async function readScoreVersion({ manifest }: StudyFolder): Promise<string | null> {
  if (!(await exists(manifest))) return null;
  const { scoreVersion } = await readJson(
    manifest,
    z.looseObject({ scoreVersion: z.string().optional() }),
    AGAIN,
  );
  return scoreVersion ?? null;
}
