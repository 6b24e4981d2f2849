import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, onTestFinished, test } from 'vitest';
import { listArrays } from '../../../pipeline/engine/parameters.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { takeMlp } from '../../../pipeline/store/models/readModel.ts';
import { readTfjs } from '../../../pipeline/store/models/tfjs.ts';
import { writeTfjsLayers } from '../../../pipeline/store/models/tfjsLayers.ts';
import { largestDeviation } from '../../engine/deviation.ts';
import { drawImages, drawModel, EVERY_SHAPE } from '../../engine/drawn.ts';
import { computePlainLogits, toPlain } from '../../engine/plainMlp.ts';
import { errorLine } from '../errorLine.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';
import { bitsOf, makeModel } from './madeModels.ts';
import { type Layer, readJson, saveLayers, three, writeFolder } from './madeTfjs.ts';

/** The MLP in a folder. */
const readTfjsLayers = async (path: string) => takeMlp(await readTfjs(path), path);

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

test.each(EVERY_SHAPE)(
  'at $name the folder loads with tf.loadLayersModel over the web and predicts the logits',
  async (shape) => {
    const folder = await openTemporaryFolder();
    const model = drawModel({ hidden: 16, ...shape }, 5);
    await writeTfjsLayers(folder, model);
    const loaded = await tf.loadLayersModel(`${await serve(folder)}/model.json`);
    const images = bytesToUnit(drawImages(5, 2).images);
    const logits = tf.tidy(() => (loaded.predict(tf.tensor2d(images, [5, PIXELS])) as tf.Tensor).dataSync());
    loaded.dispose();
    expect(largestDeviation(logits, computePlainLogits(toPlain(model), images))).toBeLessThan(1e-5);
  },
);

test('writing and reading leave no tensors and no variables behind', async () => {
  const folder = await openTemporaryFolder();
  const before = { ...tf.memory(), variables: Object.keys(tf.engine().state.registeredVariables) };
  await writeTfjsLayers(folder, makeModel(3));
  await readTfjsLayers(folder);
  const after = { ...tf.memory(), variables: Object.keys(tf.engine().state.registeredVariables) };
  expect(after).toEqual(before);
});

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
      const model = await readTfjsLayers(await writeFolder(artifacts, lengths));
      expect(model).toMatchObject({ hidden: 3, depth: 2, activation: 'relu' });
      const bytes = listArrays(model).map((array) => Buffer.from(array.buffer));
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

test('weights that are cut, too many, or not finite are refused in one line', async () => {
  const folder = await openTemporaryFolder();
  await writeTfjsLayers(folder, makeModel(1));
  const file = join(folder, 'weights.bin');
  const bytes = await readFile(file);
  const endless = Buffer.from(bytes);
  endless.writeFloatLE(Number.POSITIVE_INFINITY, 4 * 100);
  const cases: [Buffer, string][] = [
    [bytes.subarray(4), '3228 bytes of weights, got 3224'],
    [Buffer.concat([bytes, bytes]), '3228 bytes of weights, got 6456'],
    [endless, 'hidden1/kernel: expected finite numbers, got Infinity at position 100'],
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
