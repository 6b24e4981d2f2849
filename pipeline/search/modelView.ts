/**
 * A model as the searches see it: it holds images of which single pixels change, and gives the logits of many such changes in one
 * call. An MLP's images are held with their first layer's pre-activations, which a change moves; those of a model that is known
 * by its logits alone are evaluated as a whole.
 *
 * Logits of many images in one call may be rounded otherwise than those of one, so that near ties are settled by exact logits,
 * which depend on the image alone: of an MLP in ordered arithmetic, of another model in a call of their own.
 */
import type { LoadedModel } from '../engine/engine.ts';
import type { OpaqueModel } from '../engine/opaqueModel.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { computeDifferences } from './differences.ts';
import type { Eventually } from './eventually.ts';
import { computePreActivation, movePreActivation } from './firstLayer.ts';
import { computeOrderedLogits } from './orderedArithmetic.ts';

/** A model that can be searched. */
export type SearchableModel = LoadedModel | OpaqueModel;

/** The image with one pixel at another value. */
export interface Candidate {
  readonly pixel: number;
  readonly value: number;
}

/** An image [784] that a search changes, pixel by pixel. */
export interface HeldImage {
  /** As it is now; to be changed by `set` alone, but for a pixel that is put back before anything else is asked. */
  readonly image: Float32Array;
  set(pixel: number, value: number): void;
}

/** What searches ask of a model. */
export interface ModelView<Held extends HeldImage = HeldImage> {
  readonly classes: number;
  /** Logits [n, classes] of images [n, 784]. */
  logits(images: Float32Array): Promise<Float32Array>;
  /** Gradients [n, 784] of cotangents[i] . logits(images[i]); `cotangents` [n, classes]. */
  inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array>;
  /** Begins to hold an image, which is taken over. */
  hold(image: Float32Array): Held;
  /** Logits [m, classes] of the candidates of every held image, in order. */
  logitsOfCandidates(
    held: readonly Held[],
    proposals: readonly (readonly Candidate[])[],
  ): Promise<Float32Array>;
  /** Logits [classes] of an image [784] that depend on nothing else. */
  exactLogits(image: Float32Array): Eventually<Float32Array>;
}

/** What a search asks of a model whose candidates are evaluated for it. */
export type SearchedModel = Pick<ModelView, 'classes' | 'hold' | 'exactLogits'>;

/** The model as searches see it. */
export function viewModel(model: SearchableModel): ModelView {
  return 'parameters' in model ? new MlpView(model) : new OpaqueView(model);
}

/** An image held with the pre-activations [H] of an MLP's first layer. */
export interface PreActivatedImage extends HeldImage {
  /** In double precision, so that moving them about leaves no drift. */
  readonly preActivation: Float64Array;
}

class MlpView implements ModelView<PreActivatedImage> {
  readonly classes = CLASSES;
  readonly #model: LoadedModel;

  constructor(model: LoadedModel) {
    this.#model = model;
  }

  logits(images: Float32Array): Promise<Float32Array> {
    return this.#model.logits(images);
  }

  inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    return this.#model.inputGradients(images, cotangents);
  }

  hold(image: Float32Array): PreActivatedImage {
    const { parameters } = this.#model;
    const preActivation = computePreActivation(parameters, image);
    return {
      image,
      preActivation,
      set(pixel, value) {
        movePreActivation(parameters, preActivation, pixel, value - image[pixel]!);
        image[pixel] = value;
      },
    };
  }

  logitsOfCandidates(
    held: readonly PreActivatedImage[],
    proposals: readonly (readonly Candidate[])[],
  ): Promise<Float32Array> {
    return computeLogitsOfCandidates(this.#model, held, proposals);
  }

  exactLogits(image: Float32Array): Float32Array {
    return computeOrderedLogits(this.#model.parameters, image);
  }
}

/** Logits [m, 10] of the candidates of every image on an MLP, in order. */
export async function computeLogitsOfCandidates(
  model: LoadedModel,
  held: readonly Pick<PreActivatedImage, 'image' | 'preActivation'>[],
  proposals: readonly (readonly Candidate[])[],
): Promise<Float32Array> {
  const { hidden } = model.parameters;
  const bases = new Float32Array(held.length * hidden);
  for (const [k, { preActivation }] of held.entries()) bases.set(preActivation, k * hidden);
  const count = countCandidates(proposals);
  const changes = {
    base: new Int32Array(count),
    pixel: new Int32Array(count),
    change: new Float32Array(count),
  };
  let row = 0;
  for (const [base, candidates] of proposals.entries()) {
    const { image } = held[base]!;
    for (const { pixel, value } of candidates) {
      changes.base[row] = base;
      changes.pixel[row] = pixel;
      changes.change[row] = value - image[pixel]!;
      row++;
    }
  }
  return model.logitsOfChanges(bases, changes);
}

class OpaqueView implements ModelView {
  readonly classes: number;
  readonly #model: OpaqueModel;

  constructor(model: OpaqueModel) {
    this.classes = model.classes;
    this.#model = model;
  }

  logits(images: Float32Array): Promise<Float32Array> {
    return this.#model.logits(images);
  }

  inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    const { inputGradients } = this.#model;
    if (inputGradients !== null) return inputGradients(images, cotangents);
    return computeDifferences((seen) => this.#model.logits(seen), images, cotangents);
  }

  hold(image: Float32Array): HeldImage {
    return {
      image,
      set(pixel, value) {
        image[pixel] = value;
      },
    };
  }

  logitsOfCandidates(
    held: readonly HeldImage[],
    proposals: readonly (readonly Candidate[])[],
  ): Promise<Float32Array> {
    const images = new Float32Array(countCandidates(proposals) * PIXELS);
    let at = 0;
    for (const [k, candidates] of proposals.entries()) {
      for (const { pixel, value } of candidates) {
        images.set(held[k]!.image, at);
        images[at + pixel] = value;
        at += PIXELS;
      }
    }
    return this.#model.logits(images);
  }

  exactLogits(image: Float32Array): Promise<Float32Array> {
    return this.#model.logits(image);
  }
}

function countCandidates(proposals: readonly (readonly Candidate[])[]): number {
  return proposals.reduce((sum, candidates) => sum + candidates.length, 0);
}
