/**
 * TF.js Layers: a folder with model.json and its weights, written and read by @tensorflow/tfjs itself. In a browser,
 * `tf.loadLayersModel` takes the address of model.json.
 */
import { dirname, join, posix } from 'node:path';
import type { io, Sequential } from '@tensorflow/tfjs';
import type { MlpParameters } from '../../engine/engine.ts';
import { buildParameters, countParameters } from '../../engine/parameters.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
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

/** Names of our layers, which name the weights in the file. */
const LAYERS: TfjsDescription['names'] = ['hidden1', 'hidden2', 'logits'];

/** Path of the model.json that `path` means: itself, or the one in the folder. */
function locateTopology(path: string): string {
  return path.endsWith('.json') ? path : join(path, TOPOLOGY);
}

/**
 * Writes the model into the folder `path`, or to the model.json `path` and beside it; returns the bytes written.
 * Throws a RangeError where an array does not fit `hidden`.
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
 * missing, damaged, or of another form than dense(H, relu), dense(H, relu), dense(10, linear) on 784 inputs.
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
  { hidden, paths }: TfjsDescription,
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
  const bytes = countParameters(hidden) * FLOAT32_BYTES;
  if (found === bytes) return joinBytes(parts);
  throw expected(
    where,
    `${bytes} bytes of weights for H = ${hidden}`,
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
  const { hidden, w1, b1, w2, b2, w3, b3 } = parameters;
  const [first, second, third] = LAYERS;
  // The initialiser changes nothing here; it tells a later reader how our training starts.
  const common = { kernelInitializer: 'leCunNormal' } as const;
  const model = tf.sequential({
    name: 'digit_ideas',
    layers: [
      tf.layers.dense({ ...common, name: first, units: hidden, activation: 'relu', inputShape: [PIXELS] }),
      tf.layers.dense({ ...common, name: second, units: hidden, activation: 'relu' }),
      tf.layers.dense({ ...common, name: third, units: CLASSES, activation: 'linear' }),
    ],
  });
  tf.tidy(() => {
    model.setWeights([
      tf.tensor2d(w1, [PIXELS, hidden]),
      tf.tensor1d(b1),
      tf.tensor2d(w2, [hidden, hidden]),
      tf.tensor1d(b2),
      tf.tensor2d(w3, [hidden, CLASSES]),
      tf.tensor1d(b3),
    ]);
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
  { hidden, names, specs }: TfjsDescription,
  weights: Uint8Array<ArrayBuffer>,
  where: string,
): Promise<MlpParameters> {
  // TF.js takes an infinity or a NaN as it comes.
  decodeFloat32(weights, where);
  const tf = await openTfjs();
  const modelTopology = describeSequential(names, hidden);
  const artifacts = {
    modelTopology,
    weightSpecs: specs as io.WeightsManifestEntry[],
    weightData: weights.buffer,
  };
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  try {
    const tensors = model.getWeights();
    // buildParameters asks in the order of the layers, which is that of getWeights.
    return buildParameters(hidden, () => tensors.shift()!.dataSync<'float32'>().slice());
  } finally {
    model.dispose();
  }
}

/** The checked layers and nothing else that the file may hold. */
function describeSequential(names: TfjsDescription['names'], hidden: number) {
  const dense = (name: string, units: number, activation: string) => ({
    class_name: 'Dense',
    config: { name, units, activation, use_bias: true },
  });
  const [first, second, third] = names;
  const entry = dense(first, hidden, 'relu');
  const layers = [
    { ...entry, config: { ...entry.config, batch_input_shape: [null, PIXELS] } },
    dense(second, hidden, 'relu'),
    dense(third, CLASSES, 'linear'),
  ];
  return { class_name: 'Sequential', config: { name: 'model', layers } };
}
