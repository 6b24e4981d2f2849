/** Which engine a config's name means. */
import type { TrainingConfig } from '../study/config.ts';
import type { Engine } from './engine.ts';
import { onnxEngine } from './onnx/onnxEngine.ts';

const ENGINES: Readonly<Record<TrainingConfig['engine'], Engine>> = { onnx: onnxEngine };

/** The engine called `name`. */
export function openEngine(name: TrainingConfig['engine']): Engine {
  return ENGINES[name];
}
