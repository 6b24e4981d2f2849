/** Runs ONNX graphs of any form: images in the shape and element that their input has. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { PIXELS } from '../../math/images.ts';
import { fromFloat16, toFloat16 } from '../../math/shortFloats.ts';
import { describeReason, expected } from '../../study/errors.ts';
import { openBatchedModel } from '../batchedModel.ts';
import { AS_IS, type InputScale } from '../inputScale.ts';

import type { OpaqueModel } from '../opaqueModel.ts';
import { chooseLayout, type OnnxElement, type OnnxNetwork } from '../opaqueNetwork.ts';
import type { Runtime } from './runtime.ts';

const LARGEST_BYTE = 255;

/**
 * Opens the graph, made for images of `scale`; one whose input is bytes has images in 0..255 unless the scale says otherwise. Throws
 * a UserError where the runtime cannot run it, or its input is no images of 28 x 28.
 */
export async function openOnnxNetwork(
  runtime: Runtime,
  network: OnnxNetwork,
  scale: InputScale,
): Promise<OpaqueModel> {
  const { where, inputShape, input, output, outputs } = network;
  const { image, batch } = chooseLayout(inputShape, where);
  const session = await openSession(runtime, network);
  const isOfBytes = input.element === 'uint8' && scale.low === AS_IS.low && scale.high === AS_IS.high;
  const run = async (images: Float32Array) => {
    const given = toTensor(images, input.element, image);
    const found = await session.run({ [input.name]: given }, [output]);
    return toFloats(found[output]!, where);
  };
  const open = { where, batch, outputs, run, gradients: null, dispose: () => session.release() };
  try {
    return await openBatchedModel(open, isOfBytes ? { ...scale, high: LARGEST_BYTE } : scale);
  } catch (error) {
    await session.release();
    throw refuse(where, error);
  }
}

async function openSession(runtime: Runtime, { bytes, where }: OnnxNetwork): Promise<InferenceSession> {
  try {
    return await runtime.openSession(bytes, 'kept');
  } catch (error) {
    throw refuse(where, error);
  }
}

/** The error of a runtime as one line; any other as it is. */
function refuse(where: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'UserError') return error;
  const got = `one that it does not run (${describeReason(error).slice(0, 200)})`;
  return expected(where, 'a graph that onnxruntime runs', got, 'export the model again');
}

/** Images [n, 784] as a tensor of n times the axes of an image. */
function toTensor(images: Float32Array, element: OnnxElement, image: readonly number[]): Tensor {
  const shape = [images.length / PIXELS, ...image];
  switch (element) {
    case 'float32':
      return new Tensor('float32', images, shape);
    case 'float64':
      return new Tensor('float64', Float64Array.from(images), shape);
    case 'uint8':
      return new Tensor('uint8', Uint8Array.from(images, toByte), shape);
    case 'float16':
      // The bits, which are what it takes also where JavaScript has an array of float16.
      return new Tensor('float16', Uint16Array.from(images, toFloat16), shape);
  }
}

function toByte(value: number): number {
  return Math.min(LARGEST_BYTE, Math.max(0, Math.round(value)));
}

/** The numbers of a tensor as float32. */
function toFloats({ type, data }: Tensor, where: string): Float32Array {
  if (type === 'float32') return data as Float32Array;
  if (type === 'float64') return Float32Array.from(data as Float64Array);
  if (type === 'float16') {
    const { buffer, byteOffset, length } = data as Uint16Array;
    return Float32Array.from(new Uint16Array(buffer, byteOffset, length), fromFloat16);
  }
  throw expected(where, 'outputs that are floats', type, 'use a classifier that gives logits');
}
