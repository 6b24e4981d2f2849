/**
 * The kinds of non-digit that the cnn is shown in training, and that every judge is calibrated on.
 *
 * Each kind breaks something else that makes a digit: place (shuffled pixels, rows, columns), shape (smooth blobs),
 * any content (noise, flat images), oneness (overlays), arrangement (collages of pieces), learning (ideas of untrained
 * models). Kinds it is only tested on are in probes.ts.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { NOT_A_DIGIT } from '../judging/answers.ts';
import { shufflePixels, unitImage } from '../judging/pixels.ts';
import { PIXELS, SIDE } from '../math/images.ts';
import { drawBelow, drawPermutation, drawUniform, type Stream } from '../math/streams.ts';
import { certainTarget, overlayTarget } from './targets.ts';

/** An image [784] in [0, 1] and what to answer to it [11]. */
export interface LabelledExample {
  readonly image: Float32Array;
  readonly target: Float32Array;
}

/** What digits are drawn from and non-digits are made from. */
export interface DigitSource {
  readonly digits: LabelledImages;
  /** Ideas of untrained models [m, 784], each pixel 0 or 1. */
  readonly untrainedIdeas: Float32Array;
  /** Variants of a digit that keep its meaning; the digit as it is where not given. */
  readonly vary?: (image: Float32Array, stream: Stream) => Float32Array;
}

/** The kinds that the cnn is shown. */
export const SEEN_KINDS = [
  'noise',
  'shuffled pixels',
  'flat',
  'overlay',
  'untrained idea',
  'shuffled lines',
  'blobs',
  'collage',
] as const;
export type SeenKind = (typeof SEEN_KINDS)[number];

const NON_DIGITS: Readonly<Record<SeenKind, (source: DigitSource, stream: Stream) => LabelledExample>> = {
  noise: (_, stream) => notADigit(makeNoise(stream)),
  'shuffled pixels': (source, stream) => notADigit(shufflePixels(drawDigit(source, stream).image, stream)),
  flat: (_, stream) => notADigit(new Float32Array(PIXELS).fill(drawLevel(stream))),
  overlay: (source, stream) => overlayDigits(source, stream),
  'untrained idea': ({ untrainedIdeas }, stream) => notADigit(drawIdea(untrainedIdeas, stream)),
  'shuffled lines': (source, stream) => notADigit(shuffleLines(drawDigit(source, stream).image, stream)),
  blobs: (_, stream) => notADigit(makeBlobs(stream)),
  collage: (source, stream) => notADigit(makeCollage(source, stream)),
};

/** An image of the kind `kind`, before any noise. */
export function makeNonDigit(kind: SeenKind, source: DigitSource, stream: Stream): LabelledExample {
  return NON_DIGITS[kind](source, stream);
}

/** A digit drawn uniformly, varied as the source says, with its label. */
export function drawDigit(
  { digits, vary }: DigitSource,
  stream: Stream,
): { image: Float32Array; label: number } {
  const row = drawBelow(stream, digits.labels.length);
  const image = unitImage(digits, row);
  return { image: vary ? vary(image, stream) : image, label: digits.labels[row]! };
}

function notADigit(image: Float32Array): LabelledExample {
  return { image, target: certainTarget(NOT_A_DIGIT) };
}

/** Independent pixels: in half of the cases 0 or 1 with a density drawn from [0, 1), in the others any grey up to a level. */
function makeNoise(stream: Stream): Float32Array {
  const isBinary = drawUniform(stream) < 0.5;
  const level = drawUniform(stream);
  const image = new Float32Array(PIXELS);
  return image.map(() => {
    const value = drawUniform(stream);
    return isBinary ? Number(value < level) : value * (1 - level / 2);
  });
}

/** Blank and full, each in a third of the cases, else any grey. */
function drawLevel(stream: Stream): number {
  const choice = drawBelow(stream, 3);
  return choice < 2 ? choice : drawUniform(stream);
}

