/** The model of an experiment: what its record depends on, its parameters loaded, and what it reads in images. */
import { CLASSES, PIXELS } from '../math/images.ts';
import { argmax, rowOf } from '../math/rows.ts';
import type { SearchedModel } from '../models/modelState.ts';
import { readSearchable } from '../models/storedSearchable.ts';
import type { Study } from '../models/study.ts';
import { identifyParameters } from '../models/trainedModel.ts';
import type { SearchableModel } from '../search/modelView.ts';
import { sha256 } from '../store/files.ts';
import type { Inputs } from '../study/inputs.ts';

/** What every experiment depends on. */
export function experimentInputs(study: Study, { training, ideas }: SearchedModel, own: Inputs): Inputs {
  return {
    ...own,
    model: identifyParameters(training).sha256,
    ideas: sha256(JSON.stringify(ideas.sha256)),
    dataset: String(training.inputs.dataset),
    runtime: study.engine.version,
  };
}

/** The same for experiments that do not look at ideas. */
export function modelInputs(study: Study, searched: SearchedModel, own: Inputs): Inputs {
  const { ideas: _ideas, ...inputs } = experimentInputs(study, searched, own);
  return inputs;
}

/** Loads a model, gives it to `use`, and disposes of it. */
export async function withModel<Value>(
  study: Study,
  { model, training }: Pick<SearchedModel, 'model' | 'training'>,
  use: (loaded: SearchableModel) => Promise<Value>,
): Promise<Value> {
  const loaded = await (await readSearchable(study, model, training)).open(study.engine);
  try {
    return await use(loaded);
  } finally {
    await loaded.dispose();
  }
}

/** Logits [n, 10] of images [n, 784], of which the model reads some thousands at a time. */
export async function readLogits(
  model: Pick<SearchableModel, 'logits'>,
  images: Uint8Array | Float32Array,
): Promise<Float32Array> {
  const logits = new Float32Array((images.length / PIXELS) * CLASSES);
  const perCall = 2000 * PIXELS;
  for (let from = 0; from < images.length; from += perCall) {
    logits.set(await model.logits(images.subarray(from, from + perCall)), (from / PIXELS) * CLASSES);
  }
  return logits;
}

/** The digit [n] that the model reads in each of images [n, 784]: the first of the largest logits. */
export async function readDigits(
  model: Pick<SearchableModel, 'logits'>,
  images: Uint8Array | Float32Array,
): Promise<number[]> {
  const logits = await readLogits(model, images);
  return Array.from({ length: logits.length / CLASSES }, (_, row) => argmax(rowOf(logits, row, CLASSES)));
}
