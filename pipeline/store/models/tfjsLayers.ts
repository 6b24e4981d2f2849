/**
 * TF.js Layers: a folder with model.json and its weights, written by @tensorflow/tfjs itself. In a browser,
 * `tf.loadLayersModel` takes the address of model.json.
 */
import { dirname, join } from 'node:path';
import type { io, Sequential } from '@tensorflow/tfjs';
import type { MlpParameters } from '../../engine/engine.ts';
import { listArrays, listParameters } from '../../engine/parameters.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { writeFileAtomic } from '../files.ts';
import { assertSizes } from './layout.ts';
import { locateTopology } from './tfjs.ts';

type TensorFlow = typeof import('@tensorflow/tfjs');

/** Name of the file beside model.json in a folder of ours. */
const WEIGHTS = 'weights.bin';

/** Names of our layers, which name the weights in the file: hidden1, hidden2 and so on, logits. */
function nameLayers(depth: number): string[] {
  return [...Array.from({ length: depth }, (_, at) => `hidden${at + 1}`), 'logits'];
}

/** The files that {@link writeTfjsLayers} writes, weights first. */
export function locateTfjsLayers(path: string): [weights: string, topology: string] {
  const topology = locateTopology(path);
  return [join(dirname(topology), WEIGHTS), topology];
}

/**
 * Writes the model into the folder `path`, or to the model.json `path` and beside it; returns the bytes written.
 * Throws a RangeError where an array does not fit the network's shape.
 */
export async function writeTfjsLayers(path: string, parameters: MlpParameters): Promise<number> {
  assertSizes(parameters);
  const { topology, weights } = await encodeTfjs(parameters);
  const [beside, where] = locateTfjsLayers(path);
  // A reader goes by model.json, so that it comes last.
  await writeFileAtomic(beside, weights);
  await writeFileAtomic(where, topology);
  return topology.length + weights.length;
}

/** Loads the library, without its advice to use its native sister. */
async function openTfjs(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs');
  tf.enableProdMode();
  await tf.ready();
  return tf;
}

async function encodeTfjs(parameters: MlpParameters): Promise<{ topology: string; weights: Uint8Array }> {
  const tf = await openTfjs();
  const model = buildModel(tf, parameters);
  try {
    const saved = await saveToMemory(tf, model);
    const { weightData, weightSpecs, ...rest } = saved;
    const weightsManifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
    return {
      topology: `${JSON.stringify({ ...rest, weightsManifest })}\n`,
      weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
    };
  } finally {
    model.dispose();
  }
}

function buildModel(tf: TensorFlow, parameters: MlpParameters): Sequential {
  const { hidden, depth, activation } = parameters;
  // The initialiser changes nothing here; it tells a later reader how our training starts.
  const common = { kernelInitializer: 'leCunNormal' } as const;
  const layers = nameLayers(depth).map((name, at) =>
    tf.layers.dense({
      ...common,
      name,
      ...(at < depth ? { units: hidden, activation } : { units: CLASSES, activation: 'linear' }),
      ...(at === 0 && { inputShape: [PIXELS] }),
    }),
  );
  const model = tf.sequential({ name: 'digit_ideas', layers });
  const arrays = listArrays(parameters);
  tf.tidy(() => {
    model.setWeights(listParameters(parameters).map(({ shape }, at) => tf.tensor(arrays[at]!, [...shape])));
  });
  return model;
}

async function saveToMemory(tf: TensorFlow, model: Sequential): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts = {};
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  });
  await model.save(handler);
  return saved;
}
