import { describe, expect, test } from 'vitest';
import { blend, unitImage } from '../../../pipeline/judging/pixels.ts';
import { DAMAGES, damageImage } from '../../../pipeline/makeJudges/images/damage.ts';
import { thicken, varyShape } from '../../../pipeline/makeJudges/images/variation.ts';
import { PIXELS, SIDE } from '../../../pipeline/math/images.ts';
import { dilate } from '../../../pipeline/math/morphology.ts';
import { openStream, type Stream } from '../../../pipeline/math/streams.ts';
import { readDigits } from '../../judging/digits.ts';

const digits = readDigits('train', 0, 20);
const isUnit = (image: Float32Array) => image.every((value) => value >= 0 && value <= 1);
const sum = (image: Float32Array) => image.reduce((a, b) => a + b, 0);

type Draw = (image: Float32Array, stream: Stream) => Float32Array;
const DRAWS: [string, Draw][] = [
  ['a variant in shape', varyShape],
  ['a damaged image', damageImage],
  ...Object.entries(DAMAGES),
];

describe.each(DRAWS)('%s', (_, draw) => {
  test('stays in [0, 1], differs from draw to draw, and is the same for the same stream', () => {
    const stream = openStream(0, 'a');
    const draws = Array.from({ length: 20 }, (_, row) => draw(unitImage(digits, row), stream));
    expect(draws.every(isUnit)).toBe(true);
    const again = openStream(0, 'a');
    expect(draws.map((_, row) => draw(unitImage(digits, row), again))).toEqual(draws);
    const other = openStream(1, 'a');
    expect(draws.map((_, row) => draw(unitImage(digits, row), other))).not.toEqual(draws);
  });

  test('leaves its argument as it was', () => {
    const image = unitImage(digits, 0);
    for (let k = 0; k < 10; k++) draw(image, openStream(k, 'b'));
    expect(image).toEqual(unitImage(digits, 0));
  });
});

describe('a variant in shape', () => {
  test('keeps its ink but for a thicker or a thinner pen', () => {
    const stream = openStream(0, 'ink');
    for (let row = 0; row < 20; row++) {
      const image = unitImage(digits, row);
      const ratio = sum(varyShape(image, stream)) / sum(image);
      expect(ratio).toBeGreaterThan(0.4);
      expect(ratio).toBeLessThan(4);
    }
  });

  test('is the image itself in about half of the cases', () => {
    const stream = openStream(0, 'half');
    const image = unitImage(digits, 0);
    const same = Array.from({ length: 200 }, () => varyShape(image, stream)).filter(
      (variant) => variant === image,
    );
    expect(same.length).toBeGreaterThan(70);
    expect(same.length).toBeLessThan(130);
  });
});

describe('thicker strokes', () => {
  const dot = new Float32Array(PIXELS);
  dot[14 * SIDE + 14] = 1;

  test('are dilated once for every whole pixel, and blended for the rest', () => {
    expect(thicken(dot, 0)).toEqual(dot);
    expect(thicken(dot, 2)).toEqual(dilate(dilate(dot)));
    expect(thicken(dot, 1.25)).toEqual(blend(dilate(dot), dilate(dilate(dot)), 0.25));
  });

  test('have no less ink anywhere the thicker they are', () => {
    const image = unitImage(digits, 3);
    let thinner = image;
    for (const pixels of [0.3, 0.9, 1, 1.4, 2]) {
      const thick = thicken(image, pixels);
      expect(thick.every((value, at) => value >= thinner[at]! - 1e-6)).toBe(true);
      thinner = thick;
    }
  });
});

describe('damage', () => {
  const share = (damage: Draw, image: Float32Array) => {
    const stream = openStream(0, 'share');
    let changed = 0;
    for (let k = 0; k < 30; k++) {
      changed += damage(image, stream).filter((value, at) => Math.abs(value - image[at]!) > 0.5).length;
    }
    return changed / (30 * PIXELS);
  };
  const [blank, full] = [new Float32Array(PIXELS), new Float32Array(PIXELS).fill(1)];

  test('flips blobs on some 1 to 20% of the pixels, whatever they are', () => {
    expect(share(DAMAGES['flipped blobs']!, blank)).toBeGreaterThan(0.02);
    expect(share(DAMAGES['flipped blobs']!, blank)).toBeLessThan(0.2);
    expect(share(DAMAGES['flipped blobs']!, blank)).toBe(share(DAMAGES['flipped blobs']!, full));
  });

  test('adds ink or takes ink, as it is called', () => {
    expect(share(DAMAGES['strokes added']!, blank)).toBeGreaterThan(0.01);
    expect(share(DAMAGES['strokes added']!, full)).toBe(0);
    expect(share(DAMAGES['strokes erased']!, full)).toBeGreaterThan(0.01);
    expect(share(DAMAGES['strokes erased']!, blank)).toBe(0);
  });

  test('leaves about half of the images whole', () => {
    const stream = openStream(0, 'whole');
    const whole = Array.from({ length: 200 }, () => damageImage(blank, stream)).filter(
      (image) => image === blank,
    );
    expect(whole.length).toBeGreaterThan(70);
    expect(whole.length).toBeLessThan(130);
  });
});
