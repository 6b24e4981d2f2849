import { expect, test } from 'vitest';
import { flipPixels } from '../../pipeline/judging/pixels.ts';
import { openStream } from '../../pipeline/math/streams.ts';

const images = new Float32Array(20_000).fill(0.25);

test('a rate of 0 flips nothing and a rate of 1 flips everything', () => {
  expect(flipPixels(images, 0, openStream(1, 'flip'))).toEqual(images);
  expect(flipPixels(images, 1, openStream(1, 'flip'))).toEqual(images.map(() => 0.75));
});

test('about the given share is replaced by 1 - value, the same for the same stream', () => {
  const flipped = flipPixels(images, 0.3, openStream(1, 'flip'));
  const share = flipped.filter((value) => value === 0.75).length / images.length;
  // Four standard deviations of a binomial share: 4 * sqrt(0.3 * 0.7 / 20000) = 0.013.
  expect(Math.abs(share - 0.3)).toBeLessThan(0.013);
  expect(flipPixels(images, 0.3, openStream(1, 'flip'))).toEqual(flipped);
});
