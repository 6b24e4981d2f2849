import { describe, expect, test } from 'vitest';
import type { ConvNet, LayerShape } from '../../../pipeline/engine/convNet.ts';
import { countConvNetParameters } from '../../../pipeline/engine/convNet.ts';
import { initialiseParameters } from '../../../pipeline/engine/parameters.ts';
import { PLAIN_READER } from '../../../pipeline/engine/plain/plainReader.ts';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, fillNormal, openStream } from '../../../pipeline/math/streams.ts';
import { computePreActivation } from '../../../pipeline/search/firstLayer.ts';
import { ACTIVATION_NAMES } from '../../../pipeline/study/axes.ts';
import { computePlainConvNet } from '../plainConvNet.ts';
import { drawPlainly, makeDecoder, weighPlainly } from '../plainDecoder.ts';
import { computePlainLogits, toPlain } from '../plainMlp.ts';

const stream = openStream(0, 'test/plainReader');
const images = Float32Array.from({ length: 2 * PIXELS }, () =>
  drawUniform(stream) < 0.5 ? 0 : drawUniform(stream),
);

/** How far apart two lists are at most. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe.each(ACTIVATION_NAMES)('a model with %s', (activation) => {
  const parameters = initialiseParameters({ hidden: 13, depth: 3, activation }, 1);
  const plain = toPlain(parameters);

  test('gives the logits of its definition, rounded once', async () => {
    const model = await PLAIN_READER.loadModel(parameters);
    const oracle = computePlainLogits(plain, images);
    expect(await model.logits(images)).toHaveLength(oracle.length);
    expect(largestDifference(await model.logits(images), oracle)).toBeLessThan(1e-6);
  });

  test('divides bytes by 255', async () => {
    const model = await PLAIN_READER.loadModel(parameters);
    const bytes = Uint8Array.from(images, (value) => 255 * value);
    const unit = Float32Array.from(bytes, (byte) => byte / 255);
    expect(largestDifference(await model.logits(bytes), await model.logits(unit))).toBeLessThan(1e-6);
  });

  test('gives the logits of images that differ in one pixel', async () => {
    const model = await PLAIN_READER.loadModel(parameters);
    const image = images.slice(0, PIXELS);
    const bases = Float32Array.from(computePreActivation(parameters, image));
    const changes = { base: Int32Array.of(0), pixel: Int32Array.of(300), change: Float32Array.of(0.5) };
    const changed = image.map((value, pixel) => (pixel === 300 ? value + 0.5 : value));
    expect(
      largestDifference(await model.logitsOfChanges(bases, changes), await model.logits(changed)),
    ).toBeLessThan(1e-5);
  });

  test('has the gradients that finite differences of its definition give', async () => {
    const model = await PLAIN_READER.loadModel(parameters);
    const cotangents = fillNormal(openStream(3, 'cotangents'), 1, new Float32Array(2 * CLASSES));
    const gradients = await model.inputGradients(images, cotangents);
    const weigh = (pixel: number, step: number) => {
      const moved = Float64Array.from(images);
      moved[PIXELS + pixel]! += step;
      const logits = computePlainLogits(plain, moved).subarray(CLASSES);
      return logits.reduce((sum, logit, k) => sum + logit * cotangents[CLASSES + k]!, 0);
    };
    for (const pixel of [0, 77, 405, 783]) {
      const slope = (weigh(pixel, 1e-5) - weigh(pixel, -1e-5)) / 2e-5;
      expect(gradients[PIXELS + pixel]).toBeCloseTo(slope, 5);
    }
  });
});

test('a convolutional network gives the logits of its definition', async () => {
  const layers: readonly LayerShape[] = [
    { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 3 },
    { kind: 'conv', kernel: 3, stride: 1, inputs: 3, outputs: 4 },
    { kind: 'conv', kernel: 3, stride: 2, inputs: 4, outputs: 5 },
    { kind: 'dense', inputs: 245, outputs: 7 },
    { kind: 'dense', inputs: 7, outputs: 6 },
  ];
  const parameters = fillNormal(
    openStream(4, 'network'),
    0.3,
    new Float32Array(countConvNetParameters(layers)),
  );
  const network: ConvNet = { layers, parameters };
  const classifier = await PLAIN_READER.openClassifier(network);
  const logits = await classifier.logits(images);
  expect(logits).toHaveLength(12);
  expect(largestDifference(logits, computePlainConvNet(network, images))).toBeLessThan(1e-5);
});

describe('a decoder', () => {
  const decoder = makeDecoder(3, 6);
  const latents = Float32Array.of(0.3, -1, 0.7, 1.2, 0.1, -0.4);

  test('draws what its definition draws', async () => {
    const loaded = await PLAIN_READER.openDecoder(decoder);
    const ink = await loaded.signedInk(latents);
    const oracle = [
      ...drawPlainly(decoder, latents.subarray(0, 3)),
      ...drawPlainly(decoder, latents.subarray(3)),
    ];
    expect(largestDifference(ink, oracle)).toBeLessThan(1e-6);
  });

  test('has the gradients that finite differences of its likelihood give', async () => {
    const loaded = await PLAIN_READER.openDecoder(decoder);
    const signals = images.map((value) => 0.9 * (2 * value - 1));
    const gradients = await loaded.gradients(signals, latents);
    for (const at of [0, 2, 4]) {
      const row = Math.floor(at / 3);
      const weigh = (step: number) => {
        const moved = Float64Array.from(latents.subarray(3 * row, 3 * row + 3));
        moved[at % 3]! += step;
        return weighPlainly(decoder, signals.subarray(row * PIXELS, (row + 1) * PIXELS), moved);
      };
      expect(gradients[at]).toBeCloseTo((weigh(1e-4) - weigh(-1e-4)) / 2e-4, 2);
    }
  });
});
