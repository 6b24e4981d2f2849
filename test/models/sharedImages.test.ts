import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { countSharedImages } from '../../pipeline/models/sharedImages.ts';
import { readDigits } from '../judging/digits.ts';

const digits = readDigits('train', 0, 300);
const part = (from: number, to: number) => ({
  images: digits.images.slice(from * PIXELS, to * PIXELS),
  labels: digits.labels.slice(from, to),
});

test('test images that are training or validation images are counted, byte for byte', () => {
  const [train, validation] = [part(0, 100), part(100, 150)];
  expect(countSharedImages({ train, validation, test: part(90, 130) })).toBe(40);
  expect(countSharedImages({ train, validation: null, test: part(90, 130) })).toBe(10);
  const other = part(90, 130);
  other.images[400]! ^= 1;
  expect(countSharedImages({ train, validation: null, test: other })).toBe(9);
});

test('fewer than one test image in a hundred are not told', () => {
  const train = part(0, 100);
  expect(countSharedImages({ train, validation: null, test: part(99, 199) })).toBe(1);
  expect(countSharedImages({ train, validation: null, test: part(99, 200) })).toBe(0);
});
