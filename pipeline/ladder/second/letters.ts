/** Characters of the Hershey stroke fonts that no judge is taught, drawn by pens of several widths. */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { drawBelow, drawUniform, openStream } from '../../math/streams.ts';
import { readJson } from '../../store/files.ts';
import { roundToBytes, type SecondImages, type SecondTask, shareOf } from './secondImages.ts';
import { drawFitted, type Polyline } from './strokes.ts';

/** A range of positions in a font, without those that read as a digit or are nothing but a dot or a bar. */
interface Alphabet {
  readonly kind: 'Japanese characters' | 'Gothic letters' | 'markers';
  readonly font: 'japanese' | 'gothiceng' | 'gothicger' | 'markers';
  readonly first: number;
  readonly last: number;
  readonly leftOut: readonly number[];
}

/** Positions were left out by looking at every character, with no judge at hand. */
const ALPHABETS: readonly Alphabet[] = [
  {
    kind: 'Japanese characters',
    font: 'japanese',
    first: 2,
    last: 191,
    leftOut: [
      ...[17, 23, 26, 27, 28, 29, 30, 31, 34, 39, 42, 43, 48, 49, 50, 51, 58, 60, 71, 72, 73, 74, 76, 78, 79],
      ...[83, 84, 85, 86, 89, 93, 98, 99, 100, 101, 105, 110, 112, 119, 121, 124, 126, 127, 134, 136, 139],
      ...[140, 142, 151, 152, 153, 155, 156, 157, 160, 161, 163, 164, 165, 166, 169, 171, 174, 176, 177, 184],
      ...[185, 189, 190],
    ],
  },
  {
    kind: 'Gothic letters',
    font: 'gothiceng',
    first: 32,
    last: 89,
    leftOut: [
      ...[
        33, 34, 35, 38, 40, 41, 46, 48, 50, 51, 57, 58, 59, 60, 61, 62, 63, 65, 66, 67, 68, 70, 72, 73, 75,
        78,
      ],
      ...[80, 82, 88, 89],
    ],
  },
  {
    kind: 'Gothic letters',
    font: 'gothicger',
    first: 32,
    last: 89,
    leftOut: [
      ...[33, 34, 35, 38, 40, 41, 46, 48, 50, 53, 56, 57, 58, 59, 60, 61, 62, 63, 65, 66, 67, 68, 70, 71, 72],
      ...[73, 75, 78, 79, 80, 85, 88, 89],
    ],
  },
  { kind: 'markers', font: 'markers', first: 34, last: 47, leftOut: [35, 41] },
];

/** The fonts that characters are taken from; judges are taught, calibrated and measured with others. */
export const FONTS: readonly string[] = ALPHABETS.map(({ font }) => font);

/** Most of the slant, either way, and the least and most radius of the pen, in pixels. */
const SLANT = 0.15;
const THIN = 0.6;
const THICK = 1.2;

/** Images of each kind of character in a whole run. */
const COUNT = 200;

const fonts = z.record(z.string(), z.object({ chars: z.array(z.object({ d: z.string() })) }));

/** Characters of each kind, drawn with replacement, each with a slant and a pen of its own. */
export async function makeLetters(task: SecondTask): Promise<SecondImages[]> {
  const path = createRequire(import.meta.url).resolve('hersheytext/hersheytext.json');
  const read = await readJson(path, fonts, 'reinstall the packages with npm ci');
  return ([...new Set(ALPHABETS.map(({ kind }) => kind))] as const).map((kind) => {
    const glyphs = ALPHABETS.filter((each) => each.kind === kind).flatMap(({ font, first, last, leftOut }) =>
      read[font]!.chars.slice(first, last + 1).filter((_, k) => !leftOut.includes(first + k)),
    );
    const stream = openStream(task.seed, `second/${kind}`);
    const images = Array.from({ length: shareOf(task, COUNT) }, () => {
      const lines = parsePath(glyphs[drawBelow(stream, glyphs.length)]!.d);
      const slant = SLANT * (2 * drawUniform(stream) - 1);
      const radius = THIN + (THICK - THIN) * drawUniform(stream);
      return drawFitted(
        lines.map((line) => line.map(({ x, y }) => ({ x: x + slant * y, y }))),
        radius,
      );
    });
    return {
      group: 'structured',
      kind,
      description: `${glyphs.length} characters of the Hershey fonts, without those that read as a digit, slanted and drawn by pens of several widths.`,
      images: roundToBytes(images),
      digits: null,
    };
  });
}

/** The lines of a path of the fonts: M and L with points `x,y`; points after either go on with the line. */
export function parsePath(path: string): Polyline[] {
  return path
    .split('M')
    .filter((part) => part.trim() !== '')
    .map((part) =>
      Array.from(part.matchAll(/(-?[\d.]+),(-?[\d.]+)/g), ([, x, y]) => ({ x: Number(x), y: Number(y) })),
    );
}
