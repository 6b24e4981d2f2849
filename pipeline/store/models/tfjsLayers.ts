/**
 * TF.js Layers: a folder with model.json and its weights, written and read by @tensorflow/tfjs itself. In a browser,
 * `tf.loadLayersModel` takes the address of model.json.
 */
import { dirname, join, posix } from 'node:path';
import type { io, Sequential } from '@tensorflow/tfjs';
import type { MlpParameters } from '../../engine/engine.ts';
import { buildParameters, countParameters, listArrays, listParameters } from '../../engine/parameters.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { Architecture } from '../../study/axes.ts';
import { expected } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';
import { readBytes, writeFileAtomic } from '../files.ts';
import { decodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { assertSizes, joinBytes } from './layout.ts';
import { describeTfjs, NEXT_STEP, type TfjsDescription } from './tfjsTopology.ts';

type TensorFlow = typeof import('@tensorflow/tfjs');

/** Names of the two files in a folder of ours. */
const TOPOLOGY = 'model.json';
const WEIGHTS = 'weights.bin';

/** Names of our layers, which name the weights in the file: hidden1, hidden2 and so on, logits. */
function nameLayers(depth: number): string[] {
  return [...Array.from({ length: depth }, (_, at) => `hidden${at + 1}`), 'logits'];
}

/** Path of the model.json that `path` means: itself, or the one in the folder. */
function locateTopology(path: string): string {
  return path.endsWith('.json') ? path : join(path, TOPOLOGY);
}

/**
 * Writes the model into the folder `path`, or to the model.json `path` and beside it; returns the bytes written.
 * Throws a RangeError where an array does not fit the network's shape.
 */
export async function writeTfjsLayers(path: string, parameters: MlpParameters): Promise<number> {
  assertSizes(parameters);
  const { topology, weights } = await encodeTfjs(parameters);
  const where = locateTopology(path);
  // A reader goes by model.json, so that it comes last.
  await writeFileAtomic(join(dirname(where), WEIGHTS), weights);
  await writeFileAtomic(where, topology);
  return topology.length + weights.length;
}

/**
 * Reads the model of a folder, or of a model.json and the files that it names. Throws a UserError where one is
 * missing, damaged, or of another form than one to four dense(H, activation) and dense(10, linear) on 784 inputs.
 */
export async function readTfjsLayers(path: string): Promise<MlpParameters> {
  const where = locateTopology(path);
  const description = describeTfjs(parseJson(await readBytes(where), where), where);
  const weights = await readWeights(description, where);
  return decodeTfjs(description, weights, where);
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw expected(where, 'JSON', `${bytes.length} bytes that are not`, NEXT_STEP);
  }
}

/** The bytes of all weight files, as many as the model has numbers for. */
async function readWeights(
  { architecture, paths }: TfjsDescription,
  where: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const outside = paths.find((path) => posix.isAbsolute(path) || posix.normalize(path).startsWith('..'));
  if (outside !== undefined) {
    throw expected(where, 'weight files beside it', describeValue(outside), NEXT_STEP);
  }
  // One file named a thousand times would be read a thousand times.
  if (new Set(paths.map((path) => posix.normalize(path))).size < paths.length) {
    throw expected(where, 'every weight file once', `${paths.length} names, some the same`, NEXT_STEP);
  }
  const parts: Uint8Array[] = [];
  for (const path of paths) parts.push(await readBytes(join(dirname(where), path), `put it beside ${where}`));
  const found = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = countParameters(architecture) * FLOAT32_BYTES;
  if (found === bytes) return joinBytes(parts);
  throw expected(
    where,
    `${bytes} bytes of weights for H = ${architecture.hidden}`,
    `${found}`,
    'copy all weight files again',
  );
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

async function decodeTfjs(
  { architecture, names, specs }: TfjsDescription,
  weights: Uint8Array<ArrayBuffer>,
  where: string,
): Promise<MlpParameters> {
  // TF.js takes an infinity or a NaN as it comes.
  decodeFloat32(weights, where);
  const tf = await openTfjs();
  const modelTopology = describeSequential(names, architecture);
  const artifacts = {
    modelTopology,
    weightSpecs: specs as io.WeightsManifestEntry[],
    weightData: weights.buffer,
  };
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  try {
    const tensors = model.getWeights();
    // buildParameters asks in the order of the layers, which is that of getWeights.
    return buildParameters(architecture, () => tensors.shift()!.dataSync<'float32'>().slice());
  } finally {
    model.dispose();
  }
}

/** The checked layers and nothing else that the file may hold. */
function describeSequential(names: TfjsDescription['names'], { hidden, depth, activation }: Architecture) {
  const layers = names.map((name, at) => ({
    class_name: 'Dense',
    config: {
      name,
      ...(at < depth ? { units: hidden, activation } : { units: CLASSES, activation: 'linear' }),
      use_bias: true,
      ...(at === 0 && { batch_input_shape: [null, PIXELS] }),
    },
  }));
  return { class_name: 'Sequential', config: { name: 'model', layers } };
}
