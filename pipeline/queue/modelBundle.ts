/** A computed model as it goes through the store. */

import type { Study } from '../models/study.ts';
import { type FileTree, placeTree, readTree } from '../store/fileTree.ts';
import { DamagedBundle, packBundle, unpackBundle } from '../store/objects/bundle.ts';
import { type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import type { Model } from '../study/grid.ts';

/** Puts all files of a model into the store, once: whoever comes second changes nothing. Gives whether this call was the first. */
export async function sendModel(
  study: Study,
  model: Model,
  hash: string,
  store: ObjectStore,
): Promise<boolean> {
  const bytes = await packBundle(hash, await readTree(study.folder.model(model.name).root));
  return (await store.put(objectKeyOf('models', hash), bytes)) === 'written';
}

/** The files of a model in the store; null where it has none. One that is damaged is removed, and `onDamage` hears what it was. */
export async function fetchModel(
  hash: string,
  store: ObjectStore,
  onDamage: (line: string) => void,
): Promise<FileTree | null> {
  const key = objectKeyOf('models', hash);
  const bytes = await store.get(key);
  if (bytes === null) return null;
  try {
    return await unpackBundle(hash, bytes);
  } catch (error) {
    if (!(error instanceof DamagedBundle)) throw error;
    await store.remove(key);
    onDamage(`${store.name}/${key}: ${error.message}; removed, and computed again`);
    return null;
  }
}

/** Puts the files of a model into its place in the study. */
export function placeModel(study: Study, model: Model, tree: FileTree): Promise<void> {
  return placeTree(study.folder.model(model.name).root, tree);
}
