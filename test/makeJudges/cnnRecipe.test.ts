import { expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { centreImages } from '../../pipeline/judging/centring.ts';
import { IN_MORE_NOISE, NETWORK_ANSWERS, NETWORK_NONE } from '../../pipeline/judging/cnn.ts';
import { CNN_BATCH, describeTraining, tellNoiseApart } from '../../pipeline/makeJudges/cnnRecipe.ts';
import { drawMixture } from '../../pipeline/makeJudges/labelledMixture.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

/** Targets [n, width] that are 0 but for the answers given of each image. */
const targetsOf = (width: number, rows: readonly Readonly<Record<number, number>>[]) =>
  Float32Array.from(rows.flatMap((row) => Array.from({ length: width }, (_, answer) => row[answer] ?? 0)));

test('a digit stands for itself in little noise, for a digit lost in noise in more, and a non-digit for none in any', () => {
  const shared = { 2: 0.25, 7: 0.25, [NOT_A_DIGIT]: 0.5 };
  const targets = targetsOf(ANSWERS, [
    { 3: 1 },
    { 3: 1 },
    { 3: 1 },
    { 9: 1 },
    { [NOT_A_DIGIT]: 1 },
    shared,
    shared,
  ]);
  const mixture = {
    images: new Float32Array(7 * PIXELS),
    targets,
    flipped: Float32Array.of(0, 0.25, 0.2501, 0.45, 0.4, 0.1, 0.3),
  };
  expect(tellNoiseApart(mixture)).toEqual(
    targetsOf(NETWORK_ANSWERS, [
      { 3: 1 },
      { 3: 1 },
      { [IN_MORE_NOISE + 3]: 1 },
      { [IN_MORE_NOISE + 9]: 1 },
      { [NETWORK_NONE]: 1 },
      { 2: 0.25, 7: 0.25, [NETWORK_NONE]: 0.5 },
      { [IN_MORE_NOISE + 2]: 0.25, [IN_MORE_NOISE + 7]: 0.25, [NETWORK_NONE]: 0.5 },
    ]),
  );
});

test('each network has lessons of its own, centred, the same ones every time', () => {
  const source = {
    digits: readDigits('train', 0, 50),
    untrainedIdeas: Float32Array.from({ length: 2 * PIXELS }, (_, at) => Number(at % 3 === 0)),
  };
  const lesson = (member: number, update: number) => describeTraining(source, 10, member).drawBatch(update);
  const isSame = (a: Float32Array, b: Float32Array) => a.every((value, at) => value === b[at]);
  const { images, targets } = lesson(1, 4);
  expect(images.length).toBe(CNN_BATCH * PIXELS);
  expect(targets.length).toBe(CNN_BATCH * NETWORK_ANSWERS);
  for (let row = 0; row < CNN_BATCH; row++) {
    expect(rowOf(targets, row, NETWORK_ANSWERS).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  }
  const mixture = drawMixture('learning', CNN_BATCH, source, openStream(1, 'cnn/lesson/4'));
  expect(isSame(images, centreImages(mixture.images))).toBe(true);
  expect(isSame(targets, tellNoiseApart(mixture))).toBe(true);
  expect(isSame(images, lesson(1, 4).images)).toBe(true);
  expect(isSame(images, lesson(0, 4).images)).toBe(false);
  expect(isSame(images, lesson(1, 5).images)).toBe(false);
});
