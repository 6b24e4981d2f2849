/**
 * The stroke fonts of A. V. Hershey ("Calligraphy for computers", 1967), letters and signs as lines of a pen, from the npm
 * package `hersheytext`. It is read as a file, whose digest fixes what judges are taught, whatever a later install brings.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Polyline } from '../math/strokes.ts';
import { expected } from '../study/errors.ts';
import { decodeJson, sha256 } from './files.ts';

const FILE = 'hersheytext/hersheytext.json';
const SHA256 = '1aacce429fbf5eacb060b2cd3d9ad595fa820d28c9667b9ab1177de8de14bd8a';
const NEXT_STEP = 'reinstall the packages with npm ci';

/** A character as strokes, in the font's own units: to the right, and down. Empty for a character without any, as a space. */
export type Glyph = readonly Polyline[];

/** A font: its glyph k stands for the character with the code 33 + k, `!` being the first. */
export type StrokeFont = readonly Glyph[];

/** The fonts, by their names in the package: futural, scripts, timesr, cyrillic, ... */
export type StrokeFonts = ReadonlyMap<string, StrokeFont>;

const FIRST_CODE = '!'.charCodeAt(0);

const fontsSchema = z.record(z.string(), z.object({ chars: z.array(z.object({ d: z.string() })) }));

let opened: StrokeFonts | undefined;

/** All fonts, read once. Throws a UserError where the package is not installed, or is not the one judges were made with. */
export function openStrokeFonts(): StrokeFonts {
  opened ??= readStrokeFonts();
  return opened;
}

/** The glyph of a character of the font `name`. Throws a RangeError where there is no such font, or it has no such glyph. */
export function findGlyph(name: string, character: string): Glyph {
  const glyph = openStrokeFonts().get(name)?.[character.charCodeAt(0) - FIRST_CODE];
  if (glyph === undefined) throw new RangeError(`findGlyph: the font ${name} has no glyph for ${character}`);
  return glyph;
}

function readStrokeFonts(): StrokeFonts {
  const bytes = readFontFile();
  const digest = sha256(bytes);
  if (digest !== SHA256) throw expected(FILE, `SHA-256 ${SHA256}`, digest, NEXT_STEP);
  const fonts = decodeJson(bytes, FILE, fontsSchema, NEXT_STEP);
  return new Map(
    Object.entries(fonts).map(([name, { chars }]) => [name, chars.map(({ d }) => parseGlyph(d))]),
  );
}

function readFontFile(): Uint8Array {
  try {
    return readFileSync(createRequire(import.meta.url).resolve(FILE));
  } catch {
    throw expected('stroke fonts', 'the npm package hersheytext', 'none', NEXT_STEP);
  }
}

/** The strokes of a path such as `M4,3 L8,5 10,7 M11,10 L11,13`: each M lifts the pen. */
export function parseGlyph(path: string): Glyph {
  return path
    .split('M')
    .map((stroke) =>
      Array.from(stroke.matchAll(/(-?[\d.]+),(-?[\d.]+)/g), ([, x, y]) => [Number(x), Number(y)] as const),
    )
    .filter(({ length }) => length > 0);
}
