/**
 * The kinds of non-digit that judges are taught.
 *
 * Each breaks something else that makes a digit: place (shuffled pixels, rows, columns), shape (smooth blobs), any
 * content (noise, flat images), oneness (overlays), arrangement (collages, scraps), learning (ideas of untrained models),
 * or has strokes that spell something else or nothing (letters, signs, splines, hatchings).
 */
import { shufflePixels } from '../../judging/pixels.ts';
import { drawCharacter } from './characters.ts';
import { drawDigit, type Kind, notADigit } from './example.ts';
import { makeHatching, makeSplines } from './lines.ts';
import { drawIdea, makeBlobs, makeFlat, makeNoise, shuffleLines } from './patterns.ts';
import { makeCollage, makeScraps, overlayDigits } from './pieces.ts';

/** The kinds by name; more often those whose strokes look like a digit's. */
export const LEARNING_KINDS = {
  noise: { share: 1, isStructured: false, make: (_, stream) => notADigit(makeNoise(stream)) },
  'shuffled pixels': {
    share: 1,
    isStructured: false,
    make: (source, stream) => notADigit(shufflePixels(drawDigit(source, stream).image, stream)),
  },
  flat: { share: 0.5, isStructured: false, make: (_, stream) => notADigit(makeFlat(stream)) },
  overlay: { share: 2, isStructured: false, make: overlayDigits },
  'untrained idea': {
    share: 1,
    isStructured: false,
    make: ({ untrainedIdeas }, stream) => notADigit(drawIdea(untrainedIdeas, stream)),
  },
  'shuffled lines': {
    share: 1,
    isStructured: true,
    make: (source, stream) => notADigit(shuffleLines(drawDigit(source, stream).image, stream)),
  },
  blobs: { share: 1.5, isStructured: true, make: (_, stream) => notADigit(makeBlobs(stream)) },
  collage: { share: 3, isStructured: true, make: makeCollage },
  scraps: { share: 1, isStructured: true, make: makeScraps },
  splines: { share: 4, isStructured: true, make: (_, stream) => notADigit(makeSplines(stream)) },
  hatching: { share: 1, isStructured: true, make: (_, stream) => notADigit(makeHatching(stream)) },
  letters: { share: 4, isStructured: true, make: (_, stream) => notADigit(drawCharacter('letters', stream)) },
  signs: { share: 2, isStructured: true, make: (_, stream) => notADigit(drawCharacter('signs', stream)) },
} as const satisfies Readonly<Record<string, Kind>>;
