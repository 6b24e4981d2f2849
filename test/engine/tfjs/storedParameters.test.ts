import { expect, test } from 'vitest';
import { listArrays } from '../../../pipeline/engine/parameters.ts';
import { StoredParameters } from '../../../pipeline/engine/tfjs/storedParameters.ts';
import { completeSettings } from '../../../pipeline/study/axes.ts';
import { largestDeviation } from '../deviation.ts';
import { drawImages, drawModel } from '../drawn.ts';
import { ENGINES } from '../engines.ts';
import { onnxEngine } from '../onnxEngine.ts';

const tfjs = ENGINES.find(([name]) => name === 'tfjs')?.[1];
const PIXELS = Int32Array.of(2, 3, 700);

/** The arrays as they are held, by name. */
const hold = (stored: StoredParameters) => new Map(stored.list().map((array) => [array.name, array]));

test.each([7, 512])('the parameters of %d units come out as they went in', (hidden) => {
  for (const depth of [1, 3]) {
    const start = drawModel({ hidden, depth, activation: 'relu' }, 1);
    const stored = new StoredParameters(start, PIXELS);
    const held = hold(stored);
    const restored = listArrays(stored.restore((name) => held.get(name)!.values));
    listArrays(start).forEach((array, at) => {
      expect(largestDeviation(restored[at]!, array)).toBe(0);
    });
  }
});

test('first weights are held of the pixels alone, and of the others stay as they were', () => {
  const start = drawModel(4, 1);
  const stored = new StoredParameters(start, PIXELS);
  const first = hold(stored).get('w1')!;
  const [weights] = listArrays(start);
  expect(first.shape).toEqual([3, 4]);
  expect([...first.values]).toEqual([...PIXELS].flatMap((pixel) => [...rowOf(weights!, pixel)]));

  const moved = stored.restore((name) =>
    hold(stored)
      .get(name)!
      .values.map(() => 9),
  );
  listArrays(moved).forEach((array, at) => {
    const kept = at === 0 ? [...weights!].map((value, k) => (isHeld(k) ? 9 : value)) : array.map(() => 9);
    expect([...array]).toEqual([...kept]);
  });
});

const rowOf = (weights: Float32Array, pixel: number) => weights.subarray(4 * pixel, 4 * (pixel + 1));
const isHeld = (at: number) => PIXELS.includes(Math.floor(at / 4));

test('units of 0 are added where rows lie a multiple of 2 KB apart, and nowhere else', () => {
  const shapes = (hidden: number) =>
    new StoredParameters(drawModel(hidden, 1), PIXELS).list().map(({ shape }) => shape);
  expect(shapes(512)).toEqual([[3, 528], [528], [528, 528], [528], [528, 10], [10]]);
  expect(shapes(511)).toEqual([[3, 511], [511], [511, 511], [511], [511, 10], [10]]);

  const second = hold(new StoredParameters(drawModel(512, 1), PIXELS)).get('w2')!.values;
  const added = second.filter((_, at) => at % 528 >= 512 || at >= 512 * 528);
  expect(added).toHaveLength(528 ** 2 - 512 ** 2);
  expect(added.every((value) => value === 0)).toBe(true);
});

test.skipIf(!tfjs)('a network to which units are added is trained as by onnx, which adds none', async () => {
  const task = {
    ...{ start: drawModel(512, 1), batch: 3, data: drawImages(9, 1) },
    optimizer: completeSettings({ hidden: 512, batch: 3 }),
  };
  const [own, other] = await Promise.all(
    [tfjs!, onnxEngine].map(async (engine) => {
      const trainer = await engine.openTrainer(task);
      const losses = await trainer.run(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
      const arrays = listArrays(trainer.parameters());
      await trainer.dispose();
      return { losses, arrays };
    }),
  );
  expect(largestDeviation(own!.losses, other!.losses)).toBeLessThan(1e-6);
  own!.arrays.forEach((array, at) => {
    expect(largestDeviation(array, other!.arrays[at]!)).toBeLessThan(1e-3);
  });
});
