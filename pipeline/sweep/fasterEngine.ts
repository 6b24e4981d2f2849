/** Whether another engine that is installed here would take clearly less time for a study. */
import { isTensorFlowInstalled } from '../engine/tfjs/library.ts';
import { listAllModels, type Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { type Plan, planStudy, predictSweepSeconds } from './plan.ts';

/** Seconds that are less by this share are worth another engine; predictions are not much better than that. */
const LEAST_GAIN = 0.1;

/** Whether `other` seconds are clearly less than `own`. */
export function isClearlyLess(other: number, own: number): boolean {
  return other <= (1 - LEAST_GAIN) * own;
}

/**
 * Predicted seconds of the sweep `plan` on the engine tfjs; null where that would not be clearly faster, or cannot be
 * chosen: TensorFlow is not installed, the study does not have the usual engine, or a part of it is computed already.
 */
export async function predictOnTfjs(
  study: Study,
  data: StudyData,
  { plan, workers }: { readonly plan: Plan; readonly workers: number },
  isInstalled = isTensorFlowInstalled,
): Promise<number | null> {
  const isNew =
    plan.models.length === listAllModels(study).length && plan.models.every(({ step }) => step === 'train');
  if (study.config.engine !== 'onnx' || !isNew || !isInstalled()) return null;
  const other = await planStudy({ ...study, config: { ...study.config, engine: 'tfjs' } }, data);
  const seconds = predictSweepSeconds(other, workers);
  return isClearlyLess(seconds, predictSweepSeconds(plan, workers)) ? seconds : null;
}
