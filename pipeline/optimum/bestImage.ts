/**
 * The binary image with the largest logit, with a proof: branch and bound over the signs of the hidden units, then over pixels.
 *
 * Given the sign of every unit the logit is linear in the pixels, and an optimum of the relaxation has at most as many
 * pixels between 0 and 1 as signs hold it back. So the tree is that of the units, which are few; the 784 pixels hardly add to
 * it. A branch ends where the bound of its relaxation is no better than the best image known, to the tolerance.
 */
import { setImmediate } from 'node:timers/promises';
import { Incumbent } from './incumbent.ts';
import { loadSolver, type Solved } from './linearProgram.ts';
import { isOpen, listFreePixels, type Region, splitPixel, splitUnit, wholeRegion } from './region.ts';
import { Relaxation } from './relaxation.ts';
import type { ReluNetwork } from './reluNetwork.ts';
import { tightenUnits } from './tightenUnits.ts';

export interface BestImageOptions {
  /** Binary images [inputs] to begin with. */
  readonly starts: readonly ArrayLike<number>[];
  /** Most linear programs to solve, about: the only limit, so that the same program on the same processor finds the same. */
  readonly programs: number;
  /** The gap, as a share of the logit's size (at least 1), at which the best image counts as proved. */
  readonly tolerance: number;
}

/** What was found. */
export interface BestImage {
  /** Pixels [inputs], each 0 or 1. */
  readonly image: Float64Array;
  /** Its logit, in doubles. */
  readonly logit: number;
  /** No binary image has a larger logit, up to rounding in doubles. At least `logit`. */
  readonly bound: number;
  /** Whether bound and logit are closer than the tolerance. */
  readonly isProved: boolean;
  /** Linear programs that were solved, and regions that were looked at. */
  readonly programs: number;
  readonly regions: number;
}

/** Rounds of tightening of one region, while each takes away at least this share of the gap. */
const ROUNDS = 3;
const WORTHWHILE = 0.1;

/** Finds the image, or the best within the budget. Gives the event loop a turn after each region. */
export async function findBestImage(network: ReluNetwork, options: BestImageOptions): Promise<BestImage> {
  const relaxation = new Relaxation(await loadSolver(), network);
  try {
    const search = new BranchAndBound(network, relaxation, options);
    while (search.step()) await setImmediate();
    return search.result();
  } finally {
    relaxation.dispose();
  }
}

/** A region that has not been looked at. */
interface Node {
  readonly region: Region;
  readonly bound: number;
  /** Whether what was split last was a unit, so that tightening may gain something. */
  readonly isNewSign: boolean;
}

class BranchAndBound {
  readonly #relaxation: Relaxation;
  readonly #incumbent: Incumbent;
  readonly #options: BestImageOptions;
  #open: Node[];
  /** The largest bound of the regions that were closed. */
  #closed = Number.NEGATIVE_INFINITY;
  #regions = 0;

  constructor(network: ReluNetwork, relaxation: Relaxation, options: BestImageOptions) {
    this.#relaxation = relaxation;
    this.#options = options;
    this.#incumbent = new Incumbent(network);
    for (const start of options.starts) this.#incumbent.offer(start);
    relaxation.cutBelow(this.#incumbent.logit);
    this.#open = [{ region: wholeRegion(network), bound: Number.POSITIVE_INFINITY, isNewSign: true }];
  }

  /** Looks at the open region with the largest bound; false where nothing is left to do. */
  step(): boolean {
    const node = this.#takeFirst();
    if (node === undefined) return false;
    if (this.#relaxation.programs >= this.#options.programs && this.#regions > 0) {
      this.#open.push(node);
      return false;
    }
    this.#regions++;
    const solved = this.#bound(node);
    if (solved !== null) this.#branch(node.region, solved);
    return true;
  }

  result(): BestImage {
    const { image, logit } = this.#incumbent;
    const bound = this.#open.reduce(
      (most, node) => Math.max(most, node.bound),
      Math.max(logit, this.#closed),
    );
    return {
      ...{ image, logit, bound },
      isProved: bound <= this.#goal(),
      programs: this.#relaxation.programs,
      regions: this.#regions,
    };
  }

  /** What a bound has to exceed for its region to be worth looking at. */
  #goal(): number {
    const { logit } = this.#incumbent;
    return logit + this.#options.tolerance * Math.max(1, Math.abs(logit));
  }

