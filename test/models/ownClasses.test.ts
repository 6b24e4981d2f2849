import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { DIGIT_CLASSES, readClasses, selectImages } from '../../pipeline/models/ownClasses.ts';

test.each<[given: string | undefined, outputs: number, names: string[], digits: number[] | null]>([
  [undefined, 10, [...'0123456789'], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['10', 10, [...'0123456789'], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['8, 3', 2, ['8', '3'], [8, 3]],
  ['shirt,coat', 2, ['shirt', 'coat'], null],
  ['3,coat', 2, ['3', 'coat'], null],
])('%j of %d outputs are the classes %j', (given, outputs, names, digits) => {
  expect(readClasses(given, outputs)).toEqual({ names, digits });
});

test.each<[given: string | undefined, outputs: number, line: string]>([
  [undefined, 26, "names of the model's 26 outputs, got none; add --classes 26"],
  ['5', 10, "one for each of the model's 10 outputs, got 5"],
  ['a,a', 2, "each once, got 'a'"],
  ['a,', 2, "each once, got ''"],
  ['a,../b', 2, "each once, got '../b'"],
])('%j of %d outputs is refused in one line', (given, outputs, line) => {
  expect(() => readClasses(given, outputs)).toThrow(line);
});

test('images of the classes are selected, and labelled by class', () => {
  const images = Uint8Array.from({ length: 4 * PIXELS }, (_, at) => Math.floor(at / PIXELS));
  const all = { images, labels: Uint8Array.of(3, 5, 8, 3) };
  expect(selectImages(all, DIGIT_CLASSES.digits!)).toEqual(all);
  const { images: own, labels } = selectImages(all, [8, 3]);
  expect([...labels]).toEqual([1, 0, 1]);
  expect([own[0], own[PIXELS], own[2 * PIXELS]]).toEqual([0, 2, 3]);
});
