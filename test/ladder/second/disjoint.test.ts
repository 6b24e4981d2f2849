import { expect, test } from 'vitest';
import { FONTS } from '../../../pipeline/ladder/second/letters.ts';
import { CHARACTERS } from '../../../pipeline/makeJudges/images/characters.ts';

test('characters of the second ladder are of fonts that no judge is taught, calibrated or measured with', () => {
  const used = Object.values(CHARACTERS).flatMap((sets) => sets.map(({ font }) => font));
  expect(used.length).toBeGreaterThan(10);
  expect(FONTS.filter((font) => used.includes(font as never))).toEqual([]);
});
