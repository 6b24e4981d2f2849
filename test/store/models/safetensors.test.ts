import { safetensors } from '@jax-js/loaders';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../pipeline/store/models/safetensors.ts';
import { UserError } from '../../../pipeline/study/errors.ts';
import { arrayOf } from '../../engine/drawn.ts';
import { errorLine } from '../errorLine.ts';
import { anyModel, bitsOf, makeModel } from './madeModels.ts';

const HIDDEN = 3;
const FILE = encodeSafetensors(makeModel(HIDDEN));

type Header = Record<string, { dtype: string; shape: unknown; data_offsets: unknown }>;

function lengthOf(file: Uint8Array): number {
  return Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
}

function headerOf(file: Uint8Array): Header {
  return JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + lengthOf(file)))) as Header;
}

/** A file with any header over the numbers of FILE. */
function withHeader(header: unknown, data = FILE.subarray(8 + lengthOf(FILE))): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return Buffer.concat([length, text, data]);
}

describe('the file', () => {
  test("is read by another's reader, with PyTorch's names, shapes and rows of outputs", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const { tensors, metadata } = safetensors.parse(new Uint8Array(encodeSafetensors(model)));
        const { hidden } = model;
        expect(metadata).toEqual({ format: 'pt' });
        const shapes = Object.entries(tensors).map(([name, { dtype, shape }]) => [name, dtype, shape]);
        expect(Object.fromEntries(shapes.map(([name, ...rest]) => [name, rest]))).toEqual({
          '0.weight': ['F32', [hidden, 784]],
          '0.bias': ['F32', [hidden]],
          '2.weight': ['F32', [hidden, hidden]],
          '2.bias': ['F32', [hidden]],
          '4.weight': ['F32', [10, hidden]],
          '4.bias': ['F32', [10]],
        });
        const weight = tensors['0.weight']!.data as Float32Array;
        const turned = weight.map((_, i) => arrayOf(model, 'w1')[(i % 784) * hidden + Math.floor(i / 784)]!);
        expect(Buffer.from(weight.buffer, weight.byteOffset, weight.byteLength)).toEqual(
          Buffer.from(turned.buffer),
        );
        expect([...(tensors['4.bias']!.data as Float32Array)]).toEqual([...arrayOf(model, 'b3')]);
      }),
      { numRuns: 10 },
    );
  });

  test('names another activation than relu in its metadata, which relu does without', () => {
    const metadataOf = (depth: number, activation: 'relu' | 'tanh') => {
      const model = makeModel({ hidden: 2, depth, activation });
      const { tensors, metadata } = safetensors.parse(new Uint8Array(encodeSafetensors(model)));
      return [Object.keys(tensors).filter((name) => name.endsWith('weight')), metadata];
    };
    expect(metadataOf(1, 'tanh')).toEqual([['0.weight', '2.weight'], { format: 'pt', activation: 'tanh' }]);
    expect(metadataOf(4, 'relu')).toEqual([
      ['0.weight', '2.weight', '4.weight', '6.weight', '8.weight'],
      { format: 'pt' },
    ]);
  });

  test('has a header of a multiple of 8 bytes, and no holes', () => {
    expect(lengthOf(FILE) % 8).toBe(0);
    const offsets = Object.entries(headerOf(FILE))
      .filter(([name]) => name !== '__metadata__')
      .map(([, { data_offsets }]) => data_offsets as [number, number]);
    expect(offsets[0]![0]).toBe(0);
    for (const [i, [begin]] of offsets.slice(1).entries()) expect(begin).toBe(offsets[i]![1]);
    expect(offsets.at(-1)![1]).toBe(FILE.length - 8 - lengthOf(FILE));
  });

  test("has a header that the format's own writer, safetensors 0.8.0 for Python, gave for the same shapes", () => {
    const header = new TextDecoder().decode(encodeSafetensors(makeModel(784)).subarray(8, 480));
    expect(header).toBe(
      '{"__metadata__":{"format":"pt"},"0.bias":{"dtype":"F32","shape":[784],"data_offsets":[0,3136]},' +
        '"0.weight":{"dtype":"F32","shape":[784,784],"data_offsets":[3136,2461760]},' +
        '"2.bias":{"dtype":"F32","shape":[784],"data_offsets":[2461760,2464896]},' +
        '"2.weight":{"dtype":"F32","shape":[784,784],"data_offsets":[2464896,4923520]},' +
        '"4.bias":{"dtype":"F32","shape":[10],"data_offsets":[4923520,4923560]},' +
        '"4.weight":{"dtype":"F32","shape":[10,784],"data_offsets":[4923560,4954920]}}    ',
    );
  });

  test('is read in any order of tensors, without metadata, and at any offset in memory', () => {
    const { __metadata__: _, ...tensors } = headerOf(FILE);
    const file = withHeader(Object.fromEntries(Object.entries(tensors).toReversed()));
    const held = new Uint8Array(file.length + 1);
    held.set(file, 1);
    expect(bitsOf(decodeSafetensors(held.subarray(1), 'made'))).toEqual(bitsOf(makeModel(HIDDEN)));
  });
});

/** FILE with the entry `name` changed. */
function changed(name: string, change: Record<string, unknown>): Uint8Array {
  const header = headerOf(FILE);
  return withHeader({ ...header, [name]: { ...header[name], ...change } });
}

