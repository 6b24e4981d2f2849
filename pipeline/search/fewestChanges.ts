/**
 * Fewest changes: changes pixels of images, each to a value that is offered, until the model reads the wanted digit, and
 * takes back every change that was not needed.
 *
 * Greedy: of the pixels of the largest first-order gain the one of the largest exact margin is changed, until the margin
 * is above 0; then changes are undone as long as the margin stays above 0. (Papernot et al., "The limitations of deep
 * learning in adversarial settings", arXiv 1511.07528, choose by gradient alone.) What is found is minimal, in that no
 * single change can be left out, which does not make it the least of all.
 */
import type { Model, PixelChanges } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { computePreActivation, movePreActivation } from './firstLayer.ts';
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

/** How far a search goes. */
export interface ChangeOptions {
  /** Most pixels that are changed. */
  readonly budget: number;
  /** Pixels of an image that are tried in a round; 24 unless given. */
  readonly candidates?: number;
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

const CANDIDATES = 24;
/** Rows of one matrix product at most. */
const ROWS_PER_CALL = 4096;
/** Images whose gradients are computed in one go at most. */
const IMAGES_PER_CALL = 1024;
const MARGIN = OBJECTIVES.margin;

/** Changes all images side by side. */
export async function findFewestChanges(
  model: Model,
  tasks: readonly ChangeTask[],
  { budget, candidates = CANDIDATES }: ChangeOptions,
): Promise<Changed[]> {
  const patients = tasks.map((task) => new Patient(model, task));
  await assess(model, patients);
  for (let open = patients; ; ) {
    open = open.filter((patient) => patient.margin <= 0 && patient.changed.size < budget);
    const choices = await choosePixels(model, open, candidates);
    open = open.filter((_, k) => choices[k]!.length > 0);
    if (open.length === 0) break;
    await changeBest(
      model,
      open,
      choices.filter((choice) => choice.length > 0),
    );
  }
  for (let open = patients.filter((patient) => patient.margin > 0); open.length > 0; ) {
    open = open.filter((patient) => patient.changed.size > 0);
    open = await undoNeedless(model, open);
  }
  return patients.map((patient) => patient.conclude());
}

/** What a counterfeit may change: every pixel to the far end, 0 where it is at least 1/2 and 1 where it is less. */
export function oppositeOf(image: Float32Array): Float32Array {
  return image.map((value) => Number(value < 0.5));
}

/** An image under treatment. */
class Patient {
  readonly task: ChangeTask;
  readonly image: Float32Array;
  readonly preActivation: Float64Array;
  readonly changed = new Set<number>();
  /** The target's logit over the largest other. */
  margin = Number.NEGATIVE_INFINITY;
  evaluations = 1;
  readonly #model: Model;

  constructor(model: Model, task: ChangeTask) {
    this.#model = model;
    this.task = task;
    this.image = task.image.slice();
    this.preActivation = computePreActivation(model.parameters, this.image);
  }

  /** The value of `pixel` after it is changed or, where it is changed, undone. */
  otherValue(pixel: number): number {
    return this.changed.has(pixel) ? this.task.image[pixel]! : this.task.offered[pixel]!;
  }

