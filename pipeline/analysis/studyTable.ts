/** A study as its analysis sees it: every model at every checkpoint, with its ideas and what the judges say of them. */
import type { Settings } from '../study/axes.ts';
import type { StudyConfig } from '../study/config.ts';
import type { SidePart } from '../study/sideModels.ts';

/** P(intended) of one idea in [0, 1] by every way of scoring whose effects are co-primary; `masked` is the primary one. */
export interface IdeaScores {
  readonly masked: number;
  readonly whole: number;
  readonly framed: number;
  /** Of each family of judges, in the masked reading. */
  readonly families: Readonly<Record<string, number>>;
}

/** An idea of a model at a checkpoint. */
export interface TableIdea {
  readonly digit: number;
  readonly restart: number;
  readonly scores: IdeaScores;
  /** Pixels [784], 0 or 1, row-major; what a search left between them counts as the nearer. */
  readonly pixels: Uint8Array;
}

/** A model after some of its updates. */
export interface Checkpoint {
  /** Updates made: 0 before the first. */
  readonly updates: number;
  /** Training images seen, each as often as it was: updates times batch size. */
  readonly examples: number;
  /**
   * Mean cross-entropy in nats over the first training images (at most 10,000) and over the validation images. As all that
   * may be null here, not measured in a study without checkpoints; null too where there are no validation images.
   */
  readonly trainingLoss: number | null;
  readonly validationLoss: number | null;
  /** In [0, 1]. */
  readonly testAccuracy: number;
  /** Euclidean distance of all parameters from their start. */
  readonly distance: number | null;
  /** Mean Euclidean norm of the gradient of the cross-entropy in the image, over the first test images (at most 1,000). */
  readonly gradientNorm: number | null;
  readonly ideas: readonly TableIdea[];
}

/** A model and its checkpoints, ascending; the last is the end of its training. */
export interface TableModel {
  readonly name: string;
  readonly settings: Settings;
  readonly seed: number;
  /** What it is there for: a model of the grid, or beside it. */
  readonly parts: readonly ('grid' | SidePart)[];
  readonly checkpoints: readonly Checkpoint[];
}

/** A study's finished models. */
export interface StudyTable {
  readonly config: StudyConfig;
  readonly scoreVersion: string;
  readonly models: readonly TableModel[];
}