/** Rows, columns or both in a random order: lines stay, the drawing goes. */
function shuffleLines(image: Float32Array, stream: Stream): Float32Array {
  const identity = Int32Array.from({ length: SIDE }, (_, at) => at);
  const choice = drawBelow(stream, 3);
  const rows = choice === 1 ? identity : drawPermutation(stream, SIDE);
  const columns = choice === 0 ? identity : drawPermutation(stream, SIDE);
  return image.map((_, at) => {
    const x = at % SIDE;
    return image[rows[(at - x) / SIDE]! * SIDE + columns[x]!]!;
  });
}

/**
 * Two digits of different classes over each other, the second at a visibility drawn from [0, 1): pixel by pixel the
 * darker one, as ink over ink.
 */
function overlayDigits(source: DigitSource, stream: Stream): LabelledExample {
  const first = drawDigit(source, stream);
  let second = drawDigit(source, stream);
  while (second.label === first.label) second = drawDigit(source, stream);
  const visibility = drawUniform(stream);
  return {
    image: first.image.map((value, at) => Math.max(value, visibility * second.image[at]!)),
    target: overlayTarget(first.label, second.label, 1, visibility),
  };
}

/** One of the ideas, as it is, upside down, mirrored or transposed: none of these makes it a digit. */
function drawIdea(ideas: Float32Array, stream: Stream): Float32Array {
  const at = drawBelow(stream, ideas.length / PIXELS) * PIXELS;
  const idea = ideas.subarray(at, at + PIXELS);
  const symmetry = drawBelow(stream, 8);
  return idea.map((_, pixel) => {
    const x = (symmetry & 1) === 0 ? pixel % SIDE : SIDE - 1 - (pixel % SIDE);
    const row = Math.floor(pixel / SIDE);
    const y = (symmetry & 2) === 0 ? row : SIDE - 1 - row;
    return idea[(symmetry & 4) === 0 ? y * SIDE + x : x * SIDE + y]!;
  });
}

/** White noise smoothed by a box of 3 to 9 pixels, twice, then cut at a level that leaves 5 to 50% ink. */
function makeBlobs(stream: Stream): Float32Array {
  let field: Float32Array = Float32Array.from({ length: PIXELS }, () => drawUniform(stream));
  const radius = 1 + drawBelow(stream, 4);
  for (let pass = 0; pass < 2; pass++) field = smooth(smooth(field, radius, 1), radius, SIDE);
  const share = 0.05 + 0.45 * drawUniform(stream);
  const level = field.slice().sort()[Math.floor((1 - share) * PIXELS)]!;
  return field.map((value) => Number(value >= level));
}

/** Means over 2 * radius + 1 pixels along one axis (step 1: along x; step 28: along y), as on a torus. */
function smooth(field: Float32Array, radius: number, step: number): Float32Array {
  return field.map((_, at) => {
    const place = step === 1 ? at % SIDE : Math.floor(at / SIDE);
    const start = at - place * step;
    let sum = 0;
    for (let k = place - radius; k <= place + radius; k++) sum += field[start + ((k + SIDE) % SIDE) * step]!;
    return sum / (2 * radius + 1);
  });
}

/** MNIST's digits fill the middle 20 x 20 pixels. */
const MARGIN = 4;

/** Three to five rectangular pieces of different digits, 8 to 16 pixels a side, anywhere: strokes without a plan. */
function makeCollage(source: DigitSource, stream: Stream): Float32Array {
  const collage = new Float32Array(PIXELS);
  const pieces = 3 + drawBelow(stream, 3);
  for (let piece = 0; piece < pieces; piece++) pastePiece(drawDigit(source, stream).image, collage, stream);
  return collage;
}

/** Copies a piece of the middle of `image` to another place in the middle of `collage`, over what is there. */
function pastePiece(image: Float32Array, collage: Float32Array, stream: Stream): void {
  const [width, height] = [8 + drawBelow(stream, 9), 8 + drawBelow(stream, 9)];
  const drawCorner = (size: number) => MARGIN + drawBelow(stream, SIDE - 2 * MARGIN - size + 1);
  const [fromX, fromY] = [drawCorner(width), drawCorner(height)];
  const [toX, toY] = [drawCorner(width), drawCorner(height)];
  for (let y = 0; y < height; y++) {
    const from = (fromY + y) * SIDE + fromX;
    collage.set(image.subarray(from, from + width), (toY + y) * SIDE + toX);
  }
}
