import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../../pipeline/judging/answers.ts';
import {
  CHARACTERS,
  drawCharacter,
  drawTypesetDigit,
} from '../../../pipeline/makeJudges/images/characters.ts';
import type { DigitSource } from '../../../pipeline/makeJudges/images/example.ts';
import { drawNonDigit, NON_DIGITS } from '../../../pipeline/makeJudges/images/nonDigits.ts';
import { joinHalves, overlayDigits, shuffleTiles } from '../../../pipeline/makeJudges/images/pieces.ts';
import { eraseDigit, morphDigits } from '../../../pipeline/makeJudges/images/spread.ts';
import { DIGITS, PIXELS } from '../../../pipeline/math/images.ts';
import { openStream } from '../../../pipeline/math/streams.ts';
import { findGlyph } from '../../../pipeline/store/strokeFonts.ts';
import { readDigits } from '../../judging/digits.ts';

const digits = readDigits('train', 0, 50);
const source: DigitSource = {
  digits,
  untrainedIdeas: Float32Array.from({ length: 2 * PIXELS }, (_, at) => Number(at % 3 === 0)),
};
const total = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
const KINDS = Object.values(NON_DIGITS).flatMap((kinds) => Object.entries(kinds));

test('no kind serves two purposes', () => {
  expect(new Set(KINDS.map(([name]) => name)).size).toBe(KINDS.length);
  expect(new Set(KINDS.map(([, { make }]) => make)).size).toBe(KINDS.length);
});

describe.each(KINDS)('the kind %s', (name, { make, isStructured }) => {
  const drawAll = () => {
    const stream = openStream(0, name);
    return Array.from({ length: 12 }, () => make(source, stream));
  };

  test('has 784 pixels in [0, 1] and a distribution over the answers', () => {
    for (const { image, target } of drawAll()) {
      expect(image.length).toBe(PIXELS);
      expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(target.length).toBe(ANSWERS);
      expect(total(target)).toBeCloseTo(1, 6);
      if (isStructured) expect(target[NOT_A_DIGIT]).toBe(1);
    }
  });

  test('is drawn from its stream alone', () => {
    const images = drawAll().map(({ image }) => image);
    expect(drawAll().map(({ image }) => image)).toEqual(images);
    expect(new Set(images.map((image) => image.join())).size).toBeGreaterThan(1);
  });

  test.runIf(isStructured)('is neither blank nor full', () => {
    for (const { image } of drawAll()) {
      expect(total(image)).toBeGreaterThan(8);
      expect(total(image)).toBeLessThan(0.7 * PIXELS);
    }
  });
});

test('kinds are drawn in proportion to their shares', () => {
  const stream = openStream(0, 'shares');
  const overlays = Array.from({ length: 1000 }, () => drawNonDigit('learning', source, stream)).filter(
    ({ parts }) => parts.length === 2,
  );
  const shares = Object.values(NON_DIGITS.learning).reduce((sum, { share }) => sum + share, 0);
  const expected = (1000 * NON_DIGITS.learning.overlay!.share) / shares;
  expect(Math.abs(overlays.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
});

describe('what is made from digits', () => {
  test('keeps its ink where only places change', () => {
    const ink = new Set(
      Array.from(digits.labels, (_, row) =>
        total(digits.images.subarray(row * PIXELS, (row + 1) * PIXELS) as never),
      ),
    );
    const tiles = shuffleTiles(source, openStream(0, 't')).image;
    expect(ink).toContain(Math.round(total(tiles) * 255));
  });

  test('names the digits of its parts, which differ in a pair', () => {
    for (const make of [joinHalves, overlayDigits, morphDigits]) {
      for (let seed = 0; seed < 10; seed++) {
        const [first, second] = make(source, openStream(seed, 'h')).parts;
        expect(first).not.toBe(second);
      }
    }
  });
});

describe('characters', () => {
  /** Every stroke drawing of the sets, as text. */
  const shapesOf = (...names: readonly (keyof typeof CHARACTERS)[]) =>
    names.flatMap((name) =>
      CHARACTERS[name].flatMap(({ font, characters }) =>
        [...characters].map((character) => JSON.stringify(findGlyph(font, character))),
      ),
    );

  test('are never a digit', () => {
    const all = shapesOf(...(Object.keys(CHARACTERS) as (keyof typeof CHARACTERS)[]));
    for (const font of ['futural', 'futuram', 'timesr', 'timesi', 'scripts', 'music']) {
      for (const digit of DIGITS) expect(all).not.toContain(JSON.stringify(findGlyph(font, String(digit))));
    }
  });

  test('of two purposes share no shape', () => {
    const learnt = shapesOf('letters', 'signs');
    const calibrated = shapesOf('greek letters', 'music signs');
    const tested = shapesOf('cyrillic letters', 'weather signs');
    expect(learnt.filter((shape) => calibrated.includes(shape))).toEqual([]);
    expect(tested.filter((shape) => [...learnt, ...calibrated].includes(shape))).toEqual([]);
  });

  test('are drawn inside the image', () => {
    const stream = openStream(0, 'inside');
    const edges = Array.from({ length: 100 }, () => drawCharacter('letters', stream)).filter((image) =>
      image.some((value, at) => value > 0 && (at % 28 === 0 || at % 28 === 27)),
    );
    expect(edges.length).toBeLessThan(10);
  });

  test('of typefaces have digits too', () => {
    const one = drawTypesetDigit(1, openStream(0, 'typeset'));
    const eight = drawTypesetDigit(8, openStream(0, 'typeset'));
    expect(total(eight)).toBeGreaterThan(total(one));
    expect(one.length).toBe(PIXELS);
  });
});

describe('images between a digit and none', () => {
  const stream = openStream(0, 'between');

  test('are a digit as long as half of the ink is left', () => {
    for (let k = 0; k < 50; k++) {
      const { image, target, parts } = eraseDigit(source, stream);
      expect(target[parts[0]!]! + target[NOT_A_DIGIT]!).toBeCloseTo(1, 6);
      if (total(image) === 0) expect(target[NOT_A_DIGIT]).toBe(1);
    }
  });

  test('have about as much ink as the two digits that they lie between', () => {
    for (let k = 0; k < 20; k++) {
      const { image, target } = morphDigits(source, stream);
      expect(total(image)).toBeGreaterThan(15);
      expect(total(image)).toBeLessThan(300);
      expect(total(target)).toBeCloseTo(1, 6);
    }
  });
});
