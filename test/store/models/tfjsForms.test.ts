import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { AS_IS } from '../../../pipeline/engine/inputScale.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { searchRead } from '../../../pipeline/models/searchable.ts';
import type { ReadModel } from '../../../pipeline/store/models/readModel.ts';
import { readTfjs } from '../../../pipeline/store/models/tfjs.ts';
import { largestDeviation } from '../../engine/deviation.ts';
import { drawImages } from '../../engine/drawn.ts';
import { onnxEngine } from '../../engine/onnxEngine.ts';
import { errorLine } from '../errorLine.ts';
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

const COUNT = 3;
const images = bytesToUnit(drawImages(COUNT, 3).images);

/** Logits as the search sees them. */
async function readLogits(read: ReadModel, where: string): Promise<Float32Array> {
  const model = await searchRead(read, AS_IS, where).open(onnxEngine);
  const logits = await model.logits(images);
  await model.dispose();
  return logits;
}

/** Sets the kernels to numbers as TF.js would draw them (Glorot), the same every time: bounds are of these. */
function drawKernels(model: tf.LayersModel): void {
  const stream = openStream(0, 'test/tfjsForms');
  const weights = model.getWeights().map((tensor) => {
    const [fanOut, ...rest] = [...tensor.shape].reverse() as [number, ...number[]];
    if (rest.length === 0) return tensor;
    const limit = Math.sqrt(6 / (rest.reduce((a, b) => a * b) + fanOut));
    const values = Float32Array.from({ length: tensor.size }, () => limit * (2 * drawUniform(stream) - 1));
    return tf.tensor(values, tensor.shape);
  });
  model.setWeights(weights);
}

/** Outputs of layers by TF.js itself, and the folder that it saved. */
async function saveWithOutputs(layers: Layer[], shape: number[]) {
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), ...layers] });
  drawKernels(model);
  const outputs = tf.tidy(() =>
    (model.predict(tf.tensor(images, [COUNT, ...shape])) as tf.Tensor).dataSync(),
  );
  return { outputs: Float32Array.from(outputs), folder: await writeFolder(await saveModel(model)) };
}

const relu = () => tf.layers.reLU();
const conv = () => [
  tf.layers.conv2d({ filters: 2, kernelSize: 5, strides: 3, activation: 'relu' }),
  tf.layers.maxPooling2d({ poolSize: 2 }),
  tf.layers.flatten(),
];

test.each<[what: string, layers: () => Layer[], shape: number[], kind: string]>([
  ['activations as layers', () => [dense(3, 'linear'), relu(), dense(10, 'linear')], [PIXELS], 'mlp'],
  ['a dropout', () => [dense(3), tf.layers.dropout({ rate: 0.5 }), dense(10, 'linear')], [PIXELS], 'mlp'],
  ['no biases', () => [dense(3, 'relu', false), dense(10, 'linear', false)], [PIXELS], 'mlp'],
  ['a batch norm', () => [dense(3), tf.layers.batchNormalization(), dense(10, 'linear')], [PIXELS], 'mlp'],
  [
    'five hidden layers',
    () => [dense(3), dense(3), dense(3), dense(3), dense(3), dense(10, 'linear')],
    [PIXELS],
    'mlp',
  ],
  ['layers of two sizes', () => [dense(3), dense(4), dense(10, 'linear')], [PIXELS], 'onnx'],
  ['eleven outputs', () => [dense(3), dense(11, 'linear')], [PIXELS], 'onnx'],
  ['convolutions', () => [...conv(), dense(10, 'linear')], [28, 28, 1], 'tfjs'],
  [
    'another activation',
    () => [tf.layers.dense({ units: 3, activation: 'swish' }), dense(10, 'linear')],
    [PIXELS],
    'tfjs',
  ],
])("%s: read, with TF.js's own outputs", async (_, layers, shape, kind) => {
  const { outputs, folder } = await saveWithOutputs(layers(), shape);
  const read = await readTfjs(folder);
  expect(read.kind === 'mlp' ? 'mlp' : read.network.form).toBe(kind);
  expect(largestDeviation(await readLogits(read, folder), outputs)).toBeLessThan(1e-5);
});

