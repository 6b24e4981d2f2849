import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { holdImages, packImages, unpackImages } from '../../pipeline/store/packedImages.ts';
import { UserError } from '../../pipeline/study/errors.ts';

/** A drawn image of 0 and 1. */
function drawBits(seed: number): Float32Array {
  const stream = openStream(seed, 'test/bits');
  return Float32Array.from({ length: PIXELS }, () => drawBelow(stream, 2));
}

test('images come back as they were, 98 bytes each', () => {
  const images = [drawBits(0), drawBits(1), new Float32Array(PIXELS).fill(1)];
  const bytes = packImages(images);
  expect(bytes).toHaveLength(3 * 98);
  expect(unpackImages(bytes, 3, 'some.bits')).toEqual(images.map((image) => Uint8Array.from(image)));
});

test('the first pixel is the highest bit of the first byte, as numpy.unpackbits has it', () => {
  const image = new Float32Array(PIXELS);
  for (const pixel of [0, 9, 15, 783]) image[pixel] = 1;
  const bytes = packImages([image]);
  expect([bytes[0], bytes[1], bytes[97]]).toEqual([0b1000_0000, 0b0100_0001, 0b0000_0001]);
});

test('held images come back as they were, ink and no ink as well as grey', () => {
  const images = [drawBits(2), drawBits(3)];
  const grey = [new Float32Array(PIXELS).fill(0.25), drawBits(4)];
  for (const some of [images, grey]) {
    const imageAt = holdImages(some);
    expect(some.map((_, at) => imageAt(at))).toEqual(some);
  }
});

test('a grey pixel is no bit', () => {
  const image = new Float32Array(PIXELS);
  image[3] = 0.5;
  expect(() => packImages([drawBits(0), image])).toThrow(
    new RangeError('packImages: expected pixels of 0 and 1, got 0.5 in image 1'),
  );
});

test('bytes of another number of images are refused', () => {
  const read = () => unpackImages(packImages([drawBits(0)]), 2, 'some.bits');
  expect(read).toThrow(UserError);
  expect(read).toThrow('some.bits: expected 196 bytes (2 images of 98), got 98; make the file again');
});
