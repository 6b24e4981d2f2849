/**
 * Monte Carlo search: draw a pixel and a value, keep the change when the energy rises or, where it is warm, with the
 * probability of Metropolis. (The article's `search_mc`, but for its picker, which can choose a pixel past the end.)
 *
 * Metropolis et al., "Equation of state calculations by fast computing machines", J. Chem. Phys. 21(6), 1953. All draws
 * are made in the order of the proposals and none depends on what was accepted, so that looking ahead changes nothing:
 * the outcome is that of one proposal at a time.
 */
import { PIXELS } from '../math/images.ts';
import { drawBelow, drawUniform, openStream, type Stream } from '../math/streams.ts';
import { concludeSearch } from './concludeSearch.ts';
import { type Eventually, whenKnown } from './eventually.ts';
import { ExactRank } from './exactRank.ts';
import type { Idea, SearchOptions, SearchTask } from './idea.ts';
import {
  type Candidate,
  type HeldImage,
  type SearchableModel,
  type SearchedModel,
  viewModel,
} from './modelView.ts';
import { defineObjectives, type Objective } from './objectives.ts';
import { isNearTie } from './orderedArithmetic.ts';
import { runSearches } from './runSearches.ts';
import { type Schedule, temperatureAt } from './schedule.ts';
import { SnapshotRecorder } from './snapshotRecorder.ts';
import type { RunningSearch } from './speculation.ts';

/** How long a Monte Carlo search is, how warm, and how it draws. */
export interface MonteCarloOptions extends SearchOptions {
  readonly proposals: number;
  /** Temperatures are in the unit of the objective's rank. */
  readonly schedule: Schedule;
  readonly seed: number;
}

/** The same, with the objective that its name stands for. */
type DrawingOptions = Omit<MonteCarloOptions, 'objective'> & { readonly objective: Objective };

/** A change that was drawn, with the rise of rank that it needs: 0, or T ln u for a uniform u. */
interface Proposal extends Candidate {
  readonly needed: number;
}

/** Proposals are looked at ahead of the first that is taken by this over the acceptance rate. */
const LOOKAHEAD_PER_RATE = 0.3;
/** Evaluations over which the acceptance rate is averaged. */
const RATE_MEMORY = 64;
/** Most proposals that are evaluated in one go. */
const MAX_LOOKAHEAD = 96;

/**
 * Searches all `tasks` on one model, each from its start with draws of its own (stream `search/monte-carlo/DIGIT/RESTART`).
 * `passes` of the result counts proposals in multiples of 784, rounded up.
 */
export async function searchMonteCarlo(
  model: SearchableModel,
  tasks: readonly SearchTask[],
  options: MonteCarloOptions,
): Promise<Idea[]> {
  const view = viewModel(model);
  const objective = defineObjectives(view.classes)[options.objective ?? 'logit'];
  const searches = await runSearches(
    { model, view, objective, onProgress: options.onProgress },
    tasks,
    (on, task) => new MonteCarloSearch(on, task, { ...options, objective }),
  );
  const ideas: Idea[] = [];
  for (const [k, search] of searches.entries()) {
    ideas.push(await concludeSearch(view, search, tasks[k]!, options.proposals));
  }
  return ideas;
}

/** One Monte Carlo search in progress. */
class MonteCarloSearch implements RunningSearch {
  readonly digit: number;
  readonly held: HeldImage;
  readonly objective: Objective;
  readonly recorder: SnapshotRecorder;
  evaluations = 0;
  readonly #options: DrawingOptions;
  readonly #stream: Stream;
  /** Drawn and not yet decided, in order. */
  readonly #drawn: Proposal[] = [];
  /** Proposals decided so far. */
  #decided = 0;
  /** Proposals that the candidates last evaluated belong to, by their place among those drawn. */
  #places: number[] = [];
  /** The image's rank; NaN until it is first known. */
  #rank = Number.NaN;
  readonly #exact: ExactRank;
  #acceptanceRate = 0.5;

  constructor(model: SearchedModel, { digit, restart, start }: SearchTask, options: DrawingOptions) {
    this.#options = options;
    this.objective = options.objective;
    this.recorder = new SnapshotRecorder(options.snapshotEvery);
    this.#stream = openStream(options.seed, `search/monte-carlo/${digit}/${restart}`);
    this.digit = digit;
    this.held = model.hold(Float32Array.from(start));
    this.#exact = new ExactRank({ model, digit, image: this.held.image, objective: this.objective });
  }

