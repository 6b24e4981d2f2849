/**
 * onnxruntime-web in Node: the same graphs in WebAssembly. Its arithmetic is defined to the bit (fixed-width SIMD,
 * no fused multiply-add, no relaxed instructions), so results do not depend on the processor. Several times slower
 * than the native library.
 *
 * Source: WebAssembly Core Specification 2.0, section 4.3 (numerics): only the bits of a NaN are left open.
 */
import { env, InferenceSession } from 'onnxruntime-web';
import { describeReason, expected } from '../../study/errors.ts';
import { Graph } from './graph.ts';
import type { Runtime } from './runtime.ts';

/** What Node has and its types of this version leave to the browser's. */
declare const WebAssembly: { validate(module: Uint8Array): boolean };

env.wasm.numThreads = 1;
// 'relaxed' would allow instructions whose results depend on the processor.
env.wasm.simd = 'fixed';

/** A module that needs SIMD: one function, which returns i8x16.popcnt of i8x16.splat of 0. */
const SIMD_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic number, version 1
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // types: () -> v128
  ...[0x03, 0x02, 0x01, 0x00], // one function of that type
  ...[0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b], // its code
);

/** The WebAssembly runtime. Throws a UserError where the processor has no SIMD for it. */
export function openWasmRuntime(): Runtime {
  if (!WebAssembly.validate(SIMD_MODULE)) {
    throw expected(
      'engine onnx-wasm',
      'WebAssembly with SIMD (on x86 a processor with SSE4.1)',
      'none',
      'use another machine, or --engine onnx',
    );
  }
  return {
    version: `onnxruntime-web ${env.versions.web}`,
    async load() {
      const session = await openSession(buildSmallestGraph());
      await session.release();
    },
    openSession,
  };
}

async function openSession(model: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model, {
      executionProviders: ['wasm'],
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  } catch (error) {
    const reason = describeReason(error);
    // What it says where its own files are at fault, not the graph.
    if (!reason.startsWith('no available backend found')) throw error;
    throw expected(
      'engine onnx-wasm',
      "onnxruntime-web's WebAssembly files",
      `ones that do not load (${reason})`,
      'reinstall the packages with npm ci',
    );
  }
}

/** A graph that gives back what it is given. */
function buildSmallestGraph(): Uint8Array {
  const graph = new Graph('smallest');
  graph.input('given', 'float32', [1]);
  graph.output(graph.node('Identity', ['given'], 'same'), 'float32', [1]);
  return graph.toModel();
}