  #takeFirst(): Node | undefined {
    const first = this.#open.reduce<Node | undefined>(
      (best, node) => (best === undefined || node.bound > best.bound ? node : best),
      undefined,
    );
    if (first === undefined || this.#isClosed(first.bound)) return undefined;
    this.#open = this.#open.filter((node) => node !== first);
    return first;
  }

  #isClosed(bound: number): boolean {
    return bound <= this.#goal();
  }

  /** The relaxation of the region, its units tightened where that helps; null where the region is closed. */
  #bound({ region, isNewSign }: Node): KnownPoint | null {
    this.#relaxation.enter(region);
    let solved = this.#relaxation.maximise();
    for (let round = 0; isNewSign && round < ROUNDS; round++) {
      if (this.#isClosed(solved.bound) || !this.#relaxation.units.some((unit) => isOpen(region, unit))) break;
      const before = solved.bound;
      if (!tightenUnits(this.#relaxation, region)) return null;
      this.#relaxation.enter(region);
      solved = this.#relaxation.maximise();
      if (before - solved.bound < WORTHWHILE * (before - this.#incumbent.logit)) break;
    }
    if (isKnown(solved)) this.#improve(solved);
    if (isKnown(solved) && !this.#isClosed(solved.bound)) return solved;
    this.#closed = Math.max(this.#closed, solved.bound);
    return null;
  }

  /** Makes a binary image of the relaxation's. */
  #improve({ values, reduced }: KnownPoint): void {
    const pixels = values.subarray(0, this.#incumbent.image.length);
    if (this.#incumbent.offerPaired(pixels, reduced)) this.#relaxation.cutBelow(this.#incumbent.logit);
  }

  /** Splits the region where its relaxation is furthest from the network, else from a binary image. */
  #branch(region: Region, solved: KnownPoint): void {
    this.#fixPixels(region, solved);
    const unit = this.#chooseUnit(region, solved);
    const pixel = unit === undefined ? choosePixel(region, solved) : undefined;
    const parts =
      unit !== undefined
        ? splitUnit(region, unit)
        : pixel !== undefined
          ? splitPixel(region, pixel)
          : this.#splitAnyUnit(region);
    if (parts === null) {
      // One image, which has been offered: what its bound exceeds its logit by is rounding.
      this.#closed = Math.max(this.#closed, solved.bound);
      return;
    }
    const isNewSign = pixel === undefined;
    this.#open.push(...parts.map((part) => ({ region: part, bound: solved.bound, isNewSign })));
  }

  /** Fixes the pixels whose other value would take the bound below the best image. */
  #fixPixels({ pixelLower, pixelUpper }: Region, { bound, reduced }: KnownPoint): void {
    for (let pixel = 0; pixel < pixelLower.length; pixel++) {
      if (bound - Math.abs(reduced[pixel]!) > this.#incumbent.logit) continue;
      const value = reduced[pixel]! > 0 ? pixelUpper[pixel]! : pixelLower[pixel]!;
      pixelLower[pixel] = value;
      pixelUpper[pixel] = value;
    }
  }

  #chooseUnit(region: Region, solved: KnownPoint) {
    const gaps = this.#relaxation.listGaps(solved);
    const widest = gaps.reduce((best, gap, at) => (gap > gaps[best]! ? at : best), 0);
    const unit = this.#relaxation.units[widest]!;
    return gaps[widest]! > LEAST_GAP && isOpen(region, unit) ? unit : undefined;
  }

  #splitAnyUnit(region: Region): [Region, Region] | null {
    const unit = this.#relaxation.units.find((one) => isOpen(region, one));
    return unit === undefined ? null : splitUnit(region, unit);
  }
}

/** Below this a gap is the solver's rounding. */
const LEAST_GAP = 1e-7;

type KnownPoint = { [Name in keyof Solved]: NonNullable<Solved[Name]> };

function isKnown(solved: Solved): solved is KnownPoint {
  return solved.values !== null;
}

/** The free pixel that is furthest from 0 and 1, the first of equals; undefined where none is free. */
function choosePixel(region: Region, { values }: KnownPoint): number | undefined {
  const distance = (pixel: number) => Math.min(values[pixel]!, 1 - values[pixel]!);
  return listFreePixels(region).reduce<number | undefined>(
    (best, pixel) => (best === undefined || distance(pixel) > distance(best) ? pixel : best),
    undefined,
  );
}
