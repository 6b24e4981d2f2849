/** What an ONNX runtime has to give, so that one set of graphs serves the native library and WebAssembly. */
import type { InferenceSession } from 'onnxruntime-common';

/**
 * What a session does with the memory of tensors that are read for the last time. `planned`: it keeps it and, once it knows
 * all sizes, takes one block more for all tensors of a run, which is fastest where they are small. `kept`: it keeps it for the
 * next tensors. `freed`: it gives it back.
 */
export type SessionMemory = 'planned' | 'kept' | 'freed';

/** Opens sessions, each on one thread: the models of the grid are the parallel part. */
export interface Runtime {
  /** Name and version, such as `onnxruntime-node 1.30.0`. */
  readonly version: string;
  /** Whether the process hears nothing, a signal neither, while a session runs. It does between two runs. */
  readonly isBlocking: boolean;
  /** Loads the library, if it is not yet. Throws a UserError where this machine does not have what it needs. */
  load(): Promise<void>;
  /** Opens the model in `model`, the bytes of an ONNX file. WebAssembly never gives memory back. */
  openSession(model: Uint8Array, memory?: SessionMemory): Promise<InferenceSession>;
}
