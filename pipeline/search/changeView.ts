/**
 * A model as the searches go through its single-pixel changes: an MLP of two hidden layers with ReLU by the kernel, which holds one
 * image at a time and computes what a change moves; any other as `modelView.ts` has it, by matrix products for many searches at once.
 */
import { setImmediate } from 'node:timers/promises';
import type { LoadedModel } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import type { Eventually } from './eventually.ts';
import { computePreActivation } from './firstLayer.ts';
import type { SearchOptions } from './idea.ts';
import { ChangeKernel, isKernelModel } from './kernel/changeKernel.ts';
import {
  type Candidate,
  countCandidates,
  type HeldImage,
  type ModelView,
  type SearchableModel,
  viewModel,
} from './modelView.ts';

/** Candidates after which the process gets a turn, to hear a signal or another process: some milliseconds. */
const CANDIDATES_A_TURN = 1000;

/** Kernels that no search uses at the moment: each has ten or so megabytes of memory, which the next search writes anew. */
const idle: ChangeKernel[] = [];

/**
 * What `use` makes of the model, as searches go through its changes. Searches whose progress is followed go side by side, by matrix
 * products: what is said of all of them at once is then of equal effort.
 */
export async function withChangeView<Made>(
  model: SearchableModel,
  { onProgress }: Pick<SearchOptions, 'onProgress'>,
  use: (view: ModelView) => Promise<Made>,
): Promise<Made> {
  const isFollowed = onProgress !== undefined;
  if (isFollowed || !('parameters' in model && isKernelModel(model.parameters))) return use(viewModel(model));
  const kernel = idle.pop() ?? new ChangeKernel();
  try {
    kernel.open(model.parameters);
    return await use(new KernelView(model, kernel));
  } finally {
    idle.push(kernel);
  }
}

/** An image that a search changes, and the one class whose logit it asks for; all of them where undefined. */
interface WantedImage extends HeldImage {
  readonly wanted: number | undefined;
}

class KernelView implements ModelView<WantedImage> {
  readonly classes = CLASSES;
  readonly batching = { searches: 1, candidates: 4 };
  readonly #model: LoadedModel;
  readonly #view: ModelView;
  readonly #kernel: ChangeKernel;
  /** The image that the kernel holds. */
  #current: WantedImage | null = null;
  #sinceTurn = 0;

  constructor(model: LoadedModel, kernel: ChangeKernel) {
    this.#model = model;
    this.#view = viewModel(model);
    this.#kernel = kernel;
  }

  logits(images: Float32Array): Promise<Float32Array> {
    return this.#view.logits(images);
  }

  inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    return this.#view.inputGradients(images, cotangents);
  }

  exactLogits(image: Float32Array): Float32Array {
    return this.#kernel.computeOrdered(image);
  }

  hold(image: Float32Array, wanted?: number): WantedImage {
    const held: WantedImage = {
      image,
      wanted,
      set: (pixel, value) => {
        const change = value - image[pixel]!;
        image[pixel] = value;
        if (change !== 0 && this.#current === held) this.#kernel.take(pixel, change);
      },
    };
    return held;
  }

  logitsOfCandidates(
    held: readonly WantedImage[],
    proposals: readonly (readonly Candidate[])[],
  ): Eventually<Float32Array> {
    const count = countCandidates(proposals);
    const logits = new Float32Array(count * CLASSES);
    let row = 0;
    for (const [k, candidates] of proposals.entries()) {
      const { image, wanted } = this.#hold(held[k]!);
      const pixels = candidates.map(({ pixel }) => pixel);
      const changes = candidates.map(({ pixel, value }) => value - image[pixel]!);
      this.#kernel.evaluate(pixels, changes, wanted, logits, row);
      row += candidates.length;
    }
    this.#sinceTurn += count;
    if (this.#sinceTurn < CANDIDATES_A_TURN) return logits;
    this.#sinceTurn = 0;
    return setImmediate(logits);
  }

  /** Has the kernel hold this image, which is computed anew where it held another. */
  #hold(held: WantedImage): WantedImage {
    if (this.#current !== held) {
      this.#kernel.begin(held.image, computePreActivation(this.#model.parameters, held.image));
      this.#current = held;
    }
    return held;
  }
}
