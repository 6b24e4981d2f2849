import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, onTestFinished, test } from 'vitest';
import { bytesToUnit, CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { readTfjsLayers, writeTfjsLayers } from '../../../pipeline/store/models/tfjsLayers.ts';
import { largestDeviation } from '../../engine/deviation.ts';
import { drawImages, drawModel } from '../../engine/drawn.ts';
import { computePlainLogits, toPlain } from '../../engine/plainMlp.ts';
import { errorLine } from '../errorLine.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';
import { bitsOf, makeModel } from './madeModels.ts';

/** Serves a folder as a web server does; returns its address. */
async function serve(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join(folder, request.url!)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('the folder loads with tf.loadLayersModel over the web and predicts the logits', async () => {
  const folder = await openTemporaryFolder();
  const model = drawModel(16, 5);
  await writeTfjsLayers(folder, model);
  const loaded = await tf.loadLayersModel(`${await serve(folder)}/model.json`);
  const images = bytesToUnit(drawImages(5, 2).images);
  const logits = tf.tidy(() => (loaded.predict(tf.tensor2d(images, [5, PIXELS])) as tf.Tensor).dataSync());
  loaded.dispose();
  expect(largestDeviation(logits, computePlainLogits(toPlain(model), images))).toBeLessThan(1e-5);
});

test('writing and reading leave no tensors and no variables behind', async () => {
  const folder = await openTemporaryFolder();
  const before = { ...tf.memory(), variables: Object.keys(tf.engine().state.registeredVariables) };
  await writeTfjsLayers(folder, makeModel(3));
  await readTfjsLayers(folder);
  const after = { ...tf.memory(), variables: Object.keys(tf.engine().state.registeredVariables) };
  expect(after).toEqual(before);
});

type Layer = tf.layers.Layer;
const dense = (units: number, activation: 'relu' | 'linear' | 'softmax' | 'tanh' = 'relu', useBias = true) =>
  tf.layers.dense({ units, activation, useBias });
const three = (): Layer[] => [dense(3), dense(3), dense(CLASSES, 'linear')];

/** The artifacts of layers on an input, saved by TF.js as one chain. */
async function saveLayers(
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

async function saveModel(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
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
async function writeFolder(
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

/** The weights of artifacts, in order, as bytes. */
function weightsOf(artifacts: tf.io.ModelArtifacts): Buffer {
  return Buffer.from(artifacts.weightData as ArrayBuffer);
}

test.each<[what: string, layers: () => Layer[], shape: number[], isFunctional: boolean]>([
  ['a Sequential model', three, [784], false],
  ['a functional model', three, [784], true],
  ['a Flatten of [28, 28]', () => [tf.layers.flatten(), ...three()], [28, 28], false],
  ['a functional Flatten of [28, 28, 1]', () => [tf.layers.flatten(), ...three()], [28, 28, 1], true],
])(
  '%s that TF.js saved is read bit for bit, from one weight file or several',
  async (_, layers, shape, is) => {
    const artifacts = await saveLayers(layers(), shape, is);
    for (const lengths of [[], [5, 4096]]) {
      const { hidden, w1, b1, w2, b2, w3, b3 } = await readTfjsLayers(await writeFolder(artifacts, lengths));
      expect(hidden).toBe(3);
      const bytes = [w1, b1, w2, b2, w3, b3].map((array) => Buffer.from(array.buffer));
      expect(Buffer.concat(bytes)).toEqual(weightsOf(artifacts));
    }
  },
);

test('a model.json as Keras has it is read: wrapped, in float32, its layers in a bare list', async () => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(3));
  const json = await readJson(folder);
  const { class_name, config } = json.modelTopology;
  for (const modelTopology of [
    { keras_version: '2.15.0', backend: 'tensorflow', model_config: { class_name, config } },
    { class_name, config: config.layers },
  ]) {
    await writeFile(join(folder, 'model.json'), JSON.stringify({ ...json, modelTopology }));
    expect(bitsOf(await readTfjsLayers(folder))).toEqual(bitsOf(makeModel(3)));
  }
});

interface Json {
  format?: string;
  modelTopology: {
    class_name: string;
    config: { layers: { class_name: string; config: Record<string, unknown> }[] };
  };
  weightsManifest: { paths: string[]; weights: Record<string, unknown>[] }[];
}

async function readJson(folder: string): Promise<Json> {
  return JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Json;
}

/** The line about a folder of `layers`. */
async function refuseLayers(layers: Layer[], shape = [784], isFunctional = false): Promise<string> {
  const folder = await writeFolder(await saveLayers(layers, shape, isFunctional));
  const line = await errorLine(() => readTfjsLayers(folder));
  return line.slice(folder.length + 1);
}

test.each<[what: string, layers: () => Layer[], line: string, shape?: number[]]>([
  [
    'a softmax in the last layer',
    () => [dense(3), dense(3), dense(10, 'softmax')],
    'dense(10, linear) with a bias, got the layer',
  ],
  [
    'a softmax on top',
    () => [...three(), tf.layers.softmax()],
    "logits as the output, got the layer 'Softmax'",
  ],
  [
    'another activation',
    () => [dense(3), dense(3, 'tanh'), dense(10, 'linear')],
    "dense(3, relu) with a bias, got the layer 'Dense'",
  ],
  ['two layers', () => [dense(3), dense(10, 'linear')], 'dense(3, relu) with a bias, got the layer'],
  [
    'only hidden layers',
    () => [dense(3), dense(3)],
    'dense(10, linear) with a bias, got the end of the model',
  ],
  [
    'four layers',
    () => [dense(3), dense(3), dense(3), dense(10, 'linear')],
    'dense(10, linear) with a bias, got the layer',
  ],
  ['hidden layers of two sizes', () => [dense(3), dense(4), dense(10, 'linear')], "(4, 'relu')"],
  ['eleven outputs', () => [dense(3), dense(3), dense(11, 'linear')], "(11, 'linear')"],
  [
    'a layer without a bias',
    () => [dense(3, 'relu', false), dense(3), dense(10, 'linear')],
    'dense(3, relu) with a bias, got the layer',
  ],
  [
    'a dropout',
    () => [dense(3), tf.layers.dropout({ rate: 0.5 }), dense(3), dense(10, 'linear')],
    "got the layer 'Dropout'",
  ],
  ['other inputs', three, 'inputs of shape [784], got [588]', [588]],
  ['images without a Flatten', three, 'inputs of shape [784], got [28,784]', [28, 784]],
  [
    'a Flatten of channels first',
    () => [tf.layers.flatten({ dataFormat: 'channelsFirst' }), ...three()],
    'inputs of shape [784], got [28,28,1]',
    [28, 28, 1],
  ],
  [
    'a Flatten of another shape',
    () => [tf.layers.flatten(), ...three()],
    'inputs of shape [28,28] or [28,28,1], got [14,56]',
    [14, 56],
  ],
])('%s: refused in one line, in a Sequential and in a functional model', async (_, layers, line, shape) => {
  expect(await refuseLayers(layers(), shape)).toContain(line);
  expect(await refuseLayers(layers(), shape, true)).toContain(line);
});

test.each<
  [what: string, build: (hidden: tf.SymbolicTensor, logits: Layer) => tf.SymbolicTensor[], line: string]
>([
  [
    'a layer that is used twice',
    (hidden, logits) => {
      const shared = dense(3);
      return [logits.apply(shared.apply(shared.apply(hidden))) as tf.SymbolicTensor];
    },
    'expected one chain of layers, got the layer',
  ],
  [
    'two outputs',
    (hidden, logits) => {
      const second = dense(3).apply(hidden) as tf.SymbolicTensor;
      return [logits.apply(second) as tf.SymbolicTensor, second];
    },
    'the last as the only output, got others',
  ],
])('a functional model with %s is refused', async (_, build, line) => {
  const inputs = tf.input({ shape: [784] });
  const outputs = build(dense(3).apply(inputs) as tf.SymbolicTensor, dense(10, 'linear'));
  const folder = await writeFolder(await saveModel(tf.model({ inputs, outputs })));
  expect(await errorLine(() => readTfjsLayers(folder))).toContain(line);
});

test.each<[what: string, change: (json: Json) => unknown, line: string]>([
  [
    'a graph model',
    (json) => ({ ...json, format: 'graph-model' }),
    "format: expected 'layers-model', got 'graph-model'",
  ],
  ['no topology', ({ weightsManifest }) => ({ weightsManifest }), 'modelTopology: expected'],
  ['no weights', ({ modelTopology }) => ({ modelTopology }), 'weightsManifest: expected a list, got nothing'],
  [
    'no layers',
    (json) => ({ ...json, modelTopology: { class_name: 'Sequential', config: [] } }),
    'inputs of shape [784], got null',
  ],
  [
    'a shape of text',
    (json) => setLayer(json, 0, { batch_input_shape: 'wide' }),
    'inputs of shape [784], got null',
  ],
  [
    'a layer of huge size',
    (json) => setLayer(json, 0, { units: 1e9 }),
    'dense(1000000000, relu) with a bias, got the layer',
  ],
  [
    'units of text',
    (json) => setLayer(json, 0, { units: '3' }),
    "dense(H, relu) with a bias, got the layer 'Dense' 'hidden1' ('3', 'relu')",
  ],
  [
    'a missing weight',
    (json) => setWeights(json, (weights) => weights.slice(1)),
    "float32 [784,3] called 'hidden1/kernel', got none",
  ],
  [
    'a weight too many',
    (json) => setWeights(json, (weights) => [...weights, weights[0]!]),
    '6 weights, got 7',
  ],
  [
    'a weight of huge size',
    (json) => setWeights(json, ([first, ...rest]) => [{ ...first, shape: [784, 2 ** 40] }, ...rest]),
    "'hidden1/kernel', got 'float32' [784,1099511627776]",
  ],
  [
    'integers',
    (json) => setWeights(json, ([first, ...rest]) => [{ ...first, dtype: 'int32' }, ...rest]),
    "got 'int32' [784,3]",
  ],
  [
    'quantised weights',
    (json) =>
      setWeights(json, ([first, ...rest]) => [
        { ...first, quantization: { dtype: 'uint8', scale: 1, min: 0 } },
        ...rest,
      ]),
    "got 'quantised float32' [784,3]",
  ],
  [
    'a weight file elsewhere',
    (json) => setPaths(json, ['../weights.bin']),
    "weight files beside it, got '../weights.bin'",
  ],
  [
    'a weight file by its whole path',
    (json) => setPaths(json, ['/dev/zero']),
    "weight files beside it, got '/dev/zero'",
  ],
  [
    'a weight file twice',
    (json) => setPaths(json, ['weights.bin', './weights.bin']),
    'every weight file once, got 2 names, some the same',
  ],
  [
    'a weight file that is missing',
    (json) => setPaths(json, ['more.bin']),
    'more.bin: expected a file, got none; put it beside',
  ],
])('%s: refused in one line', async (_, change, line) => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(3));
  await writeFile(join(folder, 'model.json'), JSON.stringify(change(await readJson(folder))));
  expect(await errorLine(() => readTfjsLayers(folder))).toContain(line);
});

test('brackets without end are refused in one line', async () => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(3));
  const text = await readFile(join(folder, 'model.json'), 'utf8');
  const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
  const functional = text.replace('"Sequential"', '"Functional"');
  const cases = [
    [text.replace('[null,784]', deep), 'inputs of shape [784], got null'],
    [functional.replace('"config":{"units"', `"inbound_nodes":${deep},$&`), 'expected one chain of layers'],
  ] as const;
  for (const [content, line] of cases) {
    expect(content.length).toBeGreaterThan(2e5);
    await writeFile(join(folder, 'model.json'), content);
    expect(await errorLine(() => readTfjsLayers(folder))).toContain(line);
  }
});

