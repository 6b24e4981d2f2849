/** The ideas that a page carries: opened when they are first wanted, as a reading shows them, and as pictures. */
import { SIDE, unitToBytes } from '../../math/images.ts';
import { contextOf } from '../../playground/browser/elements.ts';
import { type Choice, findIdea, findMoment, type Moment } from '../choice.ts';
import { type AtlasEntries, type AtlasModel, openImages, type PackedIdeas, Reader } from '../packed.ts';

/** One idea, as it was chosen. */
export interface ShownIdea {
  readonly model: AtlasModel;
  readonly digit: number;
  /** From 0. */
  readonly start: number;
  readonly moment: Moment;
  /** Its place among the ideas of the moment. */
  readonly at: number;
  /** Hundredths; null where scores are withheld. */
  readonly score: number | null;
  /** A PNG of it as a data URI. */
  readonly picture: string;
}

/** All ideas of a page. */
export class Ideas {
  readonly models: ReadonlyMap<string, AtlasModel>;
  readonly #reader: Reader;
  readonly #opened = new Map<PackedIdeas, Float32Array[]>();
  readonly #canvas = document.createElement('canvas');

  constructor(entries: AtlasEntries) {
    this.models = new Map(entries.models.map((model) => [model.name, model]));
    this.#reader = new Reader(entries);
    this.#canvas.width = SIDE;
    this.#canvas.height = SIDE;
  }

  /** The idea of a digit of a model; null where it has none. */
  find(name: string, digit: number, choice: Choice): ShownIdea | null {
    const model = this.models.get(name);
    if (model === undefined) return null;
    const moment = findMoment(model, choice);
    const at = findIdea(moment.ideas, digit, choice.start);
    if (at < 0) return null;
    const start = moment.ideas.starts[at]!;
    const image = this.#open(moment.ideas)[at]!;
    return {
      ...{ model, digit, start, moment, at },
      score: moment.ideas.scores?.[choice.reading][at] ?? null,
      picture: this.#paint(this.#reader.read(image, choice.reading, digit, start)),
    };
  }

  #open(ideas: PackedIdeas): Float32Array[] {
    const known = this.#opened.get(ideas);
    if (known !== undefined) return known;
    const images = openImages(ideas);
    this.#opened.set(ideas, images);
    return images;
  }

  #paint(image: Float32Array): string {
    const context = contextOf(this.#canvas);
    const picture = context.createImageData(SIDE, SIDE);
    unitToBytes(image).forEach((grey, pixel) => {
      picture.data.set([grey, grey, grey, 255], 4 * pixel);
    });
    context.putImageData(picture, 0, 0);
    return this.#canvas.toDataURL();
  }
}
