/** A playground of one small model and no judge, as a study's is gathered. */
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { AS_POOLED } from '../../pipeline/judging/panel.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import type { Playground } from '../../pipeline/playground/gatherPlayground.ts';
import { packModel } from '../../pipeline/playground/pack.ts';
import type { ModelEntry } from '../../pipeline/playground/packed.ts';

/** A model's entry; what is not told is as in any. */
export function makeEntry(changes: Partial<ModelEntry> = {}): ModelEntry {
  return {
    ...{ name: 'h8-b60-s0', title: 'hidden 8, batch 60, seed 0', hidden: 8, depth: 2, activation: 'relu' },
    rounding: { images: 1000, largestChange: 0.0123, otherAnswers: 0 },
    ideas: Buffer.from(new Uint8Array(CLASSES * PIXELS)).toString('base64'),
    ...changes,
  };
}

/** The playground; its script is given. */
export function makePlayground(script: string, models: readonly ModelEntry[] = [makeEntry()]): Playground {
  return {
    entries: { models, judges: [], calibrations: AS_POOLED, neverInked: [0, 1] },
    modelWeights: models.map((entry) => packModel(initialiseParameters(entry, 0))),
    judgeWeights: [],
    script,
  };
}
