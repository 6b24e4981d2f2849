/** Opens @tensorflow/tfjs-node: one thread, quiet, and on every Node, if its native library is there. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { describeReason, expected } from '../../study/errors.ts';

/** The package's whole namespace. */
export type TensorFlow = typeof import('@tensorflow/tfjs-node');

/**
 * TensorFlow reads these once, when it is loaded. The models of the grid are the parallel part. oneDNN's products are the
 * faster ones on every processor; by itself TensorFlow takes them only on those with AVX-512.
 */
const ENVIRONMENT = {
  ...{ TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
  ...{ TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
};

/**
 * Has TensorFlow use the kernels of AVX2, which every x86-64 processor of the last ten years has, instead of the fastest
 * of this processor: their sums are taken in another order. To be called before the library is loaded.
 */
export function useCommonKernels(): void {
  process.env.ONEDNN_MAX_CPU_ISA ??= 'AVX2';
}

const require = createRequire(import.meta.url);

/** Whether tfjs-node has its native library here; looks without loading it. Another tfjs-node, in a folder above, does not count. */
export function isTensorFlowInstalled(): boolean {
  try {
    const folder = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
    require.resolve(join(folder, 'lib/napi-v8/tfjs_binding.node'));
    return true;
  } catch {
    return false;
  }
}

/** Loads the library once. Throws a UserError that names `make tfjs-node` where its native part is missing. */
export async function openTensorFlow(load = requireTensorFlow): Promise<TensorFlow> {
  for (const [name, value] of Object.entries(ENVIRONMENT)) process.env[name] ??= value;
  restoreRemovedUtilities();
  try {
    const tf = load();
    tf.enableProdMode();
    return tf;
  } catch (error) {
    throw missing(error);
  }
}

/** Not an import: that would load the ES modules of tfjs's packages as well, a second tfjs without a backend. */
function requireTensorFlow(): TensorFlow {
  return require('@tensorflow/tfjs-node') as TensorFlow;
}

/** `tfjs-node 4.22.0 on TensorFlow 2.21.0`. */
export function describeTensorFlow(tf: TensorFlow): string {
  const backend = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
  return `tfjs-node ${tf.version['tfjs-node']} on TensorFlow ${backend.binding.TF_Version}`;
}

/**
 * tfjs-node 4.22.0 calls functions that Node 22 warns of and Node 23 no longer has.
 * Source: Node.js deprecations DEP0044 and DEP0051.
 */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
}

function missing(error: unknown): Error {
  const reason = describeReason(error);
  const got = reason.includes('can not be found') ? 'none' : `one that does not load (${reason})`;
  return expected(
    'engine tfjs',
    "tfjs-node's native library",
    got,
    'run make tfjs-node, or choose another engine',
  );
}