  /** The margin with `pixel` toggled. */
  weighToggled(pixel: number, logits: Float32Array, at: number): number {
    const held = this.image[pixel]!;
    this.image[pixel] = this.otherValue(pixel);
    const margin = this.weigh(this.image, logits, at);
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

  /** The margin of an image whose logits begin at `at`; near 0 in ordered arithmetic. */
  weigh(image: Float32Array, logits: Float32Array, at: number): number {
    const { target } = this.task;
    const margin = MARGIN.rank(logits, at, target);
    if (!isNearTie(0, margin, MARGIN.magnitude(logits, at, target))) return margin;
    return MARGIN.rank(computeOrderedLogits(this.#model.parameters, image), 0, target);
  }

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

/** Finds the margins of images as they are. */
async function assess(model: Model, patients: readonly Patient[]): Promise<void> {
  for (const group of inGroups(patients, IMAGES_PER_CALL)) {
    const logits = await model.logits(stack(group));
    group.forEach((patient, k) => {
      patient.margin = patient.weigh(patient.image, logits, k * CLASSES);
    });
  }
}

/** For each image the pixels of the largest first-order gain, at most `count`, ascending. */
async function choosePixels(model: Model, patients: readonly Patient[], count: number): Promise<number[][]> {
  const choices: number[][] = [];
  for (const group of inGroups(patients, IMAGES_PER_CALL)) {
    const images = stack(group);
    const logits = await model.logits(images);
    const cotangents = new Float32Array(logits.length);
    group.forEach(({ task }, k) => {
      MARGIN.cotangent(logits, k * CLASSES, task.target, cotangents);
    });
    const gradients = await model.inputGradients(images, cotangents);
    group.forEach((patient, k) => {
      const gains = computeGains(patient, gradients.subarray(k * PIXELS, (k + 1) * PIXELS));
      choices.push(pickLargest(gains, count));
    });
  }
  return choices;
}

/** The first-order gain of changing each pixel [784]; -infinity where it may not be changed. */
function computeGains({ image, task, changed }: Patient, gradient: Float32Array): Float64Array {
  const gains = new Float64Array(PIXELS).fill(Number.NEGATIVE_INFINITY);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const change = task.offered[pixel]! - image[pixel]!;
    if (change !== 0 && !changed.has(pixel)) gains[pixel] = gradient[pixel]! * change;
  }
  return gains;
}

/** Indices of the `count` largest finite values, the first of equals, ascending. */
function pickLargest(values: Float64Array, count: number): number[] {
  const finite = values.filter((value) => value !== Number.NEGATIVE_INFINITY).sort();
  const least = finite[Math.max(0, finite.length - count)] ?? Number.POSITIVE_INFINITY;
  const picked: number[] = [];
  let ties = count - finite.filter((value) => value > least).length;
  values.forEach((value, at) => {
    if (value > least || (value === least && ties-- > 0)) picked.push(at);
  });
  return picked;
}

/** Changes in each image the pixel, of those to choose from, that leaves the largest margin. */
async function changeBest(
  model: Model,
  patients: readonly Patient[],
  choices: readonly number[][],
): Promise<void> {
  const margins = await weighAll(model, patients, choices);
  patients.forEach((patient, k) => {
    const best = indexOfLargest(margins[k]!);
    patient.toggle(choices[k]![best]!, margins[k]![best]!);
  });
}

/** Undoes in each image the change that is missed least, where its margin stays above 0; gives those images. */
async function undoNeedless(model: Model, patients: readonly Patient[]): Promise<Patient[]> {
  const choices = patients.map((patient) => [...patient.changed].sort((a, b) => a - b));
  const margins = await weighAll(model, patients, choices);
  return patients.filter((patient, k) => {
    const best = indexOfLargest(margins[k]!);
    if (!(margins[k]![best]! > 0)) return false;
    patient.toggle(choices[k]![best]!, margins[k]![best]!);
    return true;
  });
}

/** The margins of each image with each of its choices toggled. */
async function weighAll(
  model: Model,
  patients: readonly Patient[],
  choices: readonly (readonly number[])[],
): Promise<number[][]> {
  const margins: number[][] = [];
  const perImage = Math.max(...choices.map((choice) => choice.length), 1);
  const places = patients.map((_, k) => k);
  for (const group of inGroups(places, Math.max(1, Math.floor(ROWS_PER_CALL / perImage)))) {
    const logits = await model.logitsOfChanges(...arrange(model, patients, choices, group));
    let row = 0;
    for (const k of group) {
      const patient = patients[k]!;
      margins.push(choices[k]!.map((pixel) => patient.weighToggled(pixel, logits, row++ * CLASSES)));
      patient.evaluations += choices[k]!.length;
    }
  }
  return margins;
}

function arrange(
  model: Model,
  patients: readonly Patient[],
  choices: readonly (readonly number[])[],
  group: readonly number[],
): [Float32Array, PixelChanges] {
  const { hidden } = model.parameters;
  const count = group.reduce((sum, k) => sum + choices[k]!.length, 0);
  const bases = new Float32Array(group.length * hidden);
  const changes = {
    base: new Int32Array(count),
    pixel: new Int32Array(count),
    change: new Float32Array(count),
  };
  let row = 0;
  group.forEach((k, base) => {
    const patient = patients[k]!;
    bases.set(patient.preActivation, base * hidden);
    for (const pixel of choices[k]!) {
      changes.base[row] = base;
      changes.pixel[row] = pixel;
      changes.change[row] = patient.otherValue(pixel) - patient.image[pixel]!;
      row++;
    }
  });
  return [bases, changes];
}

/** The images [n, 784] as they are. */
function stack(patients: readonly Patient[]): Float32Array {
  const images = new Float32Array(patients.length * PIXELS);
  patients.forEach(({ image }, k) => {
    images.set(image, k * PIXELS);
  });
  return images;
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, k) =>
    items.slice(k * size, (k + 1) * size),
  );
}
