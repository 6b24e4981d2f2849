/** WebAssembly keeps its process from hearing anything while it computes, so that it must let go between two runs. */
import { expect, test } from 'vitest';
import { openEngine } from '../../../pipeline/engine/openEngine.ts';
import { initialiseParameters } from '../../../pipeline/engine/parameters.ts';
import { completeSettings } from '../../../pipeline/study/axes.ts';
import { drawImages, drawModel } from '../drawn.ts';

const engine = await openEngine('onnx-wasm');

/** How often the process has had a turn when `work` is done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    if (isDone) return;
    turns++;
    setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

test('each reading of images leaves the process a turn', async () => {
  const model = await engine.loadModel(drawModel(4, 1));
  const { images } = drawImages(2, 1);
  await model.logits(images);
  expect(
    await countTurns(async () => {
      for (let k = 0; k < 3; k++) await model.logits(images);
    }),
  ).toBeGreaterThanOrEqual(3);
  await model.dispose();
});

test('an epoch of a large model leaves the process turns on its way', async () => {
  const settings = completeSettings({ hidden: 784, batch: 1000 });
  const start = initialiseParameters(settings, 0);
  const trainer = await engine.openTrainer({
    ...{ start, batch: 1000, optimizer: settings },
    data: drawImages(1000, 1),
  });
  const epoch = Int32Array.from({ length: 4000 }, (_, at) => at % 1000);
  expect(await countTurns(() => trainer.run(epoch))).toBeGreaterThanOrEqual(2);
  await trainer.dispose();
});
