/** Whether another engine that can be had here would take clearly less time for a study. */
import { isTensorFlowInstalled } from '../engine/tfjs/library.ts';
import { listAllModels, type Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { Settings } from '../study/axes.ts';
import type { EngineName } from '../study/config.ts';
import { type Plan, planStudy, predictSweepSeconds } from './plan.ts';

/** Seconds that are less by this share are worth another engine; predictions are not much better than that. */
const LEAST_GAIN = 0.1;

/** Hidden units up to which the kernel of onnx-wasm can be faster than native products, and models that are planned for it at most. */
const MOST_HIDDEN = 64;
const MOST_MODELS = 1000;

/** An engine that would take clearly less time than the study's. */
export interface FasterEngine {
  readonly engine: EngineName;
  /** Predicted for the whole sweep. */
  readonly seconds: number;
  /** Why it can be chosen, or is faster. */
  readonly reason: string;
}

/** Whether `other` seconds are clearly less than `own`. */
export function isClearlyLess(other: number, own: number): boolean {
  return other <= (1 - LEAST_GAIN) * own;
}

/**
 * The engine on which the sweep `plan` would take clearly less time, the fastest of those; null where there is none, or none can be
 * chosen: the study does not have the usual engine, or a part of it is computed already.
 */
export async function findFasterEngine(
  study: Study,
  data: StudyData,
  { plan, workers }: { readonly plan: Plan; readonly workers: number },
  isInstalled = isTensorFlowInstalled,
): Promise<FasterEngine | null> {
  const models = listAllModels(study);
  const isNew = plan.models.length === models.length && plan.models.every(({ step }) => step === 'train');
  if (study.config.engine !== 'onnx' || !isNew) return null;
  const predict = async (engine: EngineName, reason: string): Promise<FasterEngine> => {
    const other = await planStudy({ ...study, config: { ...study.config, engine } }, data);
    return { engine, reason, seconds: predictSweepSeconds(other, workers) };
  };
  const others: FasterEngine[] = [];
  if (isInstalled()) others.push(await predict('tfjs', 'TensorFlow is installed here'));
  if (models.length <= MOST_MODELS && models.every(({ settings }) => isForWasm(settings)))
    others.push(await predict('onnx-wasm', 'models this small are faster on its own kernel'));
  const own = predictSweepSeconds(plan, workers);
  const faster = others.filter(({ seconds }) => isClearlyLess(seconds, own));
  return faster.sort((a, b) => a.seconds - b.seconds)[0] ?? null;
}

/** Whether onnx-wasm trains such a model by its own kernel (engine/wasm/), and may do so faster. */
function isForWasm({ hidden, activation, optimizer, weightDecay, gradientPenalty }: Settings): boolean {
  return (
    hidden <= MOST_HIDDEN &&
    activation === 'relu' &&
    optimizer === 'adam' &&
    weightDecay === 0 &&
    gradientPenalty === 0
  );
}
