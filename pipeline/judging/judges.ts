/**
 * The judges by name: what each is opened from, and how. A judge joins here, in JUDGE_NAMES (study/judgeNames.ts) and in the
 * recipes by which judges are made (makeJudges/recipes.ts); the compiler names a table that lacks it.
 */
import type { Reader } from '../engine/engine.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { openAbs } from './abs/abs.ts';
import { parseAbs } from './abs/absBytes.ts';
import { openCnn, parseEnsemble } from './cnn.ts';
import type { EvidenceModel } from './evidenceModel.ts';
import { openMixture } from './mixture/mixture.ts';
import { parseMixtures } from './mixture/mixtureBytes.ts';
import { openShape } from './shape/shape.ts';
import { parseShape } from './shape/shapeBytes.ts';

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
  /** Whether its evidence is a density p(x | digit), so that the typicality of an image can be told. */
  readonly isGenerative: boolean;
  readonly costs: JudgeCosts;
  /** Opens its evidence model from the bytes of its weights. */
  open(weights: Uint8Array, engine: Reader): Promise<EvidenceModel>;
}

/** Every judge. */
export const JUDGES: Readonly<Record<JudgeName, JudgeKind>> = {
  abs: {
    isGenerative: true,
    costs: { open: 0.3, read: 3e-3, isOnEngine: true },
    open: (weights, engine) => openAbs(engine, parseAbs(weights, 'abs.bin')),
  },
  cnn: {
    isGenerative: false,
    costs: { open: 0.05, read: 2e-4, isOnEngine: true },
    open: (weights, engine) => openCnn(engine, parseEnsemble(weights, 'cnn.bin')),
  },
  mixture: {
    isGenerative: true,
    costs: { open: 0.5, read: 3.3e-3, isOnEngine: false },
    open: async (weights) => openMixture(parseMixtures(weights, 'mixture.bin')),
  },
  shape: {
    isGenerative: true,
    costs: { open: 0.03, read: 1.1e-3, isOnEngine: false },
    open: async (weights) => openShape(parseShape(weights, 'shape.bin')),
  },
};
