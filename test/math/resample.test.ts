import { expect, test } from 'vitest';
import { resample } from '../../pipeline/math/resample.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

const row = (...values: number[]) => ({
  width: values.length,
  height: 1,
  values: Float64Array.from(values),
});

test.each([
  // Linear between the centres of pixels, and level beyond the last.
  [[0, 1], 4, [0, 1 / 4, 3 / 4, 1]],
  // Weights 3, 3, 1 of the pixels at distances 1/2, 1/2 and 3/2 of a radius of 2.
  [[0, 0, 1, 1], 2, [1 / 7, 6 / 7]],
  [[0.2, 0.7, 0.4], 3, [0.2, 0.7, 0.4]],
  [[0.5, 0.5, 0.5, 0.5, 0.5], 3, [0.5, 0.5, 0.5]],
])('%j in %d pixels is %j', (values, width, wanted) => {
  const { values: found } = resample(row(...values), width, 1);
  expect(found).toHaveLength(width);
  found.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted[at]!, 12);
  });
});

test('rows and columns are treated alike', () => {
  const stream = openStream(0, 'resample');
  const [width, height] = [13, 7];
  const values = Float64Array.from({ length: width * height }, () => drawUniform(stream));
  const turned = values.map((_, at) => values[(at % height) * width + Math.floor(at / height)]!);
  const small = resample({ width, height, values }, 5, 4);
  const other = resample({ width: height, height: width, values: turned }, 4, 5);
  expect(small).toMatchObject({ width: 5, height: 4 });
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 5; x++) {
      expect(small.values[y * 5 + x]).toBeCloseTo(other.values[x * 4 + y]!, 12);
    }
  }
});
