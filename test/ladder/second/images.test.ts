import { describe, expect, test } from 'vitest';
import { readJudgingImages } from '../../../pipeline/judging/judgingData.ts';
import { fitPicture, moveBy } from '../../../pipeline/ladder/second/fit.ts';
import { CORRUPTIONS, DAMAGES } from '../../../pipeline/ladder/second/kinds.ts';
import { parsePath } from '../../../pipeline/ladder/second/letters.ts';
import { makeOfIdeas, makeSecondImages } from '../../../pipeline/ladder/second/makeSecond.ts';
import { scramblePhases } from '../../../pipeline/ladder/second/phases.ts';
import { SECOND_RULES } from '../../../pipeline/ladder/second/rules.ts';
import {
  digestImages,
  digestRules,
  listBroken,
  readSeal,
  SAMPLE,
} from '../../../pipeline/ladder/second/seal.ts';
import type { SecondImages } from '../../../pipeline/ladder/second/secondImages.ts';
import { drawFitted, drawStrokes } from '../../../pipeline/ladder/second/strokes.ts';
import { centreOfMass } from '../../../pipeline/math/centreOfMass.ts';
import { transformImage } from '../../../pipeline/math/fourier.ts';
import { PIXELS, SIDE } from '../../../pipeline/math/images.ts';
import { mean, rowOf } from '../../../pipeline/math/rows.ts';
import { openStream } from '../../../pipeline/math/streams.ts';

const { test: digits } = await readJudgingImages();
const made = await makeSecondImages({ test: digits, seed: 0, share: SAMPLE });
const sealed = await readSeal();
const find = (kind: string): SecondImages => made.find((each) => each.kind === kind)!;
const imageOf = (kind: string, row: number) => rowOf(find(kind).images, row, PIXELS);
const distanceOf = (a: Float32Array, b: Float32Array) => mean(a.map((value, at) => Math.abs(value - b[at]!)));

/** Width and height of what is inked by at least a tenth. */
function sizeOf(image: Float32Array): [number, number] {
  const inked = Array.from(image.keys()).filter((at) => image[at]! >= 0.1);
  const range = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  return [range(inked.map((at) => at % SIDE)), range(inked.map((at) => Math.floor(at / SIDE)))];
}

describe('all images', () => {
  test.each(made.map((each) => [each.kind, each] as const))(
    '%s are bytes, and say what they are',
    (_, each) => {
      expect(each.images.length % PIXELS).toBe(0);
      expect(each.digits === null || each.digits.length === each.images.length / PIXELS).toBe(true);
      expect(
        each.images.every(
          (value) => value >= 0 && value <= 1 && value === Math.fround(Math.round(255 * value) / 255),
        ),
      ).toBe(true);
      expect(each.description).toMatch(/^[A-Z0-9].*\.$/);
    },
  );
});

describe('digits that are changed', () => {
  test('are moved by whole pixels', () => {
    for (let row = 0; row < 4; row++) {
      const real = imageOf('real, grey', row);
      const moved = [moveBy(real, 3, 0), moveBy(real, -3, 0), moveBy(real, 0, 3), moveBy(real, 0, -3)];
      expect(moved).toContainEqual(imageOf('shifted by 3', row));
    }
  });

  test('stay alike and are not the same, in every kind of MNIST-C', () => {
    for (const kind of CORRUPTIONS) {
      for (let row = 0; row < 4; row++) {
        expect(imageOf(kind, row), kind).not.toEqual(imageOf('real, grey', row));
      }
      expect(find(kind).digits).toEqual(find('real, grey').digits!.slice(0, find(kind).digits!.length));
    }
  });

  test('are damaged more by more', () => {
    for (const [damage, amounts] of Object.entries(DAMAGES)) {
      const distances = amounts.map((amount) =>
        mean(
          [0, 1, 2, 3].map((row) =>
            distanceOf(imageOf(`${damage}, ${amount}`, row), imageOf('real, grey', row)),
          ),
        ),
      );
      expect(distances, damage).toEqual([...distances].sort((a, b) => a - b));
      expect(distances[0], damage).toBeGreaterThan(0);
    }
  });

  test('have strokes added where they had none, and erased where they had some', () => {
    for (let row = 0; row < 4; row++) {
      const real = imageOf('real, grey', row);
      expect(imageOf('strokes added, 8', row).every((value, at) => value >= real[at]!)).toBe(true);
      expect(imageOf('strokes erased, 8', row).every((value, at) => value <= real[at]!)).toBe(true);
    }
  });
});

test('digits of other collections and in typefaces fill a box of 20 pixels about their centre of mass', () => {
  for (const kind of ['typefaces', 'optdigits']) {
    for (let row = 0; row < 4; row++) {
      const image = imageOf(kind, row);
      expect(Math.max(...sizeOf(image)), kind).toBeGreaterThanOrEqual(18);
      expect(Math.max(...sizeOf(image)), kind).toBeLessThanOrEqual(21);
      const { x, y } = centreOfMass(image);
      expect(Math.hypot(x - 14, y - 14), kind).toBeLessThan(0.8);
    }
  }
});

