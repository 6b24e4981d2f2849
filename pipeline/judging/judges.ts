/**
 * The judges by name: what each is opened from, and how. A judge joins here, in JUDGE_NAMES (study/judgeNames.ts) and in the
 * recipes by which judges are made (makeJudges/recipes.ts); the compiler names a table that lacks it.
 */
import { parseConvNet } from '../engine/convNet.ts';
import type { Engine, LabelledImages } from '../engine/engine.ts';
import type { JudgeName } from '../study/config.ts';
import { CNN_LAYERS, openCnn } from './cnn.ts';
import type { EvidenceModel } from './evidenceModel.ts';
import { openKde } from './kde/kde.ts';
import { openMixture } from './mixture/mixture.ts';
import { parseMixtures } from './mixture/mixtureBytes.ts';

/** What a judge is opened from beside its own bytes. */
export interface JudgeContext {
  readonly engine: Engine;
  /** The images that judges may learn from; null where no judge at hand needs them. */
  readonly references: LabelledImages | null;
}

/** What fixes a judge's evidence model. */
export interface JudgeParts {
  /** Named parameters of its card, such as the bandwidth. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly weights: Uint8Array | null;
}

/** What a judge costs, for predicted times; measured as sweep/unitCosts.ts says. */
export interface JudgeCosts {
  /** Seconds to open it, and for it to read one image, on the engine onnx. */
  readonly open: number;
  readonly read: number;
  /** Whether the engine computes it, so that it takes longer on a slower one. */
  readonly isOnEngine: boolean;
}

/** A judge as a kind of thing, whatever was fitted. */
export interface JudgeKind {
  /** Whether it has a file of weights. */
  readonly hasWeights: boolean;
  /** Whether it compares with the training images themselves. */
  readonly needsReferences: boolean;
  /** Whether its evidence is a density p(x | digit), so that the typicality of an image can be told. */
  readonly isGenerative: boolean;
  readonly costs: JudgeCosts;
  /** Opens its evidence model. */
  open(parts: JudgeParts, context: JudgeContext): Promise<EvidenceModel>;
}

/** Every judge. */
export const JUDGES: Readonly<Record<JudgeName, JudgeKind>> = {
  kde: {
    hasWeights: false,
    needsReferences: true,
    isGenerative: true,
    costs: { open: 1.6, read: 5.5e-3, isOnEngine: true },
    open: ({ parameters }, { engine, references }) => openKde(engine, references!, parameters.bandwidth!),
  },
  mixture: {
    hasWeights: true,
    needsReferences: false,
    isGenerative: true,
    costs: { open: 0.9, read: 1.8e-3, isOnEngine: false },
    open: async ({ weights }) => openMixture(parseMixtures(weights!, 'mixture.bin')),
  },
  cnn: {
    hasWeights: true,
    needsReferences: false,
    isGenerative: false,
    costs: { open: 0.05, read: 2e-4, isOnEngine: true },
    open: ({ weights }, { engine }) => openCnn(engine, parseConvNet(CNN_LAYERS, weights!, 'cnn.bin')),
  },
};
