/** Runs models of TF.js of any form, layers or graph, by the library itself, which gives their gradients too. */
import { setImmediate } from 'node:timers/promises';
import type { io, Tensor } from '@tensorflow/tfjs';
import { PIXELS } from '../../math/images.ts';
import { describeReason, expected } from '../../study/errors.ts';
import { openBatchedModel } from '../batchedModel.ts';
import type { InputScale } from '../inputScale.ts';
import type { OpaqueModel } from '../opaqueModel.ts';
import { chooseLayout, type TfjsNetwork } from '../opaqueNetwork.ts';

/** What is used of the library, which tfjs-node has too. */
export type TfjsLibrary = Pick<
  typeof import('@tensorflow/tfjs'),
  'tensor' | 'tidy' | 'grad' | 'loadLayersModel' | 'loadGraphModel' | 'io'
>;

/** The library in plain JavaScript. */
async function loadPlainTfjs(): Promise<TfjsLibrary> {
  const tf = await import('@tensorflow/tfjs');
  tf.enableProdMode();
  await tf.ready();
  return tf;
}

/** Opens the model, made for images of `scale`. Throws a UserError where the library cannot run it, or its input is no images. */
export async function openTfjsNetwork(
  network: TfjsNetwork,
  scale: InputScale,
  load: () => Promise<TfjsLibrary> = loadPlainTfjs,
): Promise<OpaqueModel> {
  const { where, inputShape, outputs } = network;
  const { image, batch } = chooseLayout(inputShape, where);
  const tf = await load();
  try {
    const model = await loadNetwork(tf, network);
    const apply = (images: Tensor) => firstOf(model.run(images));
    const toTensor = (images: Float32Array) => tf.tensor(images, [images.length / PIXELS, ...image]);
    const open = {
      where,
      batch,
      outputs,
      run: (images: Float32Array) => read(() => tf.tidy(() => apply(toTensor(images)))),
      gradients: (images: Float32Array, cotangents: Float32Array) =>
        read(() =>
          tf.tidy(() => {
            const weigh = (seen: Tensor) => {
              const logits = apply(seen);
              return logits.mul(tf.tensor(cotangents, logits.shape)).sum();
            };
            return tf.grad(weigh)(toTensor(images));
          }),
        ),
      dispose: async () => void model.dispose(),
    };
    return await openBatchedModel(open, scale);
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') throw error;
    const got = `one that it does not run (${describeReason(error).slice(0, 200)})`;
    throw expected(where, 'a model that TF.js runs', got, 'convert it again, or export it to ONNX');
  }
}

/** A loaded model of either kind. */
interface LoadedNetwork {
  run(images: Tensor): unknown;
  dispose(): void;
}

async function loadNetwork(tf: TfjsLibrary, network: TfjsNetwork): Promise<LoadedNetwork> {
  const { kind, modelTopology, weightSpecs, weights, node } = network;
  const handler = tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightSpecs as io.WeightsManifestEntry[],
    weightData: weights,
  });
  if (kind === 'layers') {
    const model = await tf.loadLayersModel(handler);
    return { run: (images) => model.predict(images), dispose: () => void model.dispose() };
  }
  const model = await tf.loadGraphModel(handler);
  return {
    run: (images) => model.execute(images, node ?? model.outputNodes[0]!),
    dispose: () => model.dispose(),
  };
}

function firstOf(found: unknown): Tensor {
  return (Array.isArray(found) ? found[0] : found) as Tensor;
}

/** The values of a tensor, which is freed; a signal is heard before this goes on. */
async function read(compute: () => Tensor): Promise<Float32Array> {
  const tensor = compute();
  const values = Float32Array.from(tensor.dataSync());
  tensor.dispose();
  await setImmediate();
  return values;
}
