/**
 * One coordinate search in progress: its image, the next pixel to visit, and how many pixels it evaluates ahead of it.
 *
 * Speculation: the next K pixels are evaluated as if every flip before them were refused. Results count up to the
 * first flip that is taken; the rest is discarded and the search goes on behind it. The outcome is that of visiting
 * one pixel at a time.
 */
import { PIXELS } from '../math/images.ts';
import { type Eventually, whenKnown } from './eventually.ts';
import { ExactRank } from './exactRank.ts';
import type { SearchTask } from './idea.ts';
import type { Candidate, HeldImage, SearchedModel } from './modelView.ts';
import type { Objective } from './objectives.ts';
import { isNearTie } from './orderedArithmetic.ts';
import { SnapshotRecorder } from './snapshotRecorder.ts';
import type { RunningSearch } from './speculation.ts';

/** K is this over the acceptance rate, so that about half of this share of the evaluations is wasted. */
const LOOKAHEAD_PER_RATE = 0.15;
/** Visits over which the acceptance rate is averaged. */
const RATE_MEMORY = 64;

/** Most pixels that a search evaluates in one go. */
const MAX_LOOKAHEAD = 64;

/** What a search makes large, when it ends, and in which order it visits the pixels. */
export interface CoordinateSearchOptions {
  readonly objective: Objective;
  /** The number of visits after which it ends, converged or not. */
  readonly lastVisit: number;
  /** The pixels [784] in the order of their visits; raster order where not given. */
  readonly order?: Int32Array | undefined;
  readonly snapshotEvery?: number | undefined;
}

/** A search for the image of the largest rank, visiting one pixel after another. */
export class CoordinateSearch implements RunningSearch {
  readonly digit: number;
  readonly objective: Objective;
  readonly held: HeldImage;
  readonly recorder: SnapshotRecorder;
  evaluations = 0;
  /** Visits to a pixel so far. */
  visits = 0;
  /** Near ties that were settled by exact logits. */
  nearTies = 0;
  readonly #lastVisit: number;
  readonly #order: Int32Array | undefined;
  /** The image's rank; NaN until it is first known. */
  #rank = Number.NaN;
  #magnitude = Number.NaN;
  readonly #exact: ExactRank;
  #candidates: Candidate[] = [];
  #acceptanceRate = 0.5;
  #visitsSinceChange = 0;

  constructor(
    model: SearchedModel,
    { digit, start }: Pick<SearchTask, 'digit' | 'start'>,
    options: CoordinateSearchOptions,
  ) {
    this.digit = digit;
    this.objective = options.objective;
    this.held = model.hold(Float32Array.from(start));
    this.recorder = new SnapshotRecorder(options.snapshotEvery);
    this.#lastVisit = options.lastVisit;
    this.#order = options.order;
    this.#exact = new ExactRank({ model, image: this.held.image, digit, objective: this.objective });
  }

  get isDone(): boolean {
    return this.isConverged || this.visits >= this.#lastVisit;
  }

