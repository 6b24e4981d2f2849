/** The files of given models on their way to workers, which do not have them: by their SHA-256, with an index of whose they are. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Study } from '../models/study.ts';
import { readBytes, sha256, writeFileAtomic } from '../store/files.ts';
import type { FileTree } from '../store/fileTree.ts';
import { isBesideName } from '../store/models/besideName.ts';
import { listModelFiles, type ModelDigest } from '../store/models/modelFiles.ts';
import { encodeRecord } from '../store/recordFile.ts';
import { UserError } from '../study/errors.ts';
import { isGivenModel } from '../study/givenModels.ts';

/** Names in the bundle. */
export const INDEX = 'given.json';
const FILES = 'given/';

/** Below the folder of all models on a worker, or of one: nothing leads out of it. */
const inside = z.string().refine(isBesideName);

/** By the model's name, where its files lie and what is in them. */
const index = z.strictObject({
  models: z.record(inside.regex(/^[\w.+-]+$/), z.array(z.strictObject({ path: inside, sha256: z.string() }))),
});

/** The files of the study's given models, and their index; nothing for a study that trains its own. */
export async function packModels({ models }: Pick<Study, 'models'>): Promise<FileTree> {
  const tree = new Map<string, Uint8Array>();
  const given = models.filter(isGivenModel);
  const listed: Record<string, ModelDigest[]> = {};
  for (const { name, given: entry } of given) {
    const files = await readModel(entry.file);
    listed[name] = files.map(({ path, bytes }) => ({ path, sha256: sha256(bytes) }));
    files.forEach(({ bytes }, at) => {
      tree.set(`${FILES}${listed[name]![at]!.sha256}`, bytes);
    });
  }
  if (given.length > 0) tree.set(INDEX, Buffer.from(encodeRecord({ models: listed })));
  return tree;
}

/** The files of a model; none where it cannot be read: its worker says the same as a sweep without a queue would. */
async function readModel(file: string): Promise<{ readonly path: string; readonly bytes: Uint8Array }[]> {
  try {
    const { folder, paths } = await listModelFiles(file);
    return await Promise.all(
      paths.map(async (path) => ({ path, bytes: await readBytes(join(folder, path)) })),
    );
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Puts the files of given models into `folder`, a folder by the name of each. Throws where `fields` is no index of files in `tree`. */
export async function placeModels(fields: unknown, tree: FileTree, folder: string): Promise<void> {
  for (const [name, files] of Object.entries(index.parse(fields).models)) {
    for (const { path, sha256: digest } of files) {
      const bytes = tree.get(`${FILES}${digest}`);
      if (bytes === undefined)
        throw new UserError(`${INDEX} names a file that did not come; send the study again`);
      await writeFileAtomic(join(folder, name, path), bytes);
    }
  }
}
