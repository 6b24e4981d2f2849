/** The files in which a study keeps its models. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../../pipeline/store/files.ts';
import { encodeDat } from '../../../pipeline/store/models/dat.ts';
import { decodeModel, encodeModel, hashModel } from '../../../pipeline/store/models/storedModel.ts';
import { anyNetwork, bitsOf, makeModel } from './madeModels.ts';

test("the article's network is kept as the article keeps it, every other as safetensors", () => {
  const article = encodeModel(makeModel(3));
  expect(article).toEqual({ name: 'model.dat', bytes: encodeDat(makeModel(3)) });
  expect(encodeModel(makeModel({ hidden: 3, depth: 2, activation: 'tanh' })).name).toBe('model.safetensors');
  expect(encodeModel(makeModel({ hidden: 3, depth: 1, activation: 'relu' })).name).toBe('model.safetensors');
});

test('any network comes back bit for bit, and its hash is that of its file', () => {
  fc.assert(
    fc.property(anyNetwork, (model) => {
      const { name, bytes } = encodeModel(model);
      expect(bitsOf(decodeModel(name, bytes, 'made'))).toEqual(bitsOf(model));
      expect(hashModel(model)).toBe(sha256(bytes));
    }),
    { numRuns: 30 },
  );
});

test('networks that differ in their activation alone have different hashes', () => {
  const [tanh, gelu] = (['tanh', 'gelu'] as const).map((activation) =>
    hashModel(makeModel({ hidden: 2, depth: 2, activation })),
  );
  expect(tanh).not.toBe(gelu);
});
