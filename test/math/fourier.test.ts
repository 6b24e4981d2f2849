import { expect, test } from 'vitest';
import { invertSpectrum, transformImage } from '../../pipeline/math/fourier.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

const stream = openStream(0, 'test/fourier');
const image = Float32Array.from({ length: PIXELS }, () => drawUniform(stream));

test('the transform is the sum over all pixels that it is defined as', () => {
  const { real, imaginary } = transformImage(image);
  for (const [v, u] of [
    [0, 0],
    [0, 5],
    [7, 0],
    [3, 11],
    [27, 27],
  ] as const) {
    let [re, im] = [0, 0];
    image.forEach((value, at) => {
      const angle = (-2 * Math.PI * (u * (at % SIDE) + v * Math.floor(at / SIDE))) / SIDE;
      re += value * Math.cos(angle);
      im += value * Math.sin(angle);
    });
    expect(real[v * SIDE + u]).toBeCloseTo(re, 8);
    expect(imaginary[v * SIDE + u]).toBeCloseTo(im, 8);
  }
});

test('the inverse gives the image back', () => {
  invertSpectrum(transformImage(image)).forEach((value, at) => {
    expect(value).toBeCloseTo(image[at]!, 10);
  });
});
