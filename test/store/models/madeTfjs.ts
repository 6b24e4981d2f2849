/** TF.js Layers models as TF.js itself saves them, and their model.json to change. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { CLASSES } from '../../../pipeline/math/images.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';

export type Layer = tf.layers.Layer;
export const dense = (
  units: number,
  activation: 'relu' | 'linear' | 'softmax' | 'tanh' = 'relu',
  useBias = true,
) => tf.layers.dense({ units, activation, useBias });
export const three = (): Layer[] => [dense(3), dense(3), dense(CLASSES, 'linear')];

/** The artifacts of layers on an input, saved by TF.js as one chain. */
export async function saveLayers(
  layers: Layer[],
  shape: number[],
  isFunctional = false,
): Promise<tf.io.ModelArtifacts> {
  if (!isFunctional) {
    const [first, ...rest] = layers;
    return saveModel(
      tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), first!, ...rest] }),
    );
  }
  const input = tf.input({ shape });
  const output = layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, input);
  return saveModel(tf.model({ inputs: input, outputs: output }));
}

export async function saveModel(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  model.dispose();
  return saved;
}

/** Writes artifacts as a folder, with the weights in files of the given lengths (the last takes the rest). */
export async function writeFolder(
  artifacts: tf.io.ModelArtifacts,
  lengths: readonly number[] = [],
): Promise<string> {
  const folder = await openTemporaryFolder();
  const { weightData, weightSpecs, ...rest } = artifacts;
  const bytes = new Uint8Array(weightData as ArrayBuffer);
  const paths = [...lengths, 0].map((_, i) => `group1-shard${i + 1}of${lengths.length + 1}.bin`);
  let at = 0;
  for (const [i, path] of paths.entries()) {
    const end = i < lengths.length ? at + lengths[i]! : bytes.length;
    await writeFile(join(folder, path), bytes.subarray(at, end));
    at = end;
  }
  const json = { ...rest, weightsManifest: [{ paths, weights: weightSpecs }] };
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  return folder;
}

export interface Json {
  format?: string;
  modelTopology: {
    class_name: string;
    config: { layers: { class_name: string; config: Record<string, unknown> }[] };
  };
  weightsManifest: { paths: string[]; weights: Record<string, unknown>[] }[];
}

export async function readJson(folder: string): Promise<Json> {
  return JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Json;
}
