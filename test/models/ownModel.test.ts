import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureAccuracy } from '../../pipeline/engine/accuracy.ts';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { foldInputScale } from '../../pipeline/engine/foldScale.ts';
import { AS_IS, type InputScale } from '../../pipeline/engine/inputScale.ts';
import { trainModel } from '../../pipeline/engine/train.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { measureReading, readOwnModel } from '../../pipeline/models/ownModel.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { arrayOf, drawModel, withArrays } from '../engine/drawn.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { computePlainLogits, toPlain } from '../engine/plainMlp.ts';
import { readDigits } from '../judging/digits.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const test3000 = readDigits('t10k', 0, 3000);

/** A model that reads MNIST. */
const reader = await trainReader();

async function trainReader(): Promise<MlpParameters> {
  const settings = completeSettings({ hidden: 24, batch: 100, epochs: 2, learningRate: 0.003 });
  const data = { train: readDigits('train', 0, 30_000), validation: null, test: readDigits('t10k', 0, 100) };
  return (await trainModel(onnxEngine, { name: 'reader', settings, seed: 0 }, data)).parameters;
}

/** How the model reads the 3,000 images, and what it reads instead, from a file and with a scale that is given. */
async function measure(model: MlpParameters, scale: InputScale = AS_IS) {
  const file = join(await openTemporaryFolder(), 'model.dat');
  await writeFile(file, encodeDat(model));
  return measureReading(onnxEngine, await readOwnModel(file, scale), test3000);
}

/** The model with the rows of its first weights for pixels in columns: it reads images turned on their side. */
function transpose(model: MlpParameters): MlpParameters {
  const { hidden } = model;
  const weights = arrayOf(model, 'w1');
  const w1 = weights.map((_, at) => {
    const [pixel, unit] = [Math.floor(at / hidden), at % hidden];
    return weights[((pixel % SIDE) * SIDE + Math.floor(pixel / SIDE)) * hidden + unit]!;
  });
  return withArrays(model, { w1 });
}

/** What undoes a scale, each a scale itself: x = (z - low) / (high - low), x = 1 - z, x = std z + mean. */
const normalised = { ...AS_IS, mean: 0.1307, std: 0.3081 };
const unNormalised = { ...AS_IS, mean: -0.1307 / 0.3081, std: 1 / 0.3081 };

test('a model that reads MNIST is measured on all images, and nothing else is tried', async () => {
  const { images, accuracy, instead } = await measure(reader);
  const unit = Float64Array.from(test3000.images, (byte) => byte / 255);
  const plain = Float32Array.from(computePlainLogits(toPlain(reader), unit));
  expect(accuracy).toBeCloseTo(measureAccuracy(plain, test3000.labels), 3);
  expect(accuracy).toBeGreaterThan(0.9);
  expect({ images, instead }).toEqual({ images: 3000, instead: null });
});

test.each<[string, MlpParameters, InputScale, boolean]>([
  ['0..255', foldInputScale(reader, { ...AS_IS, std: 255 }), { ...AS_IS, high: 255 }, false],
  ['normalised', foldInputScale(reader, unNormalised), normalised, false],
  ['-1..1', foldInputScale(reader, { ...AS_IS, mean: -1, std: 2 }), { ...AS_IS, low: -1 }, false],
  ['inverted', foldInputScale(reader, { ...AS_IS, isInverted: true }), { ...AS_IS, isInverted: true }, false],
  ['turned on their side', transpose(reader), AS_IS, true],
  ['normalised and turned', transpose(foldInputScale(reader, unNormalised)), normalised, true],
])('of a model for images that are %s, that is found', async (_, model, scale, isTransposed) => {
  const { accuracy, instead } = await measure(model);
  expect(accuracy).toBeLessThan(0.9);
  expect(instead).toMatchObject({ scale, isTransposed, images: 2000 });
  expect(instead!.accuracy).toBeGreaterThan(0.9);
  // Said so, it is mended.
  const mended = await measure(isTransposed ? transpose(model) : model, scale);
  expect(mended).toMatchObject({ instead: null });
});

test('a scale that was given wrongly is found out, and that of a model that reads nothing is not', async () => {
  const wrong = await measure(reader, { ...AS_IS, isInverted: true });
  expect(wrong.accuracy).toBeLessThan(0.9);
  expect(wrong.instead).toMatchObject({ scale: AS_IS, isTransposed: false });
  const nothing = await measure(drawModel(5, 1));
  expect(nothing.accuracy).toBeLessThan(0.4);
  expect(nothing.instead).toBeNull();
});

test('weights that a usual scale makes infinite are no fault', async () => {
  const model = drawModel(5, 1);
  const large = withArrays(model, { w1: arrayOf(model, 'w1').with(PIXELS, 3e38) });
  expect((await measure(large)).instead).toBeNull();
});
