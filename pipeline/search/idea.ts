/** What every search is given and what it finds. */
import type { ObjectiveName } from '../study/config.ts';

/** Where one search starts and what it looks for. */
export interface SearchTask {
  readonly digit: number;
  readonly restart: number;
  /** The start image [784] in [0, 1]. */
  readonly start: Float32Array;
}

/** What all searches can be told. */
export interface SearchOptions {
  /** What is made large; the logit unless given. */
  readonly objective?: ObjectiveName;
  /** Steps between two snapshots; none are kept where not given. */
  readonly snapshotEvery?: number;
  /** Called with how far all searches are, after each round. */
  readonly onProgress?: OnProgress;
}

/** Takes the evaluations made so far and the energies held, in the order of the tasks; NaN where not yet known. */
export type OnProgress = (evaluations: number, energies: readonly number[]) => void;

/** The image [784] before a step (a visit of a pixel, a proposal, an update), and its energy. */
export interface Snapshot {
  readonly step: number;
  readonly image: Float32Array;
  readonly energy: number;
}

/** What a search found. */
export interface Idea {
  readonly digit: number;
  readonly restart: number;
  /** Pixels [784], each 0 or 1 once the search has looked at it. */
  readonly image: Float32Array;
  /** The energy of the image for the digit, from the full evaluation at the end. */
  readonly energy: number;
  /** Candidate images whose energy was computed, the final full evaluation included. */
  readonly evaluations: number;
  /** Visits of a pixel, proposals or updates. */
  readonly steps: number;
  /** Passes over the image, the last one perhaps cut short. */
  readonly passes: number;
  /** No single flip raises the energy. */
  readonly certified: boolean;
  /** What it looked like on the way, if that was asked for. */
  readonly snapshots: readonly Snapshot[];
  /** Of an ascent: the image [784] in (0, 1) after the last update, before it is made black and white, and its energy. */
  readonly grey?: Pick<Snapshot, 'image' | 'energy'>;
}
