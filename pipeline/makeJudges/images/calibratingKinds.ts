/** The kinds of non-digit that judges are calibrated on: others than those they are taught. */
import { drawCharacter } from './characters.ts';
import { type Kind, notADigit } from './example.ts';
import { makeEllipses, makeRectangles, makeWalk } from './lines.ts';
import { makeClouds, makeDots } from './patterns.ts';
import { displaceStrips } from './pieces.ts';

/** The kinds by name. */
export const CALIBRATING_KINDS = {
  'greek letters': {
    share: 2,
    isStructured: true,
    make: (_, stream) => notADigit(drawCharacter('greek letters', stream)),
  },
  'music signs': {
    share: 1,
    isStructured: true,
    make: (_, stream) => notADigit(drawCharacter('music signs', stream)),
  },
  rectangles: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeRectangles(stream)) },
  ellipses: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeEllipses(stream)) },
  walk: { share: 2, isStructured: true, make: (_, stream) => notADigit(makeWalk(stream)) },
  strips: { share: 2, isStructured: true, make: displaceStrips },
  clouds: { share: 1, isStructured: false, make: (_, stream) => notADigit(makeClouds(stream)) },
  dots: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeDots(stream)) },
} as const satisfies Readonly<Record<string, Kind>>;
