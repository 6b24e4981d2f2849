/** What an ONNX runtime has to give, so that one set of graphs serves the native library and WebAssembly. */
import type { InferenceSession } from 'onnxruntime-common';

/** Opens sessions, each on one thread: the models of the grid are the parallel part. */
export interface Runtime {
  /** Name and version, such as `onnxruntime-node 1.30.0`. */
  readonly version: string;
  /** Loads the library, if it is not yet. Throws a UserError where this machine does not have what it needs. */
  load(): Promise<void>;
  /** Opens the model in `model`, the bytes of an ONNX file. */
  openSession(model: Uint8Array): Promise<InferenceSession>;
}
