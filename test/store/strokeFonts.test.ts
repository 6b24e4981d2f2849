import { describe, expect, test } from 'vitest';
import { findGlyph, openStrokeFonts, parseGlyph } from '../../pipeline/store/strokeFonts.ts';

describe('the stroke fonts', () => {
  test('have the characters of ASCII from the exclamation mark on', () => {
    const fonts = openStrokeFonts();
    expect([...fonts.keys()]).toEqual(expect.arrayContaining(['futural', 'scripts', 'timesr', 'cyrillic']));
    for (const font of fonts.values()) expect(font.length).toBeGreaterThanOrEqual(95);
  });

  test('draw an A of three strokes, as Hershey did', () => {
    expect(findGlyph('futural', 'A')).toEqual([
      [
        [9, 1],
        [1, 22],
      ],
      [
        [9, 1],
        [17, 22],
      ],
      [
        [4, 15],
        [14, 15],
      ],
    ]);
  });

  test('have no others', () => {
    expect(() => findGlyph('comic', 'A')).toThrow('findGlyph: the font comic has no glyph for A');
    expect(() => findGlyph('futural', ' ')).toThrow('findGlyph: the font futural has no glyph for  ');
  });
});

test('a path is a stroke from each M on', () => {
  expect(parseGlyph('M4,-3 L8,5 10,7 M11,10 L11,13')).toEqual([
    [
      [4, -3],
      [8, 5],
      [10, 7],
    ],
    [
      [11, 10],
      [11, 13],
    ],
  ]);
  expect(parseGlyph('')).toEqual([]);
});