  get energy(): number {
    return this.objective.energy(this.#rank);
  }

  /** Every pixel has been visited since the image last changed, so no further visit can change it. */
  get isConverged(): boolean {
    return this.#visitsSinceChange >= PIXELS;
  }

  /**
   * The next candidates: of at least `minLookahead` pixels where possible, and none past the last visit or past the
   * visit at which the search would have converged.
   * The search does not go on before their ranks are given to `consume`.
   */
  propose(minLookahead: number): readonly Candidate[] {
    const visitsLeft = Math.min(this.#lastVisit - this.visits, PIXELS - this.#visitsSinceChange);
    const lookahead = Math.min(this.#chooseLookahead(minLookahead), visitsLeft);
    this.#candidates = this.#needsBothValues() ? this.#bothValues() : this.#nextFlips(lookahead);
    return this.#candidates;
  }

  /** Takes the ranks of the candidates last proposed, in their order, and the sizes of the logits behind them. */
  consume(ranks: ArrayLike<number>, magnitudes: ArrayLike<number>): Eventually<void> {
    const rankOf = (k: number): Rank => ({ value: ranks[k]!, magnitude: Math.abs(magnitudes[k]!) });
    if (this.visits === 0 && this.recorder.wants(0)) {
      return whenKnown(this.#exact.held(), (rank) => {
        this.recorder.offer(0, this.held.image, this.objective.energy(rank));
        return this.#consumeAll(rankOf);
      });
    }
    return this.#consumeAll(rankOf);
  }

  #consumeAll(rankOf: (k: number) => Rank): Eventually<void> {
    if (!this.#needsBothValues()) return this.#consumeFrom(0, rankOf);
    this.evaluations += 2;
    const [atZero, atOne] = [rankOf(0), rankOf(1)];
    return whenKnown(this.#choose(atZero, atOne), (value) => {
      this.#visit(value, atZero, atOne);
    });
  }

  /** Goes through the candidates from the one of this number on, until one is taken. */
  #consumeFrom(first: number, rankOf: (k: number) => Rank): Eventually<void> {
    for (let k = first; k < this.#candidates.length; k++) {
      this.evaluations++;
      const held = { value: this.#rank, magnitude: this.#magnitude };
      const [atZero, atOne] = this.#candidates[k]!.value === 1 ? [held, rankOf(k)] : [rankOf(k), held];
      const choice = this.#choose(atZero, atOne);
      if (choice instanceof Promise) {
        return choice.then((value) =>
          this.#consumeOne(value, atZero, atOne) ? undefined : this.#consumeFrom(k + 1, rankOf),
        );
      }
      if (this.#consumeOne(choice, atZero, atOne)) return;
    }
  }

  /** Gives the next pixel this value and returns whether that changed the image. */
  #consumeOne(value: 0 | 1, atZero: Rank, atOne: Rank): boolean {
    const isTaken = this.#visit(value, atZero, atOne);
    this.#acceptanceRate += (Number(isTaken) - this.#acceptanceRate) / RATE_MEMORY;
    return isTaken;
  }

  /** The pixel of the visit that is `ahead` of the next. */
  #pixelAt(ahead: number): number {
    const place = (this.visits + ahead) % PIXELS;
    return this.#order === undefined ? place : this.#order[place]!;
  }

  #needsBothValues(): boolean {
    return Number.isNaN(this.#rank) || !isBinary(this.held.image[this.#pixelAt(0)]!);
  }

  #bothValues(): Candidate[] {
    const pixel = this.#pixelAt(0);
    return [
      { pixel, value: 0 },
      { pixel, value: 1 },
    ];
  }

  #chooseLookahead(minLookahead: number): number {
    const worthwhile = Math.round(LOOKAHEAD_PER_RATE / this.#acceptanceRate);
    return Math.min(MAX_LOOKAHEAD, Math.max(minLookahead, worthwhile));
  }

  #nextFlips(count: number): Candidate[] {
    const flips: Candidate[] = [];
    for (let k = 0; k < count; k++) {
      const pixel = this.#pixelAt(k);
      const held = this.held.image[pixel]!;
      if (!isBinary(held)) break;
      flips.push({ pixel, value: held === 0 ? 1 : 0 });
    }
    return flips;
  }

  /** Gives the next pixel its better value and returns whether that changed the image. */
  #visit(value: 0 | 1, atZero: Rank, atOne: Rank): boolean {
    const pixel = this.#pixelAt(0);
    const isChanged = value !== this.held.image[pixel];
    this.held.set(pixel, value);
    if (isChanged) this.#exact.forget();
    const chosen = value === 1 ? atOne : atZero;
    this.#rank = chosen.value;
    this.#magnitude = chosen.magnitude;
    this.visits++;
    this.#visitsSinceChange = isChanged ? 0 : this.#visitsSinceChange + 1;
    if (!this.isDone) this.recorder.offer(this.visits, this.held.image, this.energy);
    return isChanged;
  }

  /** The better value of the next pixel; of a near tie by exact logits. */
  #choose(atZero: Rank, atOne: Rank): Eventually<0 | 1> {
    if (!isNearTie(atZero.value, atOne.value, Math.max(atZero.magnitude, atOne.magnitude)))
      return chooseBetter(atZero.value, atOne.value);
    this.nearTies++;
    const pixel = this.#pixelAt(0);
    return whenKnown(this.#exact.at(pixel, 0), (zero) =>
      whenKnown(this.#exact.at(pixel, 1), (one) => chooseBetter(zero, one)),
    );
  }
}

/** The article's rule: the larger energy wins, and a tie keeps the pixel at 1. */
function chooseBetter(atZero: number, atOne: number): 0 | 1 {
  return atZero > atOne ? 0 : 1;
}

/** How good an image is, and the size of the logits that say so. */
interface Rank {
  readonly value: number;
  readonly magnitude: number;
}

function isBinary(value: number): boolean {
  return value === 0 || value === 1;
}
