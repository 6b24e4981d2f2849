/**
 * Letters and signs of Hershey's stroke fonts, drawn with pens of all widths: what has the strokes of a digit and is
 * none, unless it reads as one.
 *
 * The characters were chosen by looking at each. Left out are those that read as a digit, upright, slanted or in part
 * (O as 0, I and l as 1, Z as 2, S as 5, b and G as 6, B and & as 8, q and g as 9, ...), those too small or too plain to
 * be a shape, and in a set the shapes that another purpose's set has.
 */
import { fitStrokes, mapPoints } from '../../math/polylines.ts';
import type { Stream } from '../../math/streams.ts';
import { drawStrokes, type Point, type Polyline } from '../../math/strokes.ts';
import { findGlyph } from '../../store/strokeFonts.ts';
import { drawBetween, drawOneOf } from './draws.ts';

/** Characters of a font, by the codes that the font has them under. */
interface CharacterSet {
  readonly font: string;
  readonly characters: string;
}

const ROMAN = 'AEFHJKLMNPRTUVWXdefhkmnprtuvwx';
const SCRIPT = 'AFHKMNRUWXdhkmnprtuvwx';

/** The sets of characters, by name: no shape is in two of them but for chance. */
export const CHARACTERS = {
  letters: [
    ...['futural', 'futuram', 'timesr', 'timesi', 'timesrb', 'timesib'].map((font) => ({
      font,
      characters: ROMAN,
    })),
    ...['scripts', 'scriptc', 'cursive'].map((font) => ({ font, characters: SCRIPT })),
  ],
  signs: [
    { font: 'futural', characters: '#%*+<=>@' },
    { font: 'mathlow', characters: '!"#%&\'<=>?@bcdefghiknowx|~' },
    { font: 'symbolic', characters: '8<>DFGJLMNOPQRSTUVWXYZ[]^_`abcdfghmnpuxyz{|~' },
  ],
  'greek letters': ['greek', 'timesg'].map((font) => ({ font, characters: 'DFGLPSUWXYachklmpuwy' })),
  'music signs': [{ font: 'music', characters: "'*+,/<>@" }],
  'cyrillic letters': [{ font: 'cyrillic', characters: 'DEHLQW^`$%&dehlqw}' }],
  'weather signs': [
    { font: 'meteorology', characters: "#$&'|" },
    { font: 'astrology', characters: "!$'-:<=]`{|~" },
  ],
} as const satisfies Readonly<Record<string, readonly CharacterSet[]>>;
export type CharactersName = keyof typeof CHARACTERS;

/** Radii of pens that leave most characters readable. */
const PEN_RADII = [0.5, 2] as const;

/** Fonts whose digits are shown as digits: with serifs and without, upright and slanted. */
const DIGIT_FONTS = ['futural', 'futuram', 'scripts', 'timesr', 'timesi', 'timesrb', 'timesib'];

/** A character of a set, each font and then each character equally likely, in any pen and somewhat out of shape. */
export function drawCharacter(name: CharactersName, stream: Stream): Float32Array {
  const { font, characters } = drawOneOf<CharacterSet>(CHARACTERS[name], stream);
  return drawGlyph(findGlyph(font, drawOneOf([...characters], stream)), stream);
}

/** The digit `label` as a typeface has it, in any pen and somewhat out of shape. */
export function drawTypesetDigit(label: number, stream: Stream): Float32Array {
  return drawGlyph(findGlyph(drawOneOf(DIGIT_FONTS, stream), String(label)), stream);
}

/** Strokes in a box of 16 to 24 pixels, pen included, turned by up to 12 degrees, slanted and stretched. */
function drawGlyph(strokes: readonly Polyline[], stream: Stream): Float32Array {
  const radius = drawBetween(...PEN_RADII, stream);
  const side = drawBetween(16, 24, stream) - 2 * radius;
  const [width, height] = [drawBetween(0.75, 1.25, stream), drawBetween(0.75, 1.25, stream)];
  const [slant, turn] = [drawBetween(-0.2, 0.2, stream), drawBetween(-0.2, 0.2, stream)];
  const distort = ([x, y]: Point): Point => [width * x + slant * y - turn * y, height * y + turn * x];
  return drawStrokes(fitStrokes(mapPoints(strokes, distort), side), radius);
}
