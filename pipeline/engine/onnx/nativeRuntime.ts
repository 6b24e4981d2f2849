/** onnxruntime-node: the CPU library that the package carries inside. The fast one. */
import { createRequire } from 'node:module';
import { InferenceSession } from 'onnxruntime-node';
import type { Runtime } from './runtime.ts';

const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

/**
 * The native runtime. Denormal numbers count as 0: Adam's moments of weights that rarely get a gradient decay into
 * them, and arithmetic on them is many times slower.
 */
export const nativeRuntime: Runtime = {
  version: `onnxruntime-node ${version}`,
  openSession: (model) =>
    InferenceSession.create(model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: { session: { set_denormal_as_zero: '1' } },
    }),
};
