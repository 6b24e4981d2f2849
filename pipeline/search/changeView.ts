/**
 * An MLP of two hidden layers with ReLU as one search at a time goes through its single-pixel changes: the kernel holds its image and
 * computes what each change moves, a few rows of the second weights instead of a matrix product of all of them.
 */
import { setImmediate } from 'node:timers/promises';
import type { LoadedModel, MlpParameters } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { computePreActivation } from './firstLayer.ts';
import { ChangeKernel, isKernelModel } from './kernel/changeKernel.ts';
import type { Candidate, HeldImage, SearchableModel, SearchedModel } from './modelView.ts';
import { type RunningSearch, rankCandidates } from './speculation.ts';

/** Candidates of a search that are evaluated in one go at least: what is kept of a pixel is moved with that of its neighbours. */
const LOOKAHEAD = 4;

/** Candidates after which the process gets a turn, to hear a signal or another process: some milliseconds. */
const CANDIDATES_A_TURN = 1000;

/** Kernels that no search uses at the moment, whose memory the next search writes anew. */
const idle: ChangeKernel[] = [];

/** Bytes of memory up to which a kernel is kept for the next search; at 784 hidden units it has 11 MB. */
const MOST_KEPT = 32 * 1024 * 1024;

/** Whether the kernel takes this model. */
export function isForKernel(model: SearchableModel): model is LoadedModel {
  return 'parameters' in model && isKernelModel(model.parameters);
}

/**
 * Opens each search, on the model as the kernel has it, and moves it until it is done, before the next; `open` is given the view that
 * its search is to be on. `wantedBy`: the one class whose logit a search of this task ranks by; undefined where it needs all.
 */
export async function searchByKernel<Task, Search extends RunningSearch>(
  { parameters }: LoadedModel,
  tasks: readonly Task[],
  wantedBy: (task: Task) => number | undefined,
  open: (view: ChangeView, task: Task) => Search,
): Promise<Search[]> {
  const kernel = idle.pop() ?? new ChangeKernel();
  try {
    kernel.open(parameters);
    const searches: Search[] = [];
    for (const task of tasks) {
      const view = new ChangeView(kernel, parameters, wantedBy(task));
      const search = open(view, task);
      await advance(view, search);
      searches.push(search);
    }
    return searches;
  } finally {
    if (kernel.bytes <= MOST_KEPT) idle.push(kernel);
  }
}

async function advance(view: ChangeView, search: RunningSearch): Promise<void> {
  let sinceTurn = 0;
  while (!search.isDone) {
    const candidates = search.propose(LOOKAHEAD);
    const logits = view.logitsOf(search.held, candidates);
    const rows = { row: 0, count: candidates.length, classes: CLASSES };
    const { ranks, magnitudes } = rankCandidates(search, logits, rows);
    const consumed = search.consume(ranks, magnitudes);
    if (consumed instanceof Promise) await consumed;
    sinceTurn += candidates.length;
    if (sinceTurn < CANDIDATES_A_TURN) continue;
    sinceTurn = 0;
    await setImmediate();
  }
}

/** A model of which a kernel holds one image at a time: the one whose candidates were asked for last. */
export class ChangeView implements SearchedModel {
  readonly classes = CLASSES;
  readonly #kernel: ChangeKernel;
  readonly #parameters: MlpParameters;
  readonly #wanted: number | undefined;
  #held: HeldImage | null = null;

  /** `wanted`: the one class whose logit is asked for; all of them where undefined. The kernel is open for the model. */
  constructor(kernel: ChangeKernel, parameters: MlpParameters, wanted?: number) {
    this.#kernel = kernel;
    this.#parameters = parameters;
    this.#wanted = wanted;
  }

  hold(image: Float32Array): HeldImage {
    const held: HeldImage = {
      image,
      set: (pixel, value) => {
        const change = value - image[pixel]!;
        image[pixel] = value;
        if (change !== 0 && this.#held === held) this.#kernel.take(pixel, change);
      },
    };
    return held;
  }

  /** Logits [n, 10] of an image that is held with each of `candidates`; NaN of the classes that are not wanted. */
  logitsOf(held: HeldImage, candidates: readonly Candidate[]): Float32Array {
    const { image } = held;
    if (this.#held !== held) {
      this.#kernel.begin(image, computePreActivation(this.#parameters, image));
      this.#held = held;
    }
    const pixels = candidates.map(({ pixel }) => pixel);
    const changes = candidates.map(({ pixel, value }) => value - image[pixel]!);
    return this.#kernel.evaluate(pixels, changes, this.#wanted);
  }

  exactLogits(image: Float32Array): Float32Array {
    return this.#kernel.computeOrdered(image);
  }
}
