/** Ideas beside their baselines, on drawn models and real digits: what the record says is held against plain searches. */
import { expect, test } from 'vitest';
import { buildParameters } from '../../../pipeline/engine/parameters.ts';
import { findBaselines } from '../../../pipeline/experiments/baselines/baselines.ts';
import { BASELINE_KINDS } from '../../../pipeline/experiments/baselines/baselinesRecord.ts';
import { BASELINES_SCORING } from '../../../pipeline/experiments/baselines/baselinesScores.ts';
import { keepImage, openKeptImage } from '../../../pipeline/experiments/keptImages.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { rowOf } from '../../../pipeline/math/rows.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { drawModel } from '../../engine/drawn.ts';
import { readDigits } from '../../judging/digits.ts';
import { definePlainEnergy } from '../../search/plainSearch.ts';
import { withModel } from '../../search/withModel.ts';
import { findNearestPlainly } from './plainNearest.ts';

const MODEL = drawModel(6, 3);
const TRAIN = readDigits('train', 0, 200);

/** Ideas of 0 ... 9, of which about a fifth is inked. */
const IDEAS = (() => {
  const stream = openStream(0, 'test/baselines');
  return Array.from({ length: 10 }, (_, digit) => ({
    digit,
    image: Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.2)),
  }));
})();

const imageOf = (row: number) => bytesToUnit(rowOf(TRAIN.images, row, PIXELS));

test('a record keeps images of bytes to the byte', () => {
  const bytes = Uint8Array.from({ length: PIXELS }, (_, pixel) => pixel % 256);
  expect(openKeptImage(keepImage(bytesToUnit(bytes)))).toEqual(bytesToUnit(bytes));
});

test('the baselines of every idea are those of plain searches, with their logits', async () => {
  const { digits } = await withModel(MODEL, (model) => findBaselines(model, IDEAS, TRAIN));
  expect(digits.map(({ digit }) => digit)).toEqual(IDEAS.map(({ digit }) => digit));
  for (const { digit, nearest, largestLogit, classMean, ...one } of digits) {
    const idea = IDEAS[digit]!.image;
    const energyOf = definePlainEnergy(MODEL, digit);
    const energies = Array.from(TRAIN.labels, (_, row) => energyOf(imageOf(row)));
    expect(openKeptImage(one.idea.image)).toEqual(idea);
    expect(nearest).toMatchObject(findNearestPlainly(idea, TRAIN.images));
    expect(largestLogit.row).toBe(energies.indexOf(Math.max(...energies)));
    for (const { row, label, image } of [nearest, largestLogit]) {
      expect(label).toBe(TRAIN.labels[row]);
      expect(openKeptImage(image)).toEqual(imageOf(row));
    }
    const own = Array.from(TRAIN.labels.keys()).filter((row) => TRAIN.labels[row] === digit);
    openKeptImage(classMean.image).forEach((value, pixel) => {
      const sum = own.reduce((total, row) => total + TRAIN.images[row * PIXELS + pixel]!, 0);
      // In bytes, to the nearest.
      expect(Math.abs(255 * value - sum / own.length)).toBeLessThan(0.5001);
    });
    for (const { logit, image } of [one.idea, nearest, largestLogit, classMean]) {
      expect(logit).toBeCloseTo(energyOf(openKeptImage(image)), 4);
    }
  }
});

test('the largest logit is that of all images, however many the model reads at a time; the first of equals counts', async () => {
  // The logit of 4 is the ink of one pixel, a sum of one term that no order of sums changes.
  const reader = buildParameters({ hidden: 1, depth: 1, activation: 'relu' }, (name, length) => {
    const out = new Float32Array(length);
    if (name === 'w1') out[400] = 1;
    if (name === 'w2') out[4] = 1;
    return out;
  });
  const train = { images: new Uint8Array(4100 * PIXELS), labels: new Uint8Array(4100).fill(4) };
  train.images[100 * PIXELS + 400] = 254;
  for (const row of [2044, 2045, 4099]) train.images[row * PIXELS + 400] = 255;
  const { digits } = await withModel(reader, (model) => findBaselines(model, [IDEAS[4]!], train));
  expect(digits[0]!.largestLogit).toMatchObject({ row: 2044, label: 4, logit: 1 });
});

test('ideas that are grey, and digits without training images, are left out', async () => {
  const grey = { digit: 4, image: new Float32Array(PIXELS).fill(0.5) };
  const { images, labels } = TRAIN;
  const train = { images: images.slice(), labels: labels.map((label) => (label === 7 ? 1 : label)) };
  await withModel(MODEL, async (model) => {
    const ideas = [grey, ...IDEAS.filter(({ digit }) => digit > 6)];
    const { digits } = await findBaselines(model, ideas, train);
    expect(digits.map(({ digit }) => digit)).toEqual([8, 9]);
    expect(await findBaselines(model, [grey], train)).toEqual({ digits: [] });
  });
});

test('judges are asked for the digit of the idea, of all four without the pixels that no training image inks', async () => {
  const { digits } = await withModel(MODEL, (model) => findBaselines(model, IDEAS.slice(3, 5), TRAIN));
  // P of each answer is the share of inked pixels, and a tenth of the answer's number.
  const answer = (image: Float32Array, digit: number) =>
    image.reduce((sum, value) => sum + value, 0) / PIXELS + digit / 10;
  const panel = {
    probabilities: (images: Float32Array) =>
      Promise.resolve(
        Float64Array.from({ length: (11 * images.length) / PIXELS }, (_, at) =>
          answer(rowOf(images, Math.floor(at / 11), PIXELS), at % 11),
        ),
      ),
  };
  const nothing = { bytes: new Uint8Array(), path: 'made' };
  const scores = await BASELINES_SCORING.score(panel, { digits }, nothing, { train: TRAIN, test: TRAIN });
  const isInked = Array.from({ length: PIXELS }, (_, pixel) =>
    TRAIN.labels.some((_label, row) => TRAIN.images[row * PIXELS + pixel] !== 0),
  );
  for (const [k, one] of digits.entries()) {
    for (const kind of BASELINE_KINDS) {
      const masked = openKeptImage(one[kind].image).map((value, pixel) => (isInked[pixel] ? value : 0));
      expect(scores.digits[k]![kind]).toBeCloseTo(answer(masked, one.digit), 6);
    }
  }
});
