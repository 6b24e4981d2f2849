/**
 * An MLP of two hidden layers with ReLU as a search goes through its single-pixel changes: the kernel holds its image and computes
 * what each change moves, a few rows of the second weights instead of a matrix product of all of them.
 */
import { setImmediate } from 'node:timers/promises';
import type { LoadedModel, MlpParameters } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { computePreActivation } from './firstLayer.ts';
import type { OnProgress } from './idea.ts';
import { ChangeKernel, isKernelModel } from './kernel/changeKernel.ts';
import { countPlaces } from './kernel/kernelSize.ts';
import type { Candidate, HeldImage, SearchableModel, SearchedModel } from './modelView.ts';
import { ROWS_WORTH_A_CALL, type RunningSearch, rankCandidates } from './speculation.ts';

/** Candidates of a search alone that are evaluated in one go at least: what is kept of a pixel is moved with that of its neighbours. */
const LOOKAHEAD = 4;

/** Milliseconds after which the process gets a turn, to hear a signal or another process. */
const TURN_MS = 10;

/** Kernels that no search uses at the moment, whose memory the next search writes anew. */
const idle: ChangeKernel[] = [];

/** Bytes of memory up to which a kernel is kept for the next search; with one image of 784 hidden units it has 11 MB. */
const MOST_KEPT = 32 * 1024 * 1024;

/** Whether the kernel takes this model, and so many searches on it side by side. */
export function canSearchByKernel(model: SearchableModel, sideBySide: number): model is LoadedModel {
  return (
    'parameters' in model &&
    sideBySide <= countPlaces(model.parameters.hidden) &&
    isKernelModel(model.parameters)
  );
}

/** What searches on the kernel are like. */
export interface KernelSearches<Task, Search extends RunningSearch> {
  readonly tasks: readonly Task[];
  /** The one class whose logit a search of this task ranks by; undefined where it needs all. */
  readonly wantedBy: (task: Task) => number | undefined;
  /** Begins a search on the view that it is given. */
  readonly open: (view: ChangeView, task: Task) => Search;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * The searches of all tasks, done, in their order; null where there is no memory for them. Each is moved until it is done before the
 * next begins, so that the cache has room for what is kept of its image; those whose progress is followed go side by side, some
 * candidates of each in turn.
 */
export async function searchByKernel<Task, Search extends RunningSearch>(
  { parameters }: LoadedModel,
  { tasks, wantedBy, open, onProgress }: KernelSearches<Task, Search>,
): Promise<Search[] | null> {
  const kernel = idle.pop() ?? new ChangeKernel();
  const begin = (task: Task, place: number): Moved<Search> => {
    const view = new ChangeView(kernel, parameters, { place, wanted: wantedBy(task) });
    return { view, search: open(view, task) };
  };
  try {
    if (!kernel.open(parameters, onProgress === undefined ? 1 : tasks.length)) return null;
    if (onProgress !== undefined) return await advance(tasks.map(begin), onProgress);
    const searches: Search[] = [];
    for (const task of tasks) searches.push(...(await advance([begin(task, 0)])));
    return searches;
  } finally {
    if (kernel.bytes <= MOST_KEPT) idle.push(kernel);
  }
}

/** A search, and the view that it is on. */
interface Moved<Search> {
  readonly view: ChangeView;
  readonly search: Search;
}

/**
 * Moves all of them, some candidates of each in turn, until each is done: of those that are followed as many as go into a matrix product
 * of all (speculation.ts), so that what is heard of them is the same by either way.
 */
async function advance<Search extends RunningSearch>(
  moved: readonly Moved<Search>[],
  onProgress?: OnProgress,
): Promise<Search[]> {
  const searches = moved.map(({ search }) => search);
  let active = moved;
  let turn = performance.now();
  for (;;) {
    active = active.filter(({ search }) => !search.isDone);
    if (active.length === 0) return searches;
    const lookahead = onProgress === undefined ? LOOKAHEAD : Math.ceil(ROWS_WORTH_A_CALL / active.length);
    for (const { view, search } of active) {
      const candidates = search.propose(lookahead);
      const logits = view.logitsOf(search.held, candidates);
      const rows = { row: 0, count: candidates.length, classes: CLASSES };
      const { ranks, magnitudes } = rankCandidates(search, logits, rows);
      const consumed = search.consume(ranks, magnitudes);
      if (consumed instanceof Promise) await consumed;
    }
    onProgress?.(
      searches.reduce((sum, { evaluations }) => sum + evaluations, 0),
      searches.map(({ energy }) => energy),
    );
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    turn = performance.now();
  }
}

/** A model of which a kernel holds one image at a time, at a place of its own: the one whose candidates were asked for last. */
export class ChangeView implements SearchedModel {
  readonly classes = CLASSES;
  readonly #kernel: ChangeKernel;
  readonly #parameters: MlpParameters;
  readonly #place: number;
  readonly #wanted: number | undefined;
  #held: HeldImage | null = null;

  /**
   * The kernel is open for the model. `place`: that of its images, the first unless given. `wanted`: the one class whose logit is
   * asked for; all of them where undefined.
   */
  constructor(
    kernel: ChangeKernel,
    parameters: MlpParameters,
    { place = 0, wanted }: { readonly place?: number; readonly wanted?: number | undefined } = {},
  ) {
    this.#kernel = kernel;
    this.#parameters = parameters;
    this.#place = place;
    this.#wanted = wanted;
  }

  hold(image: Float32Array): HeldImage {
    const held: HeldImage = {
      image,
      set: (pixel, value) => {
        const change = value - image[pixel]!;
        image[pixel] = value;
        if (change !== 0 && this.#held === held) this.#kernel.take(this.#place, pixel, change);
      },
    };
    return held;
  }

  /** Logits [n, 10] of an image that is held with each of `candidates`; NaN of the classes that are not wanted. */
  logitsOf(held: HeldImage, candidates: readonly Candidate[]): Float32Array {
    const { image } = held;
    if (this.#held !== held) {
      this.#kernel.begin(this.#place, image, computePreActivation(this.#parameters, image));
      this.#held = held;
    }
    const pixels = candidates.map(({ pixel }) => pixel);
    const changes = candidates.map(({ pixel, value }) => value - image[pixel]!);
    return this.#kernel.evaluate(this.#place, pixels, changes, this.#wanted);
  }

  exactLogits(image: Float32Array): Float32Array {
    return this.#kernel.computeOrdered(image);
  }
}
