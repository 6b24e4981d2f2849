/**
 * Computes models of a study beside others that do the same, on this machine or another that shares its disk: in a folder apart,
 * and then put in its place while no other command works on the study. So nobody waits for long computations of others.
 */
import { readWaitingPanel } from '../judging/frozenPanel.ts';
import { assertSameConfig, keepConfig } from '../models/claimStudy.ts';
import { dropFailure } from '../models/failures.ts';
import { readModelState } from '../models/modelState.ts';
import type { ModelTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import { ensureDataset, loadDataset, type StudyData } from '../models/studyDataset.ts';
import { hasDataset } from '../store/datasetFolder.ts';
import { exists, readBytes, sha256 } from '../store/files.ts';
import { placeTree, readTree } from '../store/fileTree.ts';
import { openStudyFolder } from '../store/studyFolder.ts';
import { makeTemporaryFolder } from '../store/temporaryFolder.ts';
import { expected } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import { computeModel, findNeed } from './computeModel.ts';
import { scoreModel } from './scoreModel.ts';

/** How work is done on a study while no other command does any. */
export interface Claims {
  /** For a study of which nothing is there yet. */
  begin<Value>(work: () => Promise<Value>): Promise<Value>;
  /** For a moment, to put something in its place. */
  briefly<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** Who hears what becomes of the models. */
export interface Listener {
  onEpoch(model: Model, record: EpochRecord): void;
  /** `times`: null where the model was finished before. */
  onModel(model: Model, times: ModelTimes | null): void;
}

/** Computes and scores those of `models` that are not finished. */
export async function computeApart(
  study: Study,
  models: readonly Model[],
  claims: Claims,
  listener: Listener,
): Promise<void> {
  const data = await prepare(study, claims);
  const made = await digestConfig(study);
  const panel = await readWaitingPanel(study);
  const apart = openApart(study);
  try {
    for (const model of models) {
      if (await isFinished(study, model, data)) {
        listener.onModel(model, null);
        continue;
      }
      const [from, to] = [study, apart.study].map(({ folder }) => folder.model(model.name).root);
      await placeTree(to!, await readTree(from!));
      const times = await computeModel(apart.study, model, data, (record) => listener.onEpoch(model, record));
      await scoreModel(apart.study, model, data, panel);
      const tree = await readTree(to!);
      await claims.briefly(async () => {
        if ((await digestConfig(study)) !== made) await assertSameConfig(study);
        await placeTree(from!, tree);
        await dropFailure(study, model).catch(() => undefined);
      });
      await assertFinished(study, model, data);
      listener.onModel(model, times);
    }
  } finally {
    await panel.close();
    apart.remove();
  }
}

/** The images; prepared by the first that comes, where nobody has yet. */
async function prepare(study: Study, claims: Claims): Promise<StudyData> {
  if ((await hasDataset(study.folder.dataset)) && (await exists(study.folder.config))) {
    await assertSameConfig(study);
    return loadDataset(study);
  }
  return claims.begin(async () => {
    const { data } = await ensureDataset(study);
    await keepConfig(study);
    return data;
  });
}

/** The study with models in a folder of their own, and all else where it is. */
function openApart(study: Study) {
  const scratch = makeTemporaryFolder();
  const { dataset, analysisLock } = study.folder;
  const folder = { ...openStudyFolder(scratch.path, study.config.name), dataset, analysisLock };
  return { study: { ...study, artifacts: scratch.path, folder }, remove: scratch.remove };
}

async function digestConfig({ folder }: Study): Promise<string | null> {
  return (await exists(folder.config)) ? sha256(await readBytes(folder.config)) : null;
}

async function isFinished(study: Study, model: Model, data: StudyData): Promise<boolean> {
  return (await findNeed(study, await readModelState(study, model, data), data)) === null;
}

/** What was put in its place is read and hashed once more: the disk may be another machine's. */
async function assertFinished(study: Study, model: Model, data: StudyData): Promise<void> {
  const need = await findNeed(study, await readModelState(study, model, data), data);
  if (need === null) return;
  const { root } = study.folder.model(model.name);
  throw expected(root, 'the model as it was just written', need.reason, 'run the same command again');
}
