/** Non-digits made of digits: strokes of the right kind, in the wrong places. */
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawBelow, drawPermutation, drawUniform, type Stream } from '../../math/streams.ts';
import { overlayTarget } from '../targets.ts';
import { drawOneOf, drawWhole } from './draws.ts';
import { type DigitSource, drawDigit, drawTwoDigits, type LabelledExample, notADigit } from './example.ts';
import { imageOf } from './patterns.ts';

/** MNIST's digits fill the middle 20 x 20 pixels. */
const MARGIN = 4;

/**
 * Two digits of different classes over each other, the second at a visibility drawn from [0, 1): pixel by pixel the
 * darker one, as ink over ink.
 */
export function overlayDigits(source: DigitSource, stream: Stream): LabelledExample {
  const [first, second] = drawTwoDigits(source, stream);
  const visibility = drawUniform(stream);
  return {
    image: first.image.map((value, at) => Math.max(value, visibility * second.image[at]!)),
    target: overlayTarget(first.label, second.label, 1, visibility),
    parts: [first.label, second.label],
  };
}

/** Four to six rectangular pieces of different digits, 7 to 12 pixels a side, anywhere: strokes without a plan. */
export function makeCollage(source: DigitSource, stream: Stream): LabelledExample {
  return pastePieces(source, stream, { pieces: [4, 6], sides: [7, 12] });
}

/** Six to twelve pieces of 4 to 6 pixels a side: scraps that touch here and there. */
export function makeScraps(source: DigitSource, stream: Stream): LabelledExample {
  return pastePieces(source, stream, { pieces: [6, 12], sides: [4, 6] });
}

/** The least and the most of something. */
type Range = readonly [least: number, most: number];

function pastePieces(
  source: DigitSource,
  stream: Stream,
  { pieces, sides }: { readonly pieces: Range; readonly sides: Range },
): LabelledExample {
  const image = new Float32Array(PIXELS);
  const count = drawWhole(...pieces, stream);
  for (let k = 0; k < count; k++) pastePiece(drawDigit(source, stream).image, image, sides, stream);
  return notADigit(image);
}

/** Copies a piece of the middle of `image` to another place in the middle of `collage`, over what is there. */
function pastePiece(image: Float32Array, collage: Float32Array, sides: Range, stream: Stream): void {
  const [width, height] = [drawWhole(...sides, stream), drawWhole(...sides, stream)];
  const drawCorner = (size: number) => MARGIN + drawBelow(stream, SIDE - 2 * MARGIN - size + 1);
  const [fromX, fromY] = [drawCorner(width), drawCorner(height)];
  const [toX, toY] = [drawCorner(width), drawCorner(height)];
  for (let y = 0; y < height; y++) {
    const from = (fromY + y) * SIDE + fromX;
    collage.set(image.subarray(from, from + width), (toY + y) * SIDE + toX);
  }
}

/** A digit in strips of 3 to 6 rows or columns, one after the other moved by 4 to 10 pixels along itself, to and fro. */
export function displaceStrips(source: DigitSource, stream: Stream): LabelledExample {
  const digit = drawDigit(source, stream);
  const [width, isUpright] = [drawWhole(3, 6, stream), drawBelow(stream, 2) === 0];
  const first = drawOneOf([-1, 1], stream);
  const moves = Array.from(
    { length: SIDE },
    (_, k) => (k % 2 === 0 ? first : -first) * drawWhole(4, 10, stream),
  );
  const offset = drawBelow(stream, width);
  const pixelAt = (along: number, across: number) => {
    const from = along - moves[Math.floor((across + offset) / width)]!;
    if (from < 0 || from >= SIDE) return 0;
    return digit.image[isUpright ? from * SIDE + across : across * SIDE + from]!;
  };
  return notADigit(
    imageOf((x, y) => (isUpright ? pixelAt(y, x) : pixelAt(x, y))),
    [digit],
  );
}

/** Side of a tile: 16 tiles, each with a piece of stroke. */
const TILE = 7;
const TILES = SIDE / TILE;

/** A digit whose 16 tiles of 7 x 7 pixels change places. */
export function shuffleTiles(source: DigitSource, stream: Stream): LabelledExample {
  const digit = drawDigit(source, stream);
  const places = drawPermutation(stream, TILES * TILES);
  const image = imageOf((x, y) => {
    const from = places[Math.floor(y / TILE) * TILES + Math.floor(x / TILE)]!;
    const left = (from % TILES) * TILE;
    const top = Math.floor(from / TILES) * TILE;
    return digit.image[(top + (y % TILE)) * SIDE + left + (x % TILE)]!;
  });
  return notADigit(image, [digit]);
}

/** The upper or left half of one digit with the other half of a digit of another class. */
export function joinHalves(source: DigitSource, stream: Stream): LabelledExample {
  const [first, second] = drawTwoDigits(source, stream);
  const isUpper = drawUniform(stream) < 0.5;
  const image = imageOf((x, y) => ((isUpper ? y : x) < SIDE / 2 ? first : second).image[y * SIDE + x]!);
  return notADigit(image, [first, second]);
}
