/**
 * One search for the fewest changes in progress: its image, which pixels are changed, and the margin of the target; and the
 * margins of many such images with one pixel toggled, as one matrix product.
 */
import type { LoadedModel } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { computePreActivation, movePreActivation } from './firstLayer.ts';
import { computeLogitsOfCandidates } from './modelView.ts';
import { OBJECTIVES } from './objectives.ts';
import { computeOrderedLogits, isNearTie } from './orderedArithmetic.ts';

/** An image to be changed. */
export interface ChangeTask {
  /** [784] in [0, 1]. */
  readonly image: Float32Array;
  /** [784]: the value that each pixel may be given; the image's own where it may not change. */
  readonly offered: Float32Array;
  /** The digit that the model shall read. */
  readonly target: number;
}

/** What became of an image. */
export interface Changed {
  /** [784]: as changed, or as it was where the target was not reached. */
  readonly image: Float32Array;
  /** The pixels that were changed, ascending; none where the target was not reached. */
  readonly pixels: readonly number[];
  /** The model reads the target: its logit is above all others. */
  readonly isReached: boolean;
  /** Images whose margin was computed. */
  readonly evaluations: number;
}

/** Rows of one matrix product at most: so few that what lies between the layers stays in the processor's cache. */
const ROWS_PER_CALL = 512;
const MARGIN = OBJECTIVES.margin;

/** The search of one image. */
export class ChangeSearch {
  readonly task: ChangeTask;
  readonly image: Float32Array;
  readonly preActivation: Float64Array;
  readonly changed = new Set<number>();
  /** The target's logit over the largest other. */
  margin = Number.NEGATIVE_INFINITY;
  evaluations = 1;
  readonly #model: LoadedModel;

  constructor(model: LoadedModel, task: ChangeTask) {
    this.#model = model;
    this.task = task;
    this.image = task.image.slice();
    this.preActivation = computePreActivation(model.parameters, this.image);
  }

  /** The value of `pixel` after it is changed or, where it is changed, undone. */
  otherValue(pixel: number): number {
    return this.changed.has(pixel) ? this.task.image[pixel]! : this.task.offered[pixel]!;
  }

  /** The margin with `pixel` toggled, whose logits begin at `at`. */
  computeToggledMargin(pixel: number, logits: Float32Array, at: number): number {
    const held = this.image[pixel]!;
    this.image[pixel] = this.otherValue(pixel);
    const margin = this.computeMargin(logits, at);
    this.image[pixel] = held;
    return margin;
  }

  /** Changes a pixel or undoes its change. */
  toggle(pixel: number, margin: number): void {
    const value = this.otherValue(pixel);
    movePreActivation(this.#model.parameters, this.preActivation, pixel, value - this.image[pixel]!);
    this.image[pixel] = value;
    if (!this.changed.delete(pixel)) this.changed.add(pixel);
    this.margin = margin;
  }

  /** The margin of the image, whose logits begin at `at`; near 0 in ordered arithmetic. */
  computeMargin(logits: Float32Array, at: number): number {
    const { target } = this.task;
    const margin = MARGIN.rank(logits, at, target);
    if (!isNearTie(0, margin, MARGIN.magnitude(logits, at, target))) return margin;
    return MARGIN.rank(computeOrderedLogits(this.#model.parameters, this.image), 0, target);
  }

  /** What was found. */
  conclude(): Changed {
    const isReached = this.margin > 0;
    const pixels = isReached ? [...this.changed].sort((a, b) => a - b) : [];
    return {
      image: isReached ? this.image : this.task.image.slice(),
      pixels,
      isReached,
      evaluations: this.evaluations,
    };
  }
}

/** The margins of each image with each of its choices toggled. */
export async function computeToggledMargins(
  model: LoadedModel,
  searches: readonly ChangeSearch[],
  choices: readonly (readonly number[])[],
): Promise<number[][]> {
  const margins: number[][] = [];
  const perImage = Math.max(...choices.map((choice) => choice.length), 1);
  const places = searches.map((_, k) => k);
  for (const group of splitIntoGroups(places, Math.max(1, Math.floor(ROWS_PER_CALL / perImage)))) {
    const logits = await computeLogitsOfCandidates(
      model,
      group.map((k) => searches[k]!),
      group.map((k) => choices[k]!.map((pixel) => ({ pixel, value: searches[k]!.otherValue(pixel) }))),
    );
    let row = 0;
    for (const k of group) {
      const search = searches[k]!;
      margins.push(choices[k]!.map((pixel) => search.computeToggledMargin(pixel, logits, row++ * CLASSES)));
      search.evaluations += choices[k]!.length;
    }
  }
  return margins;
}

/** The items in their order, `size` to a group, the last perhaps smaller. */
export function splitIntoGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, k) =>
    items.slice(k * size, (k + 1) * size),
  );
}
