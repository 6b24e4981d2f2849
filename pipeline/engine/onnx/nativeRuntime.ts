/** onnxruntime-node: the CPU library that the package carries inside. The fast one. */
import { createRequire } from 'node:module';
import { describeReason, expected } from '../../study/errors.ts';
import type { Runtime } from './runtime.ts';

const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

/**
 * The native runtime. Denormal numbers count as 0: Adam's moments of weights that rarely get a gradient decay into
 * them, and arithmetic on them is many times slower.
 */
export const nativeRuntime: Runtime = {
  version: `onnxruntime-node ${version}`,
  isBlocking: false,
  load: async () => void (await loadLibrary()),
  openSession: async (model, memory = 'planned') =>
    (await loadLibrary()).InferenceSession.create(model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      enableCpuMemArena: memory !== 'freed',
      enableMemPattern: memory === 'planned',
      extra: { session: { set_denormal_as_zero: '1' } },
    }),
};

type Library = typeof import('onnxruntime-node');

/** Loaded when something is to be computed: what only looks at results works without it. */
async function loadLibrary(): Promise<Library> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw expected(
      'engine onnx',
      "onnxruntime-node's native library",
      `one that does not load here (${describeReason(error)})`,
      'use --engine onnx-wasm (ENGINE=onnx-wasm), which needs none',
    );
  }
}
