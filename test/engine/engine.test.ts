/** What every engine infers, against the plain double-precision reference. */
import { afterEach, describe, expect, test } from 'vitest';
import { countConvNetParameters, type LayerShape } from '../../pipeline/engine/convNet.ts';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, EVERY_SHAPE } from './drawn.ts';
import { ENGINES } from './engines.ts';
import { computePlainConvNet } from './plainConvNet.ts';
import { computePlainLogits, toPlain } from './plainMlp.ts';

const VERSIONS = {
  onnx: /^onnxruntime-node \d+\.\d+/,
  'onnx-wasm': /^onnxruntime-web \d+\.\d+/,
  tfjs: /^tfjs-node \d+\.\d+\.\d+ on TensorFlow \d+\.\d+/,
};

/** Finite differences by shape: the same for every engine, and slow. */
const DIFFERENCES = new Map<string, Float64Array>();

describe.each(ENGINES)('engine %s', (name, engine) => {
  const open: { dispose(): Promise<void> }[] = [];

  async function loadModel(parameters: MlpParameters) {
    const model = await engine.loadModel(parameters);
    open.push(model);
    return model;
  }

  afterEach(async () => {
    for (const item of open.splice(0)) await item.dispose();
  });

  test('has the name that the config calls it by, and tells its version', () => {
    expect(engine.name).toBe(name);
    expect(engine.version).toMatch(VERSIONS[name]);
  });

  describe('logits', () => {
    test.each([1, 3, 32])('of %d hidden units are those of the plain reference', async (hidden) => {
      const parameters = drawModel(hidden, 1);
      const images = bytesToUnit(drawImages(7, 1).images);
      const logits = await (await loadModel(parameters)).logits(images);
      expect(largestDeviation(logits, computePlainLogits(toPlain(parameters), images))).toBeLessThan(1e-6);
    });

    test('of bytes are those of the same images as floats, to the bit', async () => {
      const model = await loadModel(drawModel(8, 1));
      const { images } = drawImages(5, 1);
      expect(await model.logits(images)).toEqual(await model.logits(bytesToUnit(images)));
    });

    test('of more images than fit one call come in order', async () => {
      // Of 32 units: what two of them add up to can cancel, and rounding, which differs by processor, is then all there is.
      const parameters = drawModel(32, 1);
      const few = drawImages(7, 1).images;
      const many = Uint8Array.from({ length: 2003 * PIXELS }, (_, at) => few[at % few.length]!);
      const logits = await (await loadModel(parameters)).logits(many);
      const once = computePlainLogits(toPlain(parameters), bytesToUnit(few));
      const repeated = Float64Array.from({ length: 2003 * CLASSES }, (_, at) => once[at % once.length]!);
      expect(largestDeviation(logits, repeated)).toBeLessThan(1e-6);
    });

    test('of no images are none', async () => {
      expect(await (await loadModel(drawModel(2, 1))).logits(new Uint8Array(0))).toHaveLength(0);
    });
  });

  test.each(EVERY_SHAPE)('logits at $name are those of the plain reference', async (shape) => {
    const parameters = drawModel({ hidden: 12, ...shape }, 3);
    const images = bytesToUnit(drawImages(4, 3).images);
    const logits = await (await loadModel(parameters)).logits(images);
    expect(largestDeviation(logits, computePlainLogits(toPlain(parameters), images))).toBeLessThan(2e-6);
  });

  test.each(EVERY_SHAPE)('logits of changes at $name are those of the changed images', async (shape) => {
    const hidden = 9;
    const parameters = drawModel({ hidden, ...shape }, 2);
    const plain = toPlain(parameters);
    const images = bytesToUnit(drawImages(3, 2).images);
    // The first layer alone, by its definition.
    const [first] = plain.layers;
    const bases = Float32Array.from({ length: 3 * hidden }, (_, at) => {
      const unit = at % hidden;
      const row = (at - unit) / hidden;
      let z = first!.biases[unit]!;
      for (let p = 0; p < PIXELS; p++) z += images[row * PIXELS + p]! * first!.weights[p * hidden + unit]!;
      return z;
    });
    const stream = openStream(0, 'test/changes');
    const draw = (bound: number) => Int32Array.from({ length: 50 }, () => drawBelow(stream, bound));
    const [base, pixel] = [draw(3), draw(PIXELS)];
    const change = Float32Array.from(draw(5), (quarter) => quarter / 4 - 0.5); // 0 among them
    const changed = Array.from(base, (row, k) => {
      const image = images.slice(row * PIXELS, (row + 1) * PIXELS);
      image[pixel[k]!] = image[pixel[k]!]! + change[k]!;
      return [...image];
    });
    const logits = await (await loadModel(parameters)).logitsOfChanges(bases, { base, pixel, change });
    expect(largestDeviation(logits, computePlainLogits(plain, changed.flat()))).toBeLessThan(2e-6);
  });

  describe('input gradients', () => {
    const [hidden, count] = [9, 4];
    const images = bytesToUnit(drawImages(count, 5).images);
    const cotangents = fillNormal(openStream(0, 'test/cotangents'), 1, new Float32Array(count * CLASSES));

    test.each(EVERY_SHAPE)(
      'at $name are those of finite differences of the plain reference',
      async (shape) => {
        const parameters = drawModel({ hidden, ...shape }, 5);
        const plain = toPlain(parameters);
        const weigh = (changed: Float64Array, row: number) =>
          computePlainLogits(plain, changed).reduce(
            (sum, logit, k) => sum + logit * cotangents[row * CLASSES + k]!,
            0,
          );
        const step = 1e-6; // far from any kink: no pre-activation of these images is as close to 0
        const differentiate = () =>
          Float64Array.from(images, (_, at) => {
            const row = Math.floor(at / PIXELS);
            const image = Float64Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS));
            const moved = (by: number) => image.with(at % PIXELS, image[at % PIXELS]! + by);
            return (weigh(moved(step), row) - weigh(moved(-step), row)) / (2 * step);
          });
        const oracle = DIFFERENCES.get(shape.name) ?? differentiate();
        DIFFERENCES.set(shape.name, oracle);
        const gradients = await (await loadModel(parameters)).inputGradients(images, cotangents);
        expect(largestDeviation(gradients, oracle)).toBeLessThan(1e-5);
      },
    );

    test('count a unit at exactly 0 as off', async () => {
      const start = drawModel(hidden, 6);
      const [first, ...upper] = start.layers;
      const flat = { ...start, layers: [{ ...first!, biases: new Float32Array(hidden) }, ...upper] };
      const gradients = await (await loadModel(flat)).inputGradients(
        new Float32Array(PIXELS),
        cotangents.subarray(0, CLASSES),
      );
      expect(gradients.every((slope) => slope === 0)).toBe(true);
    });
  });

  test('a model that computed nothing can be disposed of', async () => {
    const model = await engine.loadModel(drawModel(2, 1));
    await expect(model.dispose()).resolves.toBeUndefined();
  });

  describe('a convolutional network', () => {
    // 28 -> 10 (odd padding: 2 at the end, 1 at the start), then flattened as channel, y, x.
    const layers: LayerShape[] = [
      { kind: 'conv', kernel: 4, stride: 3, inputs: 1, outputs: 3 },
      { kind: 'conv', kernel: 3, stride: 2, inputs: 3, outputs: 2 },
      { kind: 'dense', inputs: 50, outputs: 4 },
    ];
    const parameters = fillNormal(
      openStream(0, 'test/conv'),
      0.3,
      new Float32Array(countConvNetParameters(layers)),
    );
    const network = { layers, parameters };

    test('gives the logits of the plain reference', async () => {
      const images = bytesToUnit(drawImages(3, 7).images);
      const classifier = await engine.openClassifier(network);
      open.push(classifier);
      const logits = await classifier.logits(images);
      expect(logits).toHaveLength(12);
      expect(largestDeviation(logits, computePlainConvNet(network, images))).toBeLessThan(1e-5);
    });
  });
});
