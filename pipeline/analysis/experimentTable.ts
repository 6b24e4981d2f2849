/** What the experiments found, as far as claims are tested on it: plain rows, one a model. */

interface OfModel {
  readonly hidden: number;
  readonly batch: number;
  readonly seed: number;
}

/** A search of the comparison of searches: mean energy over digits and starts, held after so many evaluations an image. */
export interface TracedSearch {
  readonly method: 'coordinate' | 'monte-carlo';
  /** Ascending in evaluations; the last is its end. */
  readonly trace: readonly { readonly evaluations: number; readonly energy: number }[];
}

/** The searches on one model, from the same starts. */
export interface ComparedModel extends OfModel {
  readonly searches: readonly TracedSearch[];
}

/** Test images that one model misreads, with pixels borrowed in random order. */
export interface HintedModel extends OfModel {
  readonly images: number;
  /** Pixels borrowed: the number at which the experiment's headline looks. */
  readonly pixels: number;
  /** How many of the images the model then reads rightly: pixels of its idea, of the digit's mean image, and random ones. */
  readonly recognised: { readonly idea: number; readonly mean: number; readonly random: number };
}

/** Test images that one model reads rightly, flipped pixel by pixel until it reads another digit. */
export interface CounterfeitedModel extends OfModel {
  /** Images of which the judges were asked. */
  readonly images: number;
  /** Those with a change, within the allowed flips, that the model reads as another digit and the judges as the same. */
  readonly unnoticed: number;
  readonly flips: number;
}

/** The finished experiments of a study; an empty list where one was not done. */
export interface ExperimentTable {
  readonly comparison: readonly ComparedModel[];
  readonly hints: readonly HintedModel[];
  readonly counterfeits: readonly CounterfeitedModel[];
}

export const NO_EXPERIMENTS: ExperimentTable = { comparison: [], hints: [], counterfeits: [] };
