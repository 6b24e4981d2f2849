import { expect, test } from 'vitest';
import { readJudgingImages } from '../../../pipeline/judging/judgingData.ts';
import { makeSecondImages } from '../../../pipeline/ladder/second/makeSecond.ts';
import { SECOND_RULES } from '../../../pipeline/ladder/second/rules.ts';
import {
  digestImages,
  digestRules,
  listBroken,
  readSeal,
  SAMPLE,
} from '../../../pipeline/ladder/second/seal.ts';

const { test: digits } = await readJudgingImages();
const sample = await makeSecondImages({ test: digits, seed: 0, share: SAMPLE });
const sealed = await readSeal();

test('the rules and a sample of the images are those that were sealed before the judges were frozen', () => {
  expect(digestRules()).toBe(sealed.rules);
  expect(digestImages(sample)).toEqual(sealed.sample);
});

test('every kind of which something is expected is sealed, but for those that are made of ideas', () => {
  const kinds = new Set(SECOND_RULES.flatMap((rule) => rule.kinds));
  const ofIdeas = [...kinds].filter((kind) => kind === 'ideas' || kind.includes('ideas'));
  expect(ofIdeas).toHaveLength(5);
  expect([...kinds].filter((kind) => !ofIdeas.includes(kind)).sort()).toEqual(
    Object.keys(sealed.images).sort(),
  );
});

test('says what is not as it was sealed', () => {
  const as = { ...sealed, images: sealed.sample };
  expect(listBroken(as, sample)).toEqual([]);
  const [first, ...others] = sample;
  const changed = { ...first!, images: first!.images.map((value, at) => (at === 400 ? 1 - value : value)) };
  expect(listBroken(as, [changed, ...others])).toEqual([first!.kind]);
  expect(listBroken({ ...as, rules: '' }, others)).toEqual(['the rules', first!.kind]);
});
