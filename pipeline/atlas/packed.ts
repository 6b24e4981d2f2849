/** What a page carries of ideas, for its reader to choose among: text that a page can hold, and how it becomes images again. */
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { decodeBase64 } from '../playground/packed.ts';
import { unpackImages } from '../store/packedImages.ts';
import type { ReadingName } from '../study/records.ts';

/** Scores in hundredths, one an idea. */
export type Hundredths = readonly number[];

/** Ideas of one model at one moment, in the order of their images. */
export interface PackedIdeas {
  readonly digits: readonly number[];
  readonly starts: readonly number[];
  /** Base64 of the images: a bit a pixel, or where `isGrey` a byte. */
  readonly images: string;
  readonly isGrey: boolean;
  /** P(intended digit) by reading; null where scores are withheld. */
  readonly scores: Readonly<Record<ReadingName, Hundredths>> | null;
}

/** The ideas of a model on its way, from the first start. */
export interface PackedCheckpoint extends PackedIdeas {
  readonly updates: number;
  /** Training images seen, each as often as it was. */
  readonly examples: number;
}

/** A model of the grid. */
export interface AtlasModel {
  readonly name: string;
  readonly title: string;
  readonly ideas: PackedIdeas;
  /** P(intended digit) of each judge in the masked reading, by its name; none where scores are withheld. */
  readonly judges: Readonly<Record<string, Hundredths>>;
  /** Ascending, without the end of training; none where the study has no checkpoints or there was no room. */
  readonly way: readonly PackedCheckpoint[];
  /** What it had made and seen when its training ended. */
  readonly updates: number;
  readonly examples: number;
}

/** Everything that the atlas's script reads. */
export interface AtlasEntries {
  readonly models: readonly AtlasModel[];
  /** Pixels that no training image inks, and those that hardly any does (judging/imageReadings.ts), ascending. */
  readonly never: readonly number[];
  readonly seldom: readonly number[];
  /** Base64 of the real images [starts, 10, 784], a byte a pixel, that the framed reading takes seldom inked pixels from. */
  readonly frames: string;
}

/** The images [784] in [0, 1] of packed ideas. */
export function openImages({ images, isGrey, digits }: PackedIdeas): Float32Array[] {
  const bytes = decodeBase64(images);
  if (!isGrey)
    return unpackImages(bytes, digits.length, 'the atlas').map((image) => Float32Array.from(image));
  return digits.map((_, at) => bytesToUnit(rowOf(bytes, at, PIXELS)));
}

/** Shows images as one of the three readings of the judges sees them. */
export class Reader {
  readonly #entries: AtlasEntries;
  readonly #frames: Uint8Array;

  constructor(entries: AtlasEntries) {
    this.#entries = entries;
    this.#frames = decodeBase64(entries.frames);
  }

  /** The image [784] of an idea of `digit` from `start`, as it is read. */
  read(image: Float32Array, reading: ReadingName, digit: number, start: number): Float32Array {
    if (reading === 'whole') return image;
    const read = image.slice();
    if (reading === 'masked') {
      for (const pixel of this.#entries.never) read[pixel] = 0;
      return read;
    }
    const frame = rowOf(this.#frames, start * CLASSES + digit, PIXELS);
    for (const pixel of this.#entries.seldom) read[pixel] = frame[pixel]! / 255;
    return read;
  }
}
