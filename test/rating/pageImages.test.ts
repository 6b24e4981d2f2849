import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { choosePageImages, hashImage, sampleNames } from '../../pipeline/rating/pageImages.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { readDigits } from '../judging/digits.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';

// 12 models of 3 seeds: 30 ideas a model.
const { ideas } = makeStudy({ ...GRID_SHAPE, missing: [] });
const digits = readDigits('t10k', 0, 100);

// As if half of every image were never inked.
const show = ({ image }: IdeaRow) => image.map((value, at) => (at < PIXELS / 2 ? 0 : value));
const MATERIAL = { ideas, show, attacks: [], test: digits };

describe('choosePageImages', () => {
  const page = choosePageImages(MATERIAL, 60, 0);
  const ofKind = (kind: string) => page.filter(({ key }) => key.kind === kind);

  test('mixes a tenth of real digits and a tenth of noise into the ideas', () => {
    expect(['idea', 'digit', 'noise', 'flipped'].map((kind) => ofKind(kind).length)).toEqual([60, 6, 6, 50]);
    expect(new Set(ofKind('digit').map(({ key }) => key.digit)).size).toBe(6);
    const isMixed = page.findLastIndex(({ key }) => key.kind !== 'idea') > page.length / 2;
    expect(isMixed).toBe(true);
    const few = choosePageImages(MATERIAL, 3, 0);
    expect(few.filter(({ key }) => key.kind === 'digit')).toHaveLength(5);
  });

  test('shows ideas masked and remembers the whole ones, how likely each was to be drawn, and nothing of it for the rest', () => {
    for (const { image, key } of ofKind('idea')) {
      const idea = ideas.find(({ model, digit }) => model.name === key.model && digit === key.digit)!;
      expect(image).toEqual(show(idea));
      expect(key).toMatchObject({ sha256: hashImage(idea.image), reading: 'masked', probability: 5 / 30 });
    }
    for (const { key } of page.filter((one) => one.key.kind !== 'idea')) {
      expect(key).toMatchObject({ reading: null, probability: null });
    }
  });

  test('makes the real digits binary, and noise of an idea’s own ink', () => {
    for (const { image } of ofKind('digit'))
      expect(image.every((value) => value === 0 || value === 1)).toBe(true);
    const inks = new Set(ofKind('idea').map(({ image }) => hashImage(image.toSorted())));
    for (const { image, key } of ofKind('noise')) {
      expect(inks).toContain(hashImage(image.toSorted()));
      expect(key).toMatchObject({ digit: null, model: '', restart: null });
    }
    const test = ofKind('digit')[0]!;
    const isThere = Array.from({ length: 100 }, (_, at) =>
      digits.images
        .subarray(at * PIXELS, (at + 1) * PIXELS)
        .every((byte, i) => byte >= 128 === (test.image[i] === 1)),
    );
    expect(digits.labels[isThere.indexOf(true)]).toBe(test.key.digit);
  });

  test('shows every attack on a judge among the ideas, as it is, with checks for it', () => {
    const bytes = new Uint8Array(PIXELS).fill(255, 30, 60);
    const attacks = [0, 1, 2].map((example) => ({
      ...{ kind: 'from noise against kde', example, digit: 4, panel: 0.5 },
      pixels: Buffer.from(bytes.with(example, 255)).toString('base64'),
    }));
    const mixed = choosePageImages({ ...MATERIAL, attacks }, 57, 0);
    const shown = mixed.filter(({ key }) => key.kind === 'attack');
    expect(shown.map(({ key }) => key.restart).sort()).toEqual([0, 1, 2]);
    for (const { image, key } of shown) {
      expect(key).toMatchObject({ model: 'from noise against kde', digit: 4, sha256: hashImage(image) });
      expect(image).toEqual(Float32Array.from(bytes.with(key.restart!, 255), (byte) => byte / 255));
    }
    expect(mixed.filter(({ key }) => key.kind === 'noise')).toHaveLength(6);
  });

  test('names images by nothing that tells their order or kind', () => {
    const names = page.map(({ key }) => key.image);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{12}$/);
    expect(names.toSorted()).not.toEqual(names);
    // A page of other images has other names, though the seed is the same.
    const others = new Set(choosePageImages(MATERIAL, 59, 0).map(({ key }) => key.image));
    expect(names.filter((name) => others.has(name))).toEqual([]);
  });

  test('gives the same page for the same seed, and remembers each image’s pixels', () => {
    expect(choosePageImages(MATERIAL, 60, 0)).toEqual(page);
    expect(choosePageImages(MATERIAL, 60, 1)).not.toEqual(page);
    for (const { image, key } of page.filter((one) => one.key.kind !== 'idea')) {
      expect(key.sha256).toBe(hashImage(image));
    }
  });
});

test('names differ, and a spreadsheet takes none for a number', () => {
  const names = sampleNames(Array(20_000).fill(null), openStream(0, 'test'));
  expect(new Set(names).size).toBe(20_000);
  expect(names.every((name) => /^[0-9a-f]{12}$/.test(name))).toBe(true);
  // Of as many drawn evenly some 160 would be numbers.
  expect(names.filter((name) => /^[\de]+$/.test(name))).toEqual([]);
});
