/** A model of the onnx engine for as long as a test needs it. */
import type { LoadedModel, MlpParameters } from '../../pipeline/engine/engine.ts';
import { type CoordinateOptions, searchCoordinates } from '../../pipeline/search/coordinate.ts';
import type { Idea, SearchTask } from '../../pipeline/search/idea.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

/** Loads a model, gives it to `use`, and disposes of it. */
export async function withModel<R>(
  parameters: MlpParameters,
  use: (model: LoadedModel) => Promise<R>,
): Promise<R> {
  const model = await onnxEngine.loadModel(parameters);
  try {
    return await use(model);
  } finally {
    await model.dispose();
  }
}

/** Searches all tasks side by side on a model of its own. */
export function search(
  parameters: MlpParameters,
  tasks: readonly SearchTask[],
  passes: number | 'converged',
  options: Omit<CoordinateOptions, 'passes'> = {},
): Promise<Idea[]> {
  return withModel(parameters, (model) => searchCoordinates(model, tasks, { ...options, passes }));
}
