/**
 * onnxruntime-web in Node: the same graphs in WebAssembly. Its arithmetic is defined to the bit (fixed-width SIMD,
 * no fused multiply-add, no relaxed instructions), so results do not depend on the processor. Several times slower
 * than the native library.
 *
 * Source: WebAssembly Core Specification 2.0, section 4.3 (numerics): only the bits of a NaN are left open.
 */
import { env, InferenceSession } from 'onnxruntime-web';
import { expected } from '../../study/errors.ts';
import type { Runtime } from './runtime.ts';

env.wasm.numThreads = 1;
// 'relaxed' would allow instructions whose results depend on the processor.
env.wasm.simd = 'fixed';

/** The WebAssembly runtime. Opening throws a UserError where the processor has no SIMD for it. */
export const wasmRuntime: Runtime = {
  version: `onnxruntime-web ${env.versions.web}`,
  openSession: async (model) => {
    try {
      return await InferenceSession.create(model, {
        executionProviders: ['wasm'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
    } catch (error) {
      if (!String(error).includes('SIMD')) throw error;
      throw expected(
        'engine onnx-wasm',
        'WebAssembly with SIMD (on x86 a processor with SSE4.1)',
        'none',
        'use another machine, or training.engine=onnx',
      );
    }
  },
};
