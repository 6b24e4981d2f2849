/**
 * Fewest changes: changes pixels of images, each to a value that is offered, until the model reads the wanted digit, and
 * takes back every change that was not needed.
 *
 * Greedy: of the pixels of the largest first-order gain the one of the largest exact margin is changed, until the margin
 * is above 0; then changes are undone as long as the margin stays above 0. (Papernot et al., "The limitations of deep
 * learning in adversarial settings", arXiv 1511.07528, choose by gradient alone.) What is found is minimal, in that no
 * single change can be left out, which does not make it the least of all.
 */
import type { LoadedModel } from '../engine/engine.ts';
import { CLASSES, PIXELS, stackImages } from '../math/images.ts';
import { argmax, rowOf } from '../math/rows.ts';
import {
  type Changed,
  ChangeSearch,
  type ChangeTask,
  computeToggledMargins,
  splitIntoGroups,
} from './changeSearch.ts';
import { OBJECTIVES } from './objectives.ts';

/** How far a search goes. */
export interface ChangeOptions {
  /** Most pixels that are changed. */
  readonly budget: number;
  /** Pixels of an image that are tried in a round; 24 unless given. */
  readonly candidates?: number;
}

const CANDIDATES = 24;
/** Images whose gradients are computed in one go at most. */
const IMAGES_PER_CALL = 1024;
const MARGIN = OBJECTIVES.margin;

/** Changes all images side by side. */
export async function findFewestChanges(
  model: LoadedModel,
  tasks: readonly ChangeTask[],
  { budget, candidates = CANDIDATES }: ChangeOptions,
): Promise<Changed[]> {
  const searches = tasks.map((task) => new ChangeSearch(model, task));
  await computeMargins(model, searches);
  for (let open = searches; ; ) {
    open = open.filter((search) => search.margin <= 0 && search.changed.size < budget);
    const choices = await choosePixels(model, open, candidates);
    open = open.filter((_, k) => choices[k]!.length > 0);
    if (open.length === 0) break;
    await changeBest(
      model,
      open,
      choices.filter((choice) => choice.length > 0),
    );
  }
  for (let open = searches.filter((search) => search.margin > 0); open.length > 0; ) {
    open = open.filter((search) => search.changed.size > 0);
    open = await undoNeedless(model, open);
  }
  return searches.map((search) => search.conclude());
}

/** What a counterfeit may change: every pixel to the far end, 0 where it is at least 1/2 and 1 where it is less. */
export function oppositeOf(image: Float32Array): Float32Array {
  return image.map((value) => Number(value < 0.5));
}

/** Finds the margins of images as they are. */
async function computeMargins(model: LoadedModel, searches: readonly ChangeSearch[]): Promise<void> {
  for (const group of splitIntoGroups(searches, IMAGES_PER_CALL)) {
    const logits = await model.logits(stackImages(group.map(({ image }) => image)));
    group.forEach((search, k) => {
      search.margin = search.computeMargin(logits, k * CLASSES);
    });
  }
}

/** For each image the pixels of the largest first-order gain, at most `count`, ascending. */
async function choosePixels(
  model: LoadedModel,
  searches: readonly ChangeSearch[],
  count: number,
): Promise<number[][]> {
  const choices: number[][] = [];
  for (const group of splitIntoGroups(searches, IMAGES_PER_CALL)) {
    const images = stackImages(group.map(({ image }) => image));
    const logits = await model.logits(images);
    const cotangents = new Float32Array(logits.length);
    group.forEach(({ task }, k) => {
      MARGIN.cotangent(logits, k * CLASSES, task.target, cotangents);
    });
    const gradients = await model.inputGradients(images, cotangents);
    group.forEach((search, k) => {
      choices.push(pickLargest(computeGains(search, rowOf(gradients, k, PIXELS)), count));
    });
  }
  return choices;
}

/** The first-order gain of changing each pixel [784]; -infinity where it may not be changed. */
function computeGains({ image, task, changed }: ChangeSearch, gradient: Float32Array): Float64Array {
  const gains = new Float64Array(PIXELS).fill(Number.NEGATIVE_INFINITY);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const change = task.offered[pixel]! - image[pixel]!;
    if (change !== 0 && !changed.has(pixel)) gains[pixel] = gradient[pixel]! * change;
  }
  return gains;
}

/** Indices of the `count` largest finite values, the first of equals, ascending. */
function pickLargest(values: Float64Array, count: number): number[] {
  // Largest first: few of the values come further than the comparison with the last.
  const picked: number[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === Number.NEGATIVE_INFINITY) continue;
    let place = picked.length;
    while (place > 0 && value > values[picked[place - 1]!]!) place--;
    if (place === count) continue;
    picked.splice(place, 0, at);
    if (picked.length > count) picked.pop();
  }
  return picked.sort((a, b) => a - b);
}

/** Changes in each image the pixel, of those to choose from, that leaves the largest margin. */
async function changeBest(
  model: LoadedModel,
  searches: readonly ChangeSearch[],
  choices: readonly number[][],
): Promise<void> {
  const margins = await computeToggledMargins(model, searches, choices);
  searches.forEach((search, k) => {
    const best = argmax(margins[k]!);
    search.toggle(choices[k]![best]!, margins[k]![best]!);
  });
}

/** Undoes in each image the change that is missed least, where its margin stays above 0; gives those images. */
async function undoNeedless(model: LoadedModel, searches: readonly ChangeSearch[]): Promise<ChangeSearch[]> {
  const choices = searches.map((search) => [...search.changed].sort((a, b) => a - b));
  const margins = await computeToggledMargins(model, searches, choices);
  return searches.filter((search, k) => {
    const best = argmax(margins[k]!);
    if (!(margins[k]![best]! > 0)) return false;
    search.toggle(choices[k]![best]!, margins[k]![best]!);
    return true;
  });
}
