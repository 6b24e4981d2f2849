/**
 * ONNX: the inference graph, images float32 [n, 784] in [0, 1] -> logits float32 [n, 10]. Ours are Gemm with Relu, Tanh or Gelu
 * between; those of others are read as layers where they are, and handed to a runtime where they are anything else.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { buildModelGraph } from '../../engine/onnx/modelGraph.ts';
import { describeChain, NoChain, toMlp } from './denseChain.ts';
import { assertSizes } from './layout.ts';
import { readOnnxChain } from './onnxChain.ts';
import { decodeOnnxFile, gatherExternal, type OnnxFile } from './onnxFile.ts';
import { readSignature, toOnnxNetwork } from './onnxNetwork.ts';
import { FOUND, type ReadingOptions, type ReadModel } from './readModel.ts';

/** The model as the bytes of an .onnx file. Throws a RangeError where an array does not fit the network's shape. */
export function encodeOnnx(parameters: MlpParameters): Uint8Array {
  assertSizes(parameters);
  return buildModelGraph(parameters);
}

/** The model of an .onnx file of any form, whose numbers may lie in files beside `path`. Throws a UserError where one is damaged. */
export async function readOnnx(
  bytes: Uint8Array,
  path: string,
  options: ReadingOptions = FOUND,
): Promise<ReadModel> {
  return readFile(await gatherExternal(decodeOnnxFile(bytes, path), path), path, options);
}

function readFile(file: OnnxFile, where: string, { outputs }: ReadingOptions): ReadModel {
  const signature = readSignature(file, where, outputs);
  const { input, output, remarks } = signature;
  const toOpaque = (reason: string): ReadModel => ({
    kind: 'opaque',
    network: toOnnxNetwork(file, signature, where, outputs),
    reason,
    remarks,
  });
  try {
    if (file.opset < OLDEST_OPSET) throw new NoChain(`operators of version ${file.opset}`);
    const chain = readOnnxChain(file.graph, { input: input.name ?? '', output }, where);
    const parameters = isOfBytes(signature) ? null : toMlp(chain);
    return parameters === null ? toOpaque(describeChain(chain)) : { kind: 'mlp', parameters, remarks };
  } catch (error) {
    if (!(error instanceof NoChain)) throw error;
    return toOpaque(error.message);
  }
}

/** Before it, operators did not broadcast a bias by themselves. */
const OLDEST_OPSET = 7;

/** TensorProto.DataType.UINT8 of the schema. */
const UINT8 = 2;

function isOfBytes({ input }: ReturnType<typeof readSignature>): boolean {
  return input.type?.tensorType?.elemType === UINT8;
}
