import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { readTfjsLayers, writeTfjsLayers } from '../../../pipeline/store/models/tfjsLayers.ts';
import { errorLine } from '../errorLine.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';
import { makeModel } from './madeModels.ts';
import {
  dense,
  type Json,
  type Layer,
  readJson,
  saveLayers,
  saveModel,
  three,
  writeFolder,
} from './madeTfjs.ts';

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
    'dense(3, relu) or dense(10, linear) with a bias, got the layer',
  ],
  [
    'a softmax on top',
    () => [...three(), tf.layers.softmax()],
    "logits as the output, got the layer 'Softmax'",
  ],
  [
    'another activation',
    () => [dense(3), dense(3, 'tanh'), dense(10, 'linear')],
    "dense(3, relu) or dense(10, linear) with a bias, got the layer 'Dense'",
  ],
  [
    'an activation that we do not have',
    () => [dense(3, 'linear'), dense(10, 'linear')],
    'dense(H, relu or tanh or gelu) with a bias, got the layer',
  ],
  ['one layer', () => [dense(10, 'linear')], 'dense(H, relu or tanh or gelu) with a bias, got the layer'],
  [
    'only hidden layers',
    () => [dense(3), dense(3)],
    'dense(10, linear) with a bias, got the end of the model',
  ],
  [
    'five hidden layers',
    () => [dense(3), dense(3), dense(3), dense(3), dense(3), dense(10, 'linear')],
    'dense(10, linear) with a bias, got the layer',
  ],
  ['hidden layers of two sizes', () => [dense(3), dense(4), dense(10, 'linear')], "(4, 'relu')"],
  ['eleven outputs', () => [dense(3), dense(3), dense(11, 'linear')], "(11, 'linear')"],
  [
    'a layer without a bias',
    () => [dense(3, 'relu', false), dense(3), dense(10, 'linear')],
    'dense(H, relu or tanh or gelu) with a bias, got the layer',
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
    'dense(1000000000, relu) or dense(10, linear) with a bias, got the layer',
  ],
  [
    'units of text',
    (json) => setLayer(json, 0, { units: '3' }),
    "dense(H, relu or tanh or gelu) with a bias, got the layer 'Dense' 'hidden1' ('3', 'relu')",
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
