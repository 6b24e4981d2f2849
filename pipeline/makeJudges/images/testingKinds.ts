/**
 * Kinds of non-digit that judges are only measured on, neither taught nor calibrated: how readily a judge says "not a
 * digit" to what it knows tells little about what it does not know.
 */
import { drawCharacter } from './characters.ts';
import { type Kind, notADigit } from './example.ts';
import { makeScribble } from './lines.ts';
import { makeCheckerboard, makeStripes } from './patterns.ts';
import { joinHalves, shuffleTiles } from './pieces.ts';

/** The kinds by name. Ideas and other datasets join them where they are at hand. */
export const TESTING_KINDS = {
  tiles: { share: 1, isStructured: true, make: shuffleTiles },
  stripes: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeStripes(stream)) },
  checkerboard: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeCheckerboard(stream)) },
  scribble: { share: 2, isStructured: true, make: (_, stream) => notADigit(makeScribble(stream)) },
  halves: { share: 1, isStructured: true, make: joinHalves },
  'cyrillic letters': {
    share: 2,
    isStructured: true,
    make: (_, stream) => notADigit(drawCharacter('cyrillic letters', stream)),
  },
  'weather signs': {
    share: 1,
    isStructured: true,
    make: (_, stream) => notADigit(drawCharacter('weather signs', stream)),
  },
} as const satisfies Readonly<Record<string, Kind>>;
