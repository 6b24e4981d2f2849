/** Sessions on onnxruntime-node, always on one thread: the cells of the grid are the parallel part. */
import { createRequire } from 'node:module';
import { InferenceSession } from 'onnxruntime-node';

const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

/** The runtime and its version. */
export const RUNTIME_VERSION = `onnxruntime-node ${version}`;

/**
 * Opens a model for one thread. Denormal numbers count as 0: Adam's moments of weights that rarely get a gradient
 * decay into them, and arithmetic on them is many times slower.
 */
export async function openSession(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { set_denormal_as_zero: '1' } },
  });
}