  get energy(): number {
    return this.objective.energy(this.#rank);
  }

  get isDone(): boolean {
    return this.#decided === this.#options.proposals && !Number.isNaN(this.#rank);
  }

  propose(minLookahead: number): readonly Candidate[] {
    return Number.isNaN(this.#rank) ? this.#imageUnchanged() : this.#nextChanges(minLookahead);
  }

  consume(ranks: Float64Array, magnitudes: Float64Array): Eventually<void> {
    if (!Number.isNaN(this.#rank)) return this.#consumeFrom(0, ranks, magnitudes);
    this.evaluations++;
    this.#rank = ranks[0]!;
    this.recorder.offer(0, this.held.image, this.energy);
    this.#skipIdle();
  }

  /** Decides on the candidates from the one of this number on, until one is taken. */
  #consumeFrom(first: number, ranks: Float64Array, magnitudes: Float64Array): Eventually<void> {
    for (let k = first; k < this.#places.length; k++) {
      this.evaluations++;
      const proposal = this.#drawn[this.#places[k]!]!;
      const isTie = isNearTie(this.#rank + proposal.needed, ranks[k]!, magnitudes[k]!);
      const rise = isTie ? this.#computeRise(proposal) : ranks[k]! - this.#rank;
      if (rise instanceof Promise) {
        return rise.then((exact) =>
          this.#decide(k, exact, ranks[k]!) ? undefined : this.#consumeFrom(k + 1, ranks, magnitudes),
        );
      }
      if (this.#decide(k, rise, ranks[k]!)) return;
    }
    this.#refuse(this.#places.at(-1)! + 1);
    this.#skipIdle();
  }

  /** Takes candidate k, by which the rank rises by `rise` to `rank`, or not; returns whether it is taken. */
  #decide(k: number, rise: number, rank: number): boolean {
    const place = this.#places[k]!;
    const isTaken = rise > this.#drawn[place]!.needed;
    this.#acceptanceRate += (Number(isTaken) - this.#acceptanceRate) / RATE_MEMORY;
    if (!isTaken) return false;
    this.#refuse(place);
    this.#take(rank);
    this.#skipIdle();
    return true;
  }

  /** A candidate that is the image as it is, whose rank is not yet known. */
  #imageUnchanged(): Candidate[] {
    return [{ pixel: 0, value: this.held.image[0]! }];
  }

  /** The next proposals that would change the image as it is, at least one. */
  #nextChanges(minLookahead: number): Candidate[] {
    const worthwhile = Math.round(LOOKAHEAD_PER_RATE / this.#acceptanceRate);
    const count = Math.min(MAX_LOOKAHEAD, Math.max(minLookahead, worthwhile));
    this.#places = [];
    for (let place = 0; this.#places.length < count && this.#draw(place); place++) {
      if (this.#changes(this.#drawn[place]!)) this.#places.push(place);
    }
    return this.#places.map((place) => this.#drawn[place]!);
  }

  /** Draws until there is a proposal at `place`; false where the search ends before. */
  #draw(place: number): boolean {
    const { proposals, schedule } = this.#options;
    while (this.#drawn.length <= place) {
      const k = this.#decided + this.#drawn.length;
      if (k >= proposals) return false;
      const pixel = drawBelow(this.#stream, PIXELS);
      const value = drawBelow(this.#stream, 2);
      const temperature = temperatureAt(schedule, k, proposals);
      // 1 - u is in (0, 1], of which the logarithm is finite.
      const needed = schedule.name === 'zero' ? 0 : temperature * Math.log(1 - drawUniform(this.#stream));
      this.#drawn.push({ pixel, value, needed });
    }
    return true;
  }

  #changes({ pixel, value }: Candidate): boolean {
    return this.held.image[pixel] !== value;
  }

  /** Decides on proposals that change nothing, until one does or the search ends. */
  #skipIdle(): void {
    while (this.#draw(0) && !this.#changes(this.#drawn[0]!)) this.#refuse(1);
  }

  /** By how much the rank rises, by exact logits. */
  #computeRise({ pixel, value }: Candidate): Eventually<number> {
    return whenKnown(this.#exact.at(pixel, value), (changed) =>
      whenKnown(this.#exact.held(), (held) => changed - held),
    );
  }

  /** Refuses the next `count` proposals. */
  #refuse(count: number): void {
    for (let k = 0; k < count; k++) this.#settle();
  }

  /** Makes the change that is proposed next. */
  #take(rank: number): void {
    const { pixel, value } = this.#drawn[0]!;
    this.held.set(pixel, value);
    this.#exact.forget();
    this.#rank = rank;
    this.#settle();
  }

  #settle(): void {
    this.#drawn.shift();
    this.#decided++;
    if (this.#decided < this.#options.proposals)
      this.recorder.offer(this.#decided, this.held.image, this.energy);
  }
}
