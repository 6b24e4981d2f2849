/**
 * A study is worked on by one command at a time, and under one config: results lie under the names of its models, so those
 * of another config would take their place.
 */
import { readKeptConfig } from '../store/configFile.ts';
import { listFolder } from '../store/fileList.ts';
import { exists, moveFolder } from '../store/files.ts';
import { describeHolder, type LockPlan, withLock } from '../store/lock.ts';
import { writeRecord } from '../store/recordFile.ts';
import type { StudyConfig } from '../study/config.ts';
import { type Conflict, keepUnused, listConflicts } from '../study/configConflicts.ts';
import { expected, UserError } from '../study/errors.ts';
import { describeValue } from '../study/issues.ts';
import { isScaledName } from '../study/sideModels.ts';
import { keepLock } from './lockStamp.ts';
import type { Study } from './study.ts';

/** Who claims a study. */
export interface Claim extends LockPlan {
  /** Whether this command may set another config for a study of which no model is there yet. */
  readonly canBegin: boolean;
  /** Whether what is there is moved away first. */
  readonly isFresh: boolean;
  /** Hears in one line where that has gone. */
  onMoved(line: string): void;
}

/**
 * Does `work` while no other command works on the study. Throws a UserError where one does, and where the study's folder was
 * made with another config, whose results the work would overwrite.
 */
export async function claimStudy<Value>(
  study: Study,
  claim: Claim,
  work: () => Promise<Value>,
): Promise<Value> {
  return withLock(study.folder.root, claim, async () => {
    if (claim.isFresh) await moveAway(study, claim);
    const isBegun = await hasModels(study);
    if (isBegun || !claim.canBegin) await assertSameConfig(study);
    await keepLock(study);
    const done = await work();
    // Of a study whose first command is a stage: a sweep keeps its config before it computes.
    if (!isBegun && claim.canBegin) await keepConfig(study);
    else await keepFirstConfig(study);
    return done;
  });
}

/** Which command works on the study, in words; null where none does. */
export function describeWork({ folder }: Pick<Study, 'folder'>): Promise<string | null> {
  return describeHolder(folder.root);
}

/** Throws a UserError that names `path` where a command works on the study: half of what is read may be from before it. */
export async function assertIdle(study: Pick<Study, 'folder'>, path = study.folder.root): Promise<void> {
  const work = await describeWork(study);
  if (work !== null) throw expected(path, 'a study that no command works on', work, 'wait until it ends');
}

/** Keeps the study's config beside its results, for those who come later to be held to. */
export async function keepConfig(study: Study): Promise<void> {
  const { folder, config } = study;
  // Before there is a model, nothing was made with the former.
  const made = (await hasModels(study)) ? await readKeptConfig(folder.config) : null;
  await writeRecord(folder.config, made === null ? config : keepUnused(made, config));
}

/** Whether any model of the study is there, whatever its config. */
export function hasModels({ folder }: Pick<Study, 'folder'>): Promise<boolean> {
  return exists(folder.models);
}

async function keepFirstConfig(study: Study): Promise<void> {
  const { root, config } = study.folder;
  if ((await exists(root)) && !(await exists(config))) await keepConfig(study);
}

/**
 * Throws a UserError where the study's folder was made with another config, whose results would be overwritten. One without
 * a config is taken as it is: every result in it is held to its inputs.
 */
export async function assertSameConfig(study: Study): Promise<void> {
  const made = await readMadeConfig(study);
  if (made === null) return;
  // Of very many models it takes long to see what was done on them, and most often nothing depends on it.
  if (listConflicts(made, study.config, () => true).length === 0) return;
  const done = await listDone(study, made);
  const [first, ...others] = listConflicts(made, study.config, (what) => done.includes(what));
  if (first !== undefined) throw await refuse(study, first, others.length);
}

/** Why a sweep would refuse to begin, and what to do, in a line; null where it would begin. */
export async function describeRefusal(study: Study): Promise<string | null> {
  if (!(await hasModels(study))) return null;
  try {
    await assertSameConfig(study);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `a sweep would be refused: ${error.message}`;
  }
}

async function readMadeConfig(study: Study): Promise<StudyConfig | null> {
  const { config } = study.folder;
  try {
    return await readKeptConfig(config);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const what = 'the config that its folder was made with';
    const nextStep = `remove it, and each result is held to its own inputs alone; or ${await describeNextStep(study)}`;
    throw expected(config, what, 'none that can be read', nextStep);
  }
}

async function refuse(study: Study, { key, made, asked }: Conflict, others: number): Promise<UserError> {
  const more = others === 0 ? '' : ` (and ${others} more that differ)`;
  return expected(
    study.folder.root,
    `the config that it was made with, ${key} ${describeValue(made)}`,
    `${key} ${describeValue(asked)}${more}`,
    `go on with what it was made with, or ${await describeNextStep(study)}`,
  );
}

async function describeNextStep(study: Study): Promise<string> {
  const free = await findFreeFolder(study);
  return (
    'give the new study another name (SET="name=..." or --set name=...), or begin again ' +
    `(make sweep FRESH=1, or sweep --fresh), which keeps the former as ${free}`
  );
}

/**
 * The experiments of which the folder has a record, though the config that it was made with has a sweep do none; and `scaled`
 * where it has models of that arm.
 */
async function listDone({ folder }: Study, { experiments }: StudyConfig): Promise<string[]> {
  if (!(await exists(folder.models))) return [];
  const off = Object.entries(experiments).filter(([, { enabled }]) => !enabled);
  const done = new Set<string>();
  for (const model of await listFolder(folder.models, 'a folder')) {
    if (isScaledName(model)) done.add('scaled');
    for (const [name] of off) {
      if (await exists(folder.model(model).experiment(name).record)) done.add(name);
    }
  }
  return [...done];
}

async function moveAway(study: Study, { onMoved }: Claim): Promise<void> {
  const { root } = study.folder;
  if (!(await exists(root))) return;
  const free = await findFreeFolder(study);
  await moveFolder(root, free);
  onMoved(`${root}: begun again; what was there is kept in ${free}`);
}

/** The first of `artifacts/<study>.1`, `.2` and so on that is not there. */
export async function findFreeFolder({ folder }: Pick<Study, 'folder'>): Promise<string> {
  for (let number = 1; ; number++) {
    const path = `${folder.root}.${number}`;
    if (!(await exists(path))) return path;
  }
}
