import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeChange } from '../../pipeline/study/inputs.ts';

const DIGEST = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test.each([
  ['another number', { epochs: 2 }, { epochs: 4 }, 'epochs changed from 2 to 4'],
  ['another text', { start: 'article' }, { start: 'seeded' }, 'start changed from article to seeded'],
  ['another type', { passes: 5 }, { passes: 'converged' }, 'passes changed from 5 to converged'],
  ['a number as text', { seed: 1 }, { seed: '1' }, 'seed changed from 1 to 1'],
  [
    'a digest, by its first digits',
    { model: DIGEST },
    { model: DIGEST.replace('b', '0') },
    'model changed from ba7816bf to 0a7816bf',
  ],
  ['an input that was not there', {}, { depth: 3 }, 'depth is new (3)'],
  ['an input that is no more', { dropout: 0.5 }, {}, 'dropout is gone (was 0.5)'],
  ['the first of several', { a: 1, b: 1 }, { b: 2, a: 2 }, 'b changed from 1 to 2'],
])('%s is told', (_, had, wanted, line) => {
  expect(describeChange(had, wanted)).toBe(line);
});

const inputs = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.oneof(fc.integer(), fc.string()));

test('equal inputs have no change, in whatever order they are named', () => {
  fc.assert(
    fc.property(inputs, (some) => {
      const turned = Object.fromEntries(Object.entries(some).reverse());
      expect(describeChange(some, turned)).toBeNull();
    }),
  );
});

test('whatever differs is found, from either side', () => {
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const areEqual = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
      expect(describeChange(a, b) === null).toBe(areEqual);
      expect(describeChange(b, a) === null).toBe(areEqual);
    }),
  );
});
