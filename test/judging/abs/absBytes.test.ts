import { describe, expect, test } from 'vitest';
import {
  countParameters,
  fromBfloat16,
  parseAbs,
  serialiseAbs,
  toBfloat16,
} from '../../../pipeline/judging/abs/absBytes.ts';
import { ABS_SHAPE, type Autoencoders } from '../../../pipeline/judging/abs/autoencoders.ts';
import { UserError } from '../../../pipeline/study/errors.ts';
import { makeAbsNetwork, SMALL_SHAPE } from './madeAbs.ts';

const listArrays = ({ encoder, decoders }: Autoencoders): Float32Array[] => [
  encoder.parameters,
  ...decoders.flatMap(({ layers }) => layers.flatMap(({ weights, biases }) => [weights, biases])),
];

describe('bfloat16', () => {
  test('keeps what 8 bits can hold, and rounds to the nearest, ties to even', () => {
    const step = 2 ** -7;
    const given = [0, 1, -1.5, 1 + step, 1 + 0.4 * step, 1 + 0.6 * step, 1 + 0.5 * step, 1 + 1.5 * step];
    const kept = [0, 1, -1.5, 1 + step, 1, 1 + step, 1, 1 + 2 * step];
    expect([...fromBfloat16(toBfloat16(Float32Array.from(given)))]).toEqual(kept);
  });

  test('is the upper half of a float32', () => {
    expect([...toBfloat16(Float32Array.of(1, -2))]).toEqual([0x3f80, 0xc000]);
  });
});

describe('the bytes of the judge', () => {
  const network = makeAbsNetwork();
  const bytes = serialiseAbs(network);
  const parsed = parseAbs(bytes, 'abs.bin', SMALL_SHAPE);

  test('give the network back, every parameter in its place, as near as they can hold it', () => {
    for (const part of ['digits', 'others'] as const) {
      const [given, kept] = [listArrays(network[part]), listArrays(parsed[part])];
      expect(kept.map(({ length }) => length)).toEqual(given.map(({ length }) => length));
      const rounded = given.map((array) => fromBfloat16(toBfloat16(array)));
      expect(kept.every((array, at) => array.every((value, k) => value === rounded[at]![k]))).toBe(true);
    }
    expect(Buffer.compare(serialiseAbs(parsed), bytes)).toBe(0);
  });

  test('are refused where their number is another', () => {
    const read = () => parseAbs(bytes.subarray(2), 'abs.bin', SMALL_SHAPE);
    expect(read).toThrow(UserError);
    expect(read).toThrow(`abs.bin: expected ${bytes.length} bytes, got ${bytes.length - 2}`);
  });

  test('stay below two and a half megabytes', () => {
    const count = countParameters(ABS_SHAPE.digits) + countParameters(ABS_SHAPE.others);
    expect(2 * count).toBeLessThan(2.5e6);
  });
});
