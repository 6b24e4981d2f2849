import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../../pipeline/engine/engine.ts';
import { decodeDat, encodeDat } from '../../../pipeline/store/models/dat.ts';
import { arrayOf, drawModel, withArrays } from '../../engine/drawn.ts';
import { errorLine } from '../errorLine.ts';

/** A model whose numbers are `value(i)`, counted through the six arrays. */
function makeModel(hidden: number, value: (i: number) => number): MlpParameters {
  let i = 0;
  const make = (length: number) => Float32Array.from({ length }, () => value(i++));
  const layers = [
    { weights: make(784 * hidden), biases: make(hidden) },
    { weights: make(hidden * hidden), biases: make(hidden) },
    { weights: make(hidden * 10), biases: make(10) },
  ];
  return { hidden, depth: 2, activation: 'relu', layers };
}

describe('the layout of a model file', () => {
  // With H = 2: W1 [2][784] at 0, b1 at 1568, W2 [2][2] at 1570, b2 at 1574, W3 [10][2] at 1576, b3 at 1596; 1606 in all.
  const model = makeModel(2, () => 0);
  const floats = () => new DataView(encodeDat(model).buffer);
  const at = (position: number) => floats().getFloat32(position * 4, true);
  // Ours are [inputs, outputs]: input 5 to unit 1, unit 0 to unit 1, unit 1 to digit 7.
  arrayOf(model, 'w1')[5 * 2 + 1] = 1;
  arrayOf(model, 'b1')[1] = 2;
  arrayOf(model, 'w2')[0 * 2 + 1] = 3;
  arrayOf(model, 'b2')[0] = 4;
  arrayOf(model, 'w3')[1 * 10 + 7] = 5;
  arrayOf(model, 'b3')[9] = 6;

  test('has rows of outputs, one array after the other', () => {
    expect(floats().byteLength).toBe(1606 * 4);
    expect(at(784 + 5)).toBe(1);
    expect(at(1568 + 1)).toBe(2);
    expect(at(1570 + 2)).toBe(3);
    expect(at(1574)).toBe(4);
    expect(at(1576 + 7 * 2 + 1)).toBe(5);
    expect(at(1596 + 9)).toBe(6);
  });

  test('has zeros where the model has', () => {
    const all = Array.from({ length: 1606 }, (_, i) => at(i));
    expect(all.filter((value) => value !== 0).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('is read back the same way', () => {
    expect(decodeDat(encodeDat(model), 'made')).toEqual(model);
  });
});

test('a file of consecutive numbers is read into the expected places', () => {
  // H = 1: W1 0...783, b1 784, W2 785, b2 786, W3 787...796, b3 797...806.
  const bytes = new Uint8Array(807 * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 807; i++) view.setFloat32(i * 4, i, true);
  const model = decodeDat(bytes, 'made');
  expect(model.hidden).toBe(1);
  expect([arrayOf(model, 'w1')[0], arrayOf(model, 'w1')[783]]).toEqual([0, 783]);
  expect([...arrayOf(model, 'b1'), ...arrayOf(model, 'w2'), ...arrayOf(model, 'b2')]).toEqual([
    784, 785, 786,
  ]);
  expect([...arrayOf(model, 'w3')]).toEqual([787, 788, 789, 790, 791, 792, 793, 794, 795, 796]);
  expect([...arrayOf(model, 'b3')]).toEqual([797, 798, 799, 800, 801, 802, 803, 804, 805, 806]);
});

test('any model comes back bit for bit, with its hidden size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 24 }),
      fc.float({ min: -8, max: 8, noNaN: true }),
      (hidden, first) => {
        const model = makeModel(hidden, (i) => first + Math.sin(i));
        expect(decodeDat(encodeDat(model), 'made')).toEqual(model);
      },
    ),
    { numRuns: 15 },
  );
});

test("the article's hidden size of 784 follows from 1,238,730 numbers", () => {
  expect(decodeDat(new Uint8Array(1_238_730 * 4), 'made').hidden).toBe(784);
});

test.each([0, 40, 4, 807 * 4 - 4, 807 * 4 + 4, 807 * 4 + 1, 1606 * 4 - 1])(
  'a file of %i bytes, which no hidden size has, is refused',
  async (length) => {
    expect(await errorLine(() => decodeDat(new Uint8Array(length), 'test.dat'))).toBe(
      `test.dat: expected 4 (H^2 + 796 H + 10) bytes for a whole H of at least 1, got ${length} bytes; ` +
        'use a whole model file',
    );
  },
);

test('a model in the other byte order is refused as such, and in other numbers as what it may be', async () => {
  const model = drawModel(6, 1);
  const bytes = encodeDat(model);
  const swapped = Buffer.from(bytes).swap32();
  expect(await errorLine(() => decodeDat(swapped, 'test.dat'))).toBe(
    "test.dat: expected little-endian float32, got big-endian; write them in the byte order of x86 and ARM, as numpy's '<f4' does",
  );
  const got = (length: number, name: string) =>
    `got ${length} bytes, which are those of a model in ${name}; write its numbers as float32`;
  for (const [size, name] of [
    [8, 'float64'],
    [2, 'float16'],
  ] as const) {
    const length = (bytes.length / 4) * size;
    expect(await errorLine(() => decodeDat(new Uint8Array(length), 'test.dat'))).toContain(got(length, name));
  }
});

test.each([Number.NaN, Number.NEGATIVE_INFINITY])('a weight of %d is refused', async (value) => {
  const bytes = new Uint8Array(807 * 4);
  new DataView(bytes.buffer).setFloat32(806 * 4, value, true);
  expect(await errorLine(() => decodeDat(bytes, 'test.dat'))).toContain(
    `test.dat: expected finite numbers, got ${value} at position 806`,
  );
});

test('arrays that do not fit the hidden size are a fault of ours', () => {
  const model = makeModel(2, () => 0);
  expect(() => encodeDat(withArrays(model, { w2: new Float32Array(3) }))).toThrow(
    'expected 4 numbers in w2, got 3',
  );
});

test.each([
  [1, 'relu', '1 with relu'],
  [3, 'relu', '3 with relu'],
  [2, 'tanh', '2 with tanh'],
] as const)(
  '%d hidden layers with %s are refused, by the formats that can hold them',
  async (depth, activation, got) => {
    const model = drawModel({ hidden: 3, depth, activation }, 1);
    expect(await errorLine(() => encodeDat(model, 'a/model.dat'))).toBe(
      `a/model.dat: expected two hidden layers with relu in a .dat file, got ${got}; ` +
        'write .onnx, .safetensors or a TF.js folder instead',
    );
  },
);
