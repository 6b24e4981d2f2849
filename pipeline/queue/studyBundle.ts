/** A study as workers get it from the store: its config, its images, its given models, the lock of its analysis, and what it asks. */
import { basename, join } from 'node:path';
import { readLock } from '../models/analysisLock.ts';
import { identifyGiven } from '../models/givenModel.ts';
import { openStudy, type Study } from '../models/study.ts';
import { loadDataset, type StudyData } from '../models/studyDataset.ts';
import { exists, readBytes, sha256 } from '../store/files.ts';
import { placeTree, readTree } from '../store/fileTree.ts';
import { packBundle, unpackBundle } from '../store/objects/bundle.ts';
import { type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import { decodeRecord, encodeRecord } from '../store/recordFile.ts';
import { parseStudyConfig, type StudyConfig } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';
import { isGivenModel, isGivenStudy } from '../study/givenModels.ts';
import { findStartFile } from '../study/startFile.ts';
import { INDEX, packModels, placeModels } from './carriedModels.ts';
import type { SharedInputs } from './modelHash.ts';
import { type Requirements, requirements } from './requirements.ts';

/** What the bundle says it is of. */
const ID = 'study';
/** Names in the bundle. */
const CONFIG = 'study.json';
const LOCK = 'analysis-lock.json';
const REQUIREMENTS = 'requirements.json';
const DATASET = 'dataset/';

/** Puts the study into the store; gives the SHA-256 by which it is found there. */
export async function sendStudy(study: Study, store: ObjectStore, wanted: Requirements): Promise<string> {
  const { config, folder } = study;
  assertStartIsEverywhere(
    config,
    'search.start',
    'start from article, digit or another name, or sweep without QUEUE',
  );
  const tree = new Map<string, Uint8Array>();
  for (const [path, bytes] of await readTree(folder.dataset)) tree.set(`${DATASET}${path}`, bytes);
  tree.set(CONFIG, Buffer.from(encodeRecord(config)));
  tree.set(REQUIREMENTS, Buffer.from(encodeRecord(wanted)));
  for (const [path, bytes] of await packModels(study)) tree.set(path, bytes);
  if (await exists(folder.analysisLock)) tree.set(LOCK, await readBytes(folder.analysisLock));
  const bytes = await packBundle(ID, tree);
  const hash = sha256(bytes);
  await store.put(objectKeyOf('studies', hash), bytes);
  return hash;
}

/** Throws a UserError where searches start from a file, which is that of one machine. */
function assertStartIsEverywhere({ search }: StudyConfig, where: string, nextStep: string): void {
  if (findStartFile(search) === null) return;
  throw expected(where, 'a start that every machine has', `'${search.start}'`, nextStep);
}

/** A study that came from the store. */
export interface ReceivedStudy {
  readonly study: Study;
  readonly shared: SharedInputs;
}

/**
 * Gets the study `hash` from the store into the folder `artifacts`; null where the store does not have it. Throws a UserError where it is
 * not as it was sent.
 */
export async function receiveStudy(
  store: ObjectStore,
  hash: string,
  artifacts: string,
): Promise<ReceivedStudy | null> {
  const key = objectKeyOf('studies', hash);
  const bytes = await store.get(key);
  if (bytes === null) return null;
  const where = `${store.name}/${key}`;
  if (sha256(bytes) !== hash) {
    // So that the sweep, which looks for it from time to time, sends it again.
    await store.remove(key);
    throw expected(where, 'a study as it was sent', 'one that is damaged', 'it is sent again');
  }
  const tree = await unpackBundle(ID, bytes);
  const config = parseStudyConfig(readFields(tree.get(CONFIG), where), where);
  // No sweep sends such a study; whoever did would have a worker read a file of its machine.
  assertStartIsEverywhere(config, `${where}: search.start`, 'find out who wrote it: no sweep does');
  const wanted = requirements.parse(readFields(tree.get(REQUIREMENTS), where));
  const isGiven = isGivenStudy(config);
  const study = await openStudy(config, artifacts, isGiven ? join(artifacts, 'given') : undefined);
  if (isGiven) await placeModels(readFields(tree.get(INDEX), where), tree, study.carried!);
  const images = [...tree].filter(([path]) => path.startsWith(DATASET));
  await placeTree(
    study.folder.dataset,
    new Map(images.map(([path, file]) => [path.slice(DATASET.length), file])),
  );
  const lock = tree.get(LOCK);
  if (lock !== undefined) {
    const name = basename(study.folder.analysisLock);
    await placeTree(join(study.folder.analysisLock, '..'), new Map([[name, lock]]));
  }
  return { study, shared: await sharedOf(study, await loadDataset(study), wanted) };
}

/** What all models of the study share. */
export async function sharedOf(
  study: Study,
  { identity, train }: Pick<StudyData, 'identity' | 'train'>,
  wanted: Requirements,
): Promise<SharedInputs> {
  const lock = await readLock(study.folder.analysisLock);
  const given: Record<string, string | null> = {};
  for (const model of study.models.filter(isGivenModel))
    given[model.name] = await identifyGiven(study, model);
  return {
    ...{ study, dataset: identity, images: train.labels.length },
    ...{ analysisLock: lock?.digest ?? null, given, requirements: wanted },
  };
}

function readFields(bytes: Uint8Array | undefined, where: string): unknown {
  const { fields, fault } = decodeRecord(bytes ?? new Uint8Array());
  if (fault !== null) throw new UserError(`${where}: its records are damaged; send it again`);
  return fields;
}
