import * as tf from '@tensorflow/tfjs';
import { Tensor } from 'onnxruntime-common';
import { describe, expect, test } from 'vitest';
import type { ConvNet, LayerShape } from '../../../pipeline/engine/convNet.ts';
import { buildConvNetGraph } from '../../../pipeline/engine/onnx/convNetGraph.ts';
import { nativeRuntime } from '../../../pipeline/engine/onnx/nativeRuntime.ts';
import { openWasmRuntime } from '../../../pipeline/engine/onnx/wasmRuntime.ts';
import { applyConvNet, toLayerTensors } from '../../../pipeline/engine/tfjs/convNet.ts';
import { initialiseConvNet } from '../../../pipeline/makeJudges/trainConvNet.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';

const LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 4 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 4, outputs: 6 },
  { kind: 'conv', kernel: 3, stride: 1, inputs: 6, outputs: 6 },
  { kind: 'dense', inputs: 294, outputs: 12 },
  { kind: 'dense', inputs: 12, outputs: 11 },
];

/** A network with biases, and images without any symmetry. */
function makeNetwork(): ConvNet {
  const network = initialiseConvNet(LAYERS, 3);
  return { ...network, parameters: network.parameters.map((value, at) => value + 0.01 * ((at % 7) - 3)) };
}

const stream = openStream(0, 'images');
const images = Float32Array.from({ length: 5 * PIXELS }, () => drawUniform(stream));

describe.each([
  ['onnxruntime-node', () => nativeRuntime],
  ['onnxruntime-web', openWasmRuntime],
])('a convolutional network as a graph of %s', (_, open) => {
  test('gives the logits of plain tfjs', async () => {
    const network = makeNetwork();
    const tensors = toLayerTensors(tf, network);
    const oracle = applyConvNet(tf, LAYERS, tensors, tf.tensor2d(images, [5, PIXELS])).dataSync();
    const session = await open().openSession(buildConvNetGraph(network));
    const { logits } = await session.run({ images: new Tensor('float32', images, [5, PIXELS]) });
    expect(logits!.dims).toEqual([5, 11]);
    const values = logits!.data as Float32Array;
    const deviation = Math.max(...values.map((value, at) => Math.abs(value - oracle[at]!)));
    expect(deviation).toBeLessThan(1e-5);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.1);
    await session.release();
  });
});
