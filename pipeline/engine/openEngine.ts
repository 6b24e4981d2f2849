/** Which engine a config's name means. Each is loaded when it is first asked for: a runtime takes a while to load. */
import type { EngineName } from '../study/config.ts';
import { expected, findMissingPackage } from '../study/errors.ts';
import type { Engine } from './engine.ts';
import { createOnnxEngine } from './onnx/onnxEngine.ts';

const OPENERS: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  onnx: async () => createOnnxEngine('onnx', (await import('./onnx/nativeRuntime.ts')).nativeRuntime),
  'onnx-wasm': openWasmEngine,
  tfjs: async () => (await import('./tfjs/tfjsEngine.ts')).openTfjsEngine(),
};

/** The ONNX graphs in WebAssembly, with most of training by a kernel of our own. */
async function openWasmEngine(): Promise<Engine> {
  const { openWasmRuntime } = await import('./onnx/wasmRuntime.ts');
  const { isForKernel, openWasmTrainer } = await import('./wasm/wasmTrainer.ts');
  const engine = createOnnxEngine('onnx-wasm', openWasmRuntime());
  return {
    ...engine,
    openTrainer: async (task) => (isForKernel(task) ? openWasmTrainer(task) : engine.openTrainer(task)),
  };
}

/**
 * The engine called `name`. Throws a UserError where this machine does not have what it needs, as far as that shows by
 * now: `load` tells, and so does the first computation.
 */
export async function openEngine(name: EngineName): Promise<Engine> {
  try {
    return await OPENERS[name]();
  } catch (error) {
    const missing = findMissingPackage(error);
    if (missing === null) throw error;
    throw expected(
      `engine ${name}`,
      `the npm package ${missing}`,
      'none',
      'install the packages with npm ci',
    );
  }
}