test.each<[what: string, last: () => Layer[]]>([
  ['in the last layer', () => [dense(10, 'softmax')]],
  ['on top', () => [dense(10, 'linear'), tf.layers.softmax()]],
  ['as an activation', () => [dense(10, 'linear'), tf.layers.activation({ activation: 'softmax' })]],
])('a softmax %s is left out of fully connected layers and of convolutions, and named', async (_, last) => {
  for (const [layers, shape] of [
    [[dense(3)], [PIXELS]],
    [conv(), [28, 28, 1]],
  ] as const) {
    const { outputs, folder } = await saveWithOutputs([...layers, ...last()], [...shape]);
    const read = await readTfjs(folder);
    expect(read.remarks).toEqual([
      expect.stringMatching(/at its end is left out: the energy is of the logits/),
    ]);
    const logits = tf.tensor2d(await readLogits(read, folder), [COUNT, 10]);
    expect(largestDeviation(tf.softmax(logits).dataSync(), outputs)).toBeLessThan(1e-5);
    const kept = await readTfjs(folder, { outputs: 'logits' });
    expect(kept.remarks).toEqual([]);
    expect(largestDeviation(await readLogits(kept, folder), outputs)).toBeLessThan(1e-5);
  }
});

/** The layers of a model.json as Keras 3 writes them. */
function toKeras3(json: Json): unknown {
  const { config } = json.modelTopology;
  const layers = config.layers.map(({ class_name, config: own }, at) => {
    const { batch_input_shape, dtype, ...rest } = own;
    const before = config.layers[at - 1];
    return {
      ...{ module: 'keras.layers', class_name, name: own.name, registered_name: null },
      config: {
        ...rest,
        ...(batch_input_shape ? { batch_shape: batch_input_shape } : {}),
        dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: dtype ?? 'float32' } },
        kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform', config: {} },
      },
      inbound_nodes: before
        ? [
            {
              args: [
                { class_name: '__keras_tensor__', config: { keras_history: [before.config.name, 0, 0] } },
              ],
            },
          ]
        : [],
    };
  });
  const [first, last] = [config.layers[0]!, config.layers.at(-1)!];
  const ends = { input_layers: [first.config.name, 0, 0], output_layers: [last.config.name, 0, 0] };
  const model_config = { class_name: 'Functional', config: { name: 'model', layers, ...ends } };
  return { ...json, modelTopology: { keras_version: '3.4.1', backend: 'tensorflow', model_config } };
}

test.each<[what: string, layers: () => Layer[], shape: number[]]>([
  ['fully connected layers', three, [PIXELS]],
  ['convolutions', () => [...conv(), dense(10, 'linear')], [28, 28, 1]],
])('%s of Keras 3 are read as those of Keras 2', async (_, layers, shape) => {
  const folder = await writeFolder(await saveLayers(layers(), shape, true));
  const older = await readLogits(await readTfjs(folder), folder);
  await writeFile(join(folder, 'model.json'), JSON.stringify(toKeras3(await readJson(folder))));
  expect(await readLogits(await readTfjs(folder), folder)).toEqual(older);
});

test('weights as bytes with a scale are widened; those of an optimizer are passed over, and counted', async () => {
  const folder = await writeFolder(await saveLayers(three(), [PIXELS]));
  const json = await readJson(folder);
  const [{ weights }] = json.weightsManifest as [Json['weightsManifest'][number]];
  const sizes = weights.map(({ shape }) => (shape as number[]).reduce((a, b) => a * b, 1));
  const count = sizes.reduce((a, b) => a + b);
  const quantised = weights.map((spec) => ({
    ...spec,
    dtype: 'uint8',
    quantization: { scale: 0.5, min: -1 },
  }));
  const rate = { name: 'optimizer/rate', shape: [1], dtype: 'float32', group: 'optimizer' };
  const paths = ['a.bin', 'b.bin'];
  await writeFile(join(folder, 'a.bin'), new Uint8Array(count).fill(3));
  await writeFile(join(folder, 'b.bin'), new Uint8Array(4));
  const weightsManifest = [{ paths, weights: [...quantised, rate] }];
  await writeFile(join(folder, 'mnist.json'), JSON.stringify({ ...json, weightsManifest }));
  const read = await readTfjs(join(folder, 'mnist.json'));
  if (read.kind !== 'mlp') throw new Error(read.reason);
  expect(new Set(read.parameters.layers.flatMap(({ weights: own }) => [...own]))).toEqual(new Set([0.5]));
  expect(read.remarks).toEqual(["1 of its weights are an optimizer's, and are passed over"]);
});

