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
import { FOUND, type ReadingOptions, type ReadModel, takeMlp } from './readModel.ts';

/** The model as the bytes of an .onnx file. Throws a RangeError where an array does not fit the network's shape. */
export function encodeOnnx(parameters: MlpParameters): Uint8Array {
  assertSizes(parameters);
  return buildModelGraph(parameters);
}

/**
 * The MLP of an .onnx file that needs no others. Throws a UserError that names `where`, and the node at which it is something
 * else, for any other file.
 */
export function decodeOnnx(bytes: Uint8Array, where: string): MlpParameters {
  return takeMlp(readFile(decodeOnnxFile(bytes, where), where, FOUND), where);
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
    const chain = readOnnxChain(file.graph, { input: input.name ?? '', output }, where);
    const parameters = isOfBytes(signature) ? null : toMlp(chain);
    return parameters === null ? toOpaque(describeChain(chain)) : { kind: 'mlp', parameters, remarks };
  } catch (error) {
    if (!(error instanceof NoChain)) throw error;
    return toOpaque(error.message);
  }
}

/** TensorProto.DataType.UINT8 of the schema. */
const UINT8 = 2;

function isOfBytes({ input }: ReturnType<typeof readSignature>): boolean {
  return input.type?.tensorType?.elemType === UINT8;
}
