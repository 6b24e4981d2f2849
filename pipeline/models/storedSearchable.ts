/** The model that a study keeps beside training.json, in whatever form, to be searched and read with. */
import { dirname, join } from 'node:path';
import { reorderOpaque } from '../engine/reorderClasses.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { decodeNetwork, type KeptFile, NETWORK_FILE } from '../store/models/networkFile.ts';
import { decodeModel } from '../store/models/storedModel.ts';
import type { Model } from '../study/grid.ts';
import { type Searchable, searchMlp } from './searchable.ts';
import type { Study } from './study.ts';
import { identifyParameters, type TrainingResult } from './trainedModel.ts';

/** The model in the bytes of a file of that name. Throws a UserError that names `where` for damaged bytes. */
export function openKept(name: KeptFile, bytes: Uint8Array, where: string): Searchable {
  if (name !== NETWORK_FILE) return searchMlp(decodeModel(name, bytes, where));
  const { network, scale, digits } = decodeNetwork(bytes, where);
  return {
    sha256: sha256(bytes),
    open: async (engine) => reorderOpaque(await engine.openOpaque(network, scale), digits),
  };
}

/** Reads the model of a study. */
export async function readSearchable(
  study: Study,
  model: Model,
  training: TrainingResult,
): Promise<Searchable> {
  const { name } = identifyParameters(training);
  const path = join(dirname(study.folder.model(model.name).training), name);
  return openKept(name, await readBytes(path), path);
}