function setLayer(json: Json, at: number, config: Record<string, unknown>): Json {
  Object.assign(json.modelTopology.config.layers[at]!.config, config);
  return json;
}

function setWeights(
  json: Json,
  change: (weights: Json['weightsManifest'][0]['weights']) => unknown,
): unknown {
  const [{ paths, weights }] = json.weightsManifest as [Json['weightsManifest'][0]];
  return { ...json, weightsManifest: [{ paths, weights: change(weights) }] };
}

function setPaths(json: Json, paths: string[]): Json {
  return { ...json, weightsManifest: json.weightsManifest.map(({ weights }) => ({ paths, weights })) };
}

test('weights that are cut, too many, or not finite are refused in one line', async () => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(1));
  const file = join(folder, 'weights.bin');
  const bytes = await readFile(file);
  const endless = Buffer.from(bytes);
  endless.writeFloatLE(Number.POSITIVE_INFINITY, 4 * 100);
  const cases: [Buffer, string][] = [
    [bytes.subarray(4), '3228 bytes of weights for H = 1, got 3224'],
    [Buffer.concat([bytes, bytes]), '3228 bytes of weights for H = 1, got 6456'],
    [endless, 'finite numbers, got Infinity at position 100'],
  ];
  for (const [content, line] of cases) {
    await writeFile(file, content);
    expect(await errorLine(() => readTfjsLayers(folder))).toContain(line);
  }
});

test('a new model in the place of another of the same folder is the one that is read', async () => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(4));
  await writeTfjsLayers(folder, makeModel(3, 2));
  const copy = join(await openTemporaryFolder(), 'copy');
  await cp(folder, copy, { recursive: true });
  expect(bitsOf(await readTfjsLayers(join(copy, 'model.json')))).toEqual(bitsOf(makeModel(3, 2)));
});
