import { expect, test } from 'vitest';
import { initialiseParameters } from '../../../pipeline/engine/parameters.ts';
import { openTensorFlow } from '../../../pipeline/engine/tfjs/library.ts';
import { trainModel } from '../../../pipeline/engine/train.ts';
import { bytesToUnit, CLASSES, DIGITS, PIXELS } from '../../../pipeline/math/images.ts';
import { searchCoordinates } from '../../../pipeline/search/coordinate.ts';
import { drawStart } from '../../../pipeline/search/starts.ts';
import { completeSettings, type Settings } from '../../../pipeline/study/axes.ts';
import { drawImages } from '../drawn.ts';
import { ENGINES } from '../engines.ts';

const tfjs = ENGINES.find(([name]) => name === 'tfjs')?.[1];

test.skipIf(!tfjs).each<[what: string, changed: Partial<Settings>]>([
  ['as usual', {}],
  [
    'of one layer in noise by momentum',
    { depth: 1, activation: 'gelu', optimizer: 'momentum', inputNoise: 0.1 },
  ],
  ['of four layers by adamw', { depth: 4, activation: 'tanh', optimizer: 'adamw', weightDecay: 0.1 }],
  ['by sgd with a weight decay', { optimizer: 'sgd', weightDecay: 0.1 }],
  ['with a gradient penalty', { activation: 'gelu', gradientPenalty: 0.1 }],
])('a whole model %s on tfjs leaves no tensor behind', async (_, changed) => {
  const tf = await openTensorFlow();
  const before = { ...tf.memory() };
  const [train, test, validation] = [drawImages(30, 1), drawImages(10, 2), drawImages(10, 3)];
  const settings = completeSettings({ hidden: 5, batch: 7, epochs: 2, ...changed });
  const plan = { name: 'h5-b7-s0', settings, seed: 0 };
  const { parameters } = await trainModel(tfjs!, plan, { train, test, validation });

  const model = await tfjs!.loadModel(parameters);
  const start = drawStart({ start: 'article', seed: 0 }, 0, 0);
  await searchCoordinates(
    model,
    DIGITS.map((digit) => ({ digit, restart: 0, start })),
    { passes: 1 },
  );
  await model.inputGradients(bytesToUnit(test.images), new Float32Array(10 * CLASSES).fill(1));
  await model.dispose();

  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
});

test.skipIf(!tfjs)('trainers that come and go do not take more memory each time', async () => {
  const settings = completeSettings({ hidden: 4, batch: 10 });
  const count = 20_000;
  // 16 MB, of which a trainer copies the pixels that are inked: all but the first of each image.
  const images = Uint8Array.from({ length: count * PIXELS }, (_, at) => (at % PIXELS === 0 ? 0 : 7));
  const data = { images, labels: new Uint8Array(count) };
  const useOnce = async () => {
    const start = initialiseParameters(settings, 0);
    const own = { ...data, images: images.slice() };
    const trainer = await tfjs!.openTrainer({ start, batch: 10, data: own, optimizer: settings });
    await trainer.run(Int32Array.from({ length: 10 }, (_, at) => at));
    await trainer.dispose();
  };
  await useOnce();
  const before = process.memoryUsage().rss;
  for (let k = 0; k < 4; k++) await useOnce();

  expect(process.memoryUsage().rss - before).toBeLessThan(2 * 63e6);
});