// FILE: 0.bias 0...12, 0.weight 12...9420, 2.bias 9420...9432, 2.weight 9432...9468, 4.bias ...9508, 4.weight ...9628.
test.each<[what: string, file: Uint8Array, line: string]>([
  [
    'a length of 2^63 - 1',
    Buffer.concat([Buffer.from('ffffffffffffff7f', 'hex'), Buffer.from('{}')]),
    'a header of at most 2 bytes (the rest of the file), got 9223372036854775807',
  ],
  ['seven bytes', new Uint8Array(7), 'at least 8 bytes, got 7'],
  ['a header that is no JSON', withHeader('{"0.bias"'), 'a header of JSON, got 9 bytes that are not'],
  ['a header that is no text', withHeader('{}').with(8, 0xff), 'a header of JSON, got 2 bytes that are not'],
  ['a header that is a list', withHeader([]), 'a header that names tensors, got []'],
  [
    'an activation that we do not have',
    withHeader({ ...headerOf(FILE), __metadata__: { activation: 'sigmoid' } }),
    "__metadata__: activation: expected 'relu' or 'tanh' or 'gelu', got 'sigmoid'",
  ],
  [
    'half precision that is not',
    changed('2.bias', { dtype: 'F16' }),
    '2.bias: expected offsets 6 bytes apart, got [9420,9432]',
  ],
  [
    'a bias of no layer',
    changed('2.bias', { shape: [1, 3] }),
    "weights whose shapes lead from 784 inputs on, got '0.weight' of shape [3,784], '2.bias' of shape [1,3]",
  ],
  [
    'other inputs',
    changed('0.weight', { shape: [4, 588] }),
    "weights whose shapes lead from 784 inputs on, got '0.weight' of shape [4,588]",
  ],
  [
    'no hidden units',
    changed('0.weight', { shape: [0, 784], data_offsets: [12, 12] }),
    '2.bias: expected to begin at offset 12, got 9420',
  ],
  [
    'a weight of huge size',
    changed('0.weight', { shape: [2 ** 40, 784] }),
    '0.weight: expected offsets 3448068464705536 bytes apart, got [12,9420]',
  ],
  [
    'a weight that is not square',
    changed('2.weight', { shape: [9, 1] }),
    "weights whose shapes lead from 784 inputs on, got '0.weight' of shape [3,784], '2.weight' of shape [9,1]",
  ],
  [
    'a convolution',
    changed('2.weight', { shape: [1, 1, 3, 3] }),
    "weights and biases of fully connected layers, got '2.weight' of shape [1,1,3,3]",
  ],
  ['a shape of text', changed('2.bias', { shape: 'three' }), "2.bias: shape: expected a list, got 'three'"],
  [
    'an offset of half a byte',
    changed('2.bias', { data_offsets: [0.5, 12.5] }),
    '2.bias: data_offsets[0]: expected an integer, got 0.5',
  ],
  [
    'brackets without end',
    withHeader(`{"0.weight":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
    '0.weight: expected a mapping of keys, got [ [ [Array] ] ]',
  ],
  [
    'offsets too close',
    changed('2.bias', { data_offsets: [9420, 9428] }),
    '2.bias: expected offsets 12 bytes apart, got [9420,9428]',
  ],
  [
    'offsets that go back',
    changed('2.bias', { data_offsets: [9432, 9420] }),
    '2.bias: expected offsets 12 bytes apart, got [9432,9420]',
  ],
  [
    'overlapping tensors',
    changed('2.bias', { data_offsets: [9416, 9428] }),
    '2.bias: expected to begin at offset 9420, got 9416',
  ],
  [
    'tensors in the same place',
    changed('2.bias', { data_offsets: [0, 12] }),
    '2.bias: expected to begin at offset 12, got 0',
  ],
  [
    'offsets out of bounds',
    changed('4.weight', { data_offsets: [99508, 99628] }),
    '4.weight: expected to begin at offset 9508, got 99508',
  ],
  ['four bytes too few', FILE.subarray(0, -4), '9628 bytes of numbers, got 9624'],
  ['four bytes too many', Buffer.concat([FILE, new Uint8Array(4)]), '9628 bytes of numbers, got 9632'],
  [
    'an infinity',
    withHeader(headerOf(FILE), encodeInfinity()),
    '0.bias: expected finite numbers, got Infinity at position 2',
  ],
])('%s: refused in one line', async (_, file, line) => {
  const message = await errorLine(() => decodeSafetensors(file, 'x.safetensors'));
  expect(message).toMatch(/^x\.safetensors: /);
  expect(message).toContain(line);
  expect(message).toMatch(/; (save the state_dict|make the file) /);
});

function encodeInfinity(): Uint8Array {
  const data = FILE.slice(8 + lengthOf(FILE));
  new DataView(data.buffer).setFloat32(8, Number.POSITIVE_INFINITY, true);
  return data;
}

test('a file that is cut anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(FILE.length - 1), async (length) => {
      expect(await errorLine(() => decodeSafetensors(FILE.subarray(0, length), 'x'))).toContain('expected');
    }),
  );
});

test('a damaged byte of the header gives a line of ours or a model, never a fault', () => {
  fc.assert(
    fc.property(fc.nat(lengthOf(FILE) + 7), fc.nat(255), (at, byte) => {
      try {
        expect(decodeSafetensors(FILE.with(at, byte), 'x').hidden).toBe(HIDDEN);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).not.toContain('\n');
      }
    }),
    { numRuns: 500 },
  );
});
