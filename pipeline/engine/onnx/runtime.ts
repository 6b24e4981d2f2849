/** What an ONNX runtime has to give, so that one set of graphs serves the native library and WebAssembly. */
import type { InferenceSession } from 'onnxruntime-common';

/**
 * What a session does with the memory of tensors that are read for the last time: it keeps it for the next ones, which is
 * faster where they are small, or frees it.
 */
export type FreedMemory = 'kept' | 'freed';

/** Opens sessions, each on one thread: the models of the grid are the parallel part. */
export interface Runtime {
  /** Name and version, such as `onnxruntime-node 1.30.0`. */
  readonly version: string;
  /** Whether the process hears nothing, a signal neither, while a session runs. It does between two runs. */
  readonly isBlocking: boolean;
  /** Loads the library, if it is not yet. Throws a UserError where this machine does not have what it needs. */
  load(): Promise<void>;
  /** Opens the model in `model`, the bytes of an ONNX file. Memory is kept unless told otherwise, and always by WebAssembly. */
  openSession(model: Uint8Array, memory?: FreedMemory): Promise<InferenceSession>;
}