/** A graph model by hand, in the form of tensorflowjs_converter: images [n, 784] -> MatMul, BiasAdd, Softmax. */
function describeGraph(kernel: Float32Array): { json: unknown; bytes: Uint8Array } {
  const type = { type: 'DT_FLOAT' };
  const node = (name: string, op: string, input: string[], attr = {}) => ({
    name,
    op,
    input,
    attr: { T: type, ...attr },
  });
  const shape = { shape: { dim: [{ size: '-1' }, { size: '784' }] } };
  const json = {
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: { dtype: type, shape } },
        { name: 'kernel', op: 'Const', attr: { dtype: type } },
        node('product', 'MatMul', ['x', 'kernel'], { transpose_a: { b: false }, transpose_b: { b: false } }),
        node('Softmax', 'Softmax', ['product']),
        node('Identity', 'Identity', ['Softmax']),
      ],
      versions: { producer: 1087 },
    },
    weightsManifest: [
      { paths: ['w.bin'], weights: [{ name: 'kernel', shape: [784, 10], dtype: 'float32' }] },
    ],
  };
  return { json, bytes: new Uint8Array(kernel.buffer) };
}

test('a graph model is run by TF.js, which gives its logits and their gradients', async () => {
  const kernel = Float32Array.from({ length: 7840 }, (_, at) => ((at * 37) % 101) / 101 - 0.5);
  const { json, bytes } = describeGraph(kernel);
  const folder = await writeFolder(await saveLayers(three(), [PIXELS]));
  await writeFile(join(folder, 'w.bin'), bytes);
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  const read = await readTfjs(folder);
  expect(read.remarks).toEqual([expect.stringMatching(/^the node Softmax 'Softmax' at its end is left out/)]);
  const model = await searchRead(read, { ...AS_IS, high: 2 }, folder).open(onnxEngine);
  if ('parameters' in model) throw new Error('an MLP');
  expect(model).toMatchObject({ classes: 10, outputs: 'logits' });
  const logits = await model.logits(images);
  const plain = Float32Array.from({ length: COUNT * 10 }, (_, at) => {
    const [row, unit] = [Math.floor(at / 10), at % 10];
    let sum = 0;
    for (let p = 0; p < PIXELS; p++) sum += 2 * images[row * PIXELS + p]! * kernel[p * 10 + unit]!;
    return sum;
  });
  expect(largestDeviation(logits, plain)).toBeLessThan(1e-4);
  const cotangents = new Float32Array(COUNT * 10).fill(0).map((__, at) => Number(at % 10 === 4));
  const gradients = await model.inputGradients!(images, cotangents);
  expect(gradients[PIXELS + 5]).toBeCloseTo(2 * kernel[5 * 10 + 4]!, 5);
  await model.dispose();
});

test.each<[what: string, change: (json: Json) => unknown, line: string]>([
  ['no weights', ({ modelTopology }) => ({ modelTopology }), 'weightsManifest: expected a list, got nothing'],
  [
    'another format',
    (json) => ({ ...json, format: 'x' }),
    "format: expected 'layers-model' or 'graph-model'",
  ],
  ['no layers', (json) => ({ ...json, modelTopology: { class_name: 'Sequential', config: [] } }), 'expected'],
  [
    'a weight file elsewhere',
    (json) => ({ ...json, weightsManifest: [{ ...json.weightsManifest[0], paths: ['../x.bin'] }] }),
    "weight files beside it, got '../x.bin'",
  ],
  [
    'a weight file of a name that no file has',
    (json) => ({ ...json, weightsManifest: [{ ...json.weightsManifest[0], paths: ['a\0b'] }] }),
    'weight files beside it, got',
  ],
  [
    'a weight file of an endless name',
    (json) => ({ ...json, weightsManifest: [{ ...json.weightsManifest[0], paths: ['x'.repeat(5000)] }] }),
    'weight files beside it, got',
  ],
  [
    'a weight of huge size',
    ({ weightsManifest: [group], ...json }) => {
      const [first, ...others] = group!.weights;
      return {
        ...json,
        weightsManifest: [{ ...group, weights: [{ ...first, shape: [784, 1e9] }, ...others] }],
      };
    },
    'bytes of weights, got',
  ],
])('%s: refused in one line', async (_, change, line) => {
  const folder = await writeFolder(await saveLayers(three(), [PIXELS]));
  await writeFile(join(folder, 'model.json'), JSON.stringify(change(await readJson(folder))));
  expect(await errorLine(() => readTfjs(folder))).toContain(line);
});

test('a weight file that is missing is named', async () => {
  const folder = await writeFolder(await saveLayers(three(), [PIXELS]));
  await rename(join(folder, 'group1-shard1of1.bin'), join(folder, 'other.bin'));
  expect(await errorLine(() => readTfjs(folder))).toMatch(
    /group1-shard1of1\.bin: expected a file, got none; /,
  );
});