test('a picture is fitted whatever its size and place: a bar of 60 x 30 is 20 x 10', () => {
  const ink = Float32Array.from({ length: 100 * 80 }, (_, at) => {
    const [x, y] = [at % 100, Math.floor(at / 100)];
    return Number(x >= 30 && x < 90 && y >= 5 && y < 35);
  });
  const fitted = fitPicture({ width: 100, height: 80, ink });
  expect(sizeOf(fitted)).toEqual([20, 10]);
  expect(fitted.reduce((a, b) => a + b, 0)).toBeCloseTo(200, 4);
  expect(fitPicture({ width: 3, height: 2, ink: new Float32Array(6) })).toEqual(new Float32Array(PIXELS));
});

test('a stroke has full ink along its line and none two pixels off', () => {
  const image = drawStrokes(
    [
      [
        { x: 5, y: 10 },
        { x: 20, y: 10 },
      ],
    ],
    1,
  );
  const inkAt = (x: number, y: number) => image[y * SIDE + x];
  expect([inkAt(5, 10), inkAt(12, 11), inkAt(12, 12), inkAt(22, 10)]).toEqual([1, 0.5, 0, 0]);
  const fitted = drawFitted(
    [
      [
        { x: 0, y: 0 },
        { x: 300, y: 0 },
      ],
    ],
    1,
  );
  // Half of a pixel at each end, where the line lies between two.
  expect(sizeOf(fitted)[0]).toBe(21);
});

test('paths of the stroke fonts are lines of points', () => {
  expect(parsePath('M4,22 L3,21 4,-20 M5,11 L24,12')).toEqual([
    [
      { x: 4, y: 22 },
      { x: 3, y: 21 },
      { x: 4, y: -20 },
    ],
    [
      { x: 5, y: 11 },
      { x: 24, y: 12 },
    ],
  ]);
});

test('phase scrambling keeps the amplitude of every frequency, and moves everything', () => {
  const image = imageOf('real, grey', 0);
  const scrambled = scramblePhases(image, openStream(0, 'test/phases'));
  const [before, after] = [transformImage(image), transformImage(scrambled)];
  for (let at = 0; at < PIXELS; at++) {
    const amplitude = Math.hypot(before.real[at]!, before.imaginary[at]!);
    expect(Math.hypot(after.real[at]!, after.imaginary[at]!)).toBeCloseTo(amplitude, 3);
  }
  expect(mean(scrambled)).toBeCloseTo(mean(image), 6);
  expect(distanceOf(scrambled, image)).toBeGreaterThan(0.05);
});

test('ideas are kept, scrambled and changed a little, model by model', () => {
  const ideas = {
    images: find('real, black and white').images.slice(0, 10 * PIXELS),
    digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    groupSize: 10,
  };
  const ofIdeas = makeOfIdeas({ seed: 0 }, ideas);
  expect(ofIdeas.map(({ kind, digits }) => [kind, digits === null])).toEqual([
    ['phase-scrambled ideas', true],
    ['ideas', false],
    ['ideas moved by a pixel', false],
    ['ideas thickened by half a pixel', false],
    ['ideas 1% of the pixels flipped', false],
  ]);
  expect(ofIdeas.every(({ groupSize }) => groupSize === 10)).toBe(true);
  const flipped = ofIdeas[4]!.images.filter((value, at) => value !== ideas.images[at]).length;
  expect(flipped / (10 * PIXELS)).toBeCloseTo(0.01, 2);
});

test('the rules and a sample of the images are those that were sealed before the judges were frozen', () => {
  expect(digestRules()).toBe(sealed.rules);
  expect(digestImages(made)).toEqual(sealed.sample);
});

test('every kind of which something is expected is sealed, but for those that are made of ideas', () => {
  const kinds = new Set(SECOND_RULES.flatMap((rule) => rule.kinds));
  const ofIdeas = [...kinds].filter((kind) => kind === 'ideas' || kind.includes('ideas'));
  expect(ofIdeas).toHaveLength(5);
  expect([...kinds].filter((kind) => !ofIdeas.includes(kind)).sort()).toEqual(
    Object.keys(sealed.images).sort(),
  );
});

test('says what is not as it was sealed', () => {
  const as = { ...sealed, images: sealed.sample };
  expect(listBroken(as, made)).toEqual([]);
  const [first, ...others] = made;
  const changed = { ...first!, images: first!.images.map((value, at) => (at === 400 ? 1 - value : value)) };
  expect(listBroken(as, [changed, ...others])).toEqual([first!.kind]);
  expect(listBroken({ ...as, rules: '' }, others)).toEqual(['the rules', first!.kind]);
});
