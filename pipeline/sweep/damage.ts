/** Damage to a study's files that the reasons of its plan do not name: those are of what is trained, searched and tried. */
import { join } from 'node:path';
import { readTimes } from '../models/modelTimes.ts';
import { listAllModels, type Study } from '../models/study.ts';
import { listFiles } from '../store/fileList.ts';
import { exists, removeFile, sha256File } from '../store/files.ts';
import { openRecord } from '../store/recordFile.ts';
import { checkRecords } from '../store/results.ts';

/** Records of what is scored and filmed, by path in the study's folder. */
const RECORDS = /(^|\/)(scores|judges-check|transfer|film)\.json$/;

/** Their cache keys. */
const KEYS = /(^|\/)(scores|judges-check|transfer)\.key\.json$/;

/** A line on each file of scores, checks and films that is not as it was written; all of them are made again. */
export async function describeDamage({ folder }: Study): Promise<string[]> {
  const paths = await listFiles(folder.root);
  const files: Record<string, string> = {};
  for (const path of paths.filter((one) => one.startsWith('films/'))) {
    files[path] = await sha256File(join(folder.root, path));
  }
  const checked = await checkRecords(
    folder.root,
    files,
    paths.filter((path) => RECORDS.test(path)),
  );
  const damaged = [...checked.damaged];
  for (const path of paths.filter((one) => KEYS.test(one))) {
    if ((await openRecord(join(folder.root, path))).fault !== null) damaged.push(path);
  }
  return damaged.map((path) => `${path} is damaged; it is made again`);
}

/** Removes times of models that are not as they were written, with a line on each: nothing gives them again. */
export async function dropDamagedTimes(study: Study): Promise<string[]> {
  const lines: string[] = [];
  for (const model of listAllModels(study)) {
    const { times } = study.folder.model(model.name);
    if (!(await exists(times)) || (await readTimes(study, model)) !== null) continue;
    await removeFile(times);
    lines.push(`${model.name}: times.json is damaged; it is not known any more how long this model took`);
  }
  return lines;
}
