/**
 * The `tfjs` engine: TensorFlow through tfjs-node, with tfjs's own automatic differentiation and Adam. An independent
 * second opinion on the mathematics that the ONNX graphs write out by hand.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import { bytesToUnit, CLASSES, PIXELS } from '../../math/images.ts';
import type { ConvNet } from '../convNet.ts';
import type {
  Classifier,
  Distances,
  Engine,
  LoadedModel,
  MlpParameters,
  PixelChanges,
  PreActivations,
} from '../engine.ts';
import { applyConvNet, toLayerTensors } from './convNet.ts';
import { describeTensorFlow, openTensorFlow, type TensorFlow } from './library.ts';
import { applyMlp, applyUpperLayers, disposeTensors, type MlpTensors, toTensors } from './mlp.ts';
import { openTfjsTrainer } from './trainer.ts';

/** The engine. Throws a UserError where tfjs-node's native library is missing. */
export async function openTfjsEngine(): Promise<Engine> {
  const tf = await openTensorFlow();
  return {
    name: 'tfjs',
    version: describeTensorFlow(tf),
    openTrainer: (task) => openTfjsTrainer(tf, task),
    loadModel: async (parameters) => new TfjsModel(tf, parameters),
    openDistances: async (references) => openTfjsDistances(tf, references),
    openClassifier: async (network) => openTfjsClassifier(tf, network),
  };
}

class TfjsModel implements LoadedModel {
  readonly parameters: MlpParameters;
  readonly #tf: TensorFlow;
  readonly #tensors: MlpTensors;

  constructor(tf: TensorFlow, parameters: MlpParameters) {
    this.#tf = tf;
    this.parameters = parameters;
    this.#tensors = toTensors(tf, parameters);
  }

  async logits(images: Uint8Array | Float32Array): Promise<Float32Array> {
    const unit = images instanceof Uint8Array ? bytesToUnit(images) : images;
    return this.#compute(() => applyMlp(this.#tf, this.#tensors, toRows(this.#tf, unit, PIXELS)));
  }

  async logitsOfChanges(bases: PreActivations, changes: PixelChanges): Promise<Float32Array> {
    const tf = this.#tf;
    const w1 = this.#tensors.layers[0]!.weights;
    return this.#compute(() => {
      const held = tf.gather(toRows(tf, bases, this.parameters.hidden), changes.base); // [m, H]
      const rows = tf.gather(w1, changes.pixel); // [m, H]
      const z1 = held.add(rows.mul(toRows(tf, changes.change, 1)));
      return applyUpperLayers(tf, this.#tensors, z1);
    });
  }

  async inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    const tf = this.#tf;
    const differentiate = tf.grad((x) => applyMlp(tf, this.#tensors, x as Tensor2D));
    return this.#compute(() => differentiate(toRows(tf, images, PIXELS), toRows(tf, cotangents, CLASSES)));
  }

  async dispose(): Promise<void> {
    disposeTensors(this.#tensors);
  }

  #compute(build: () => Tensor): Float32Array {
    return compute(this.#tf, build);
  }
}

async function openTfjsDistances(tf: TensorFlow, references: Uint8Array): Promise<Distances> {
  const [columns, squares] = tf.tidy(() => {
    const matrix = toRows(tf, bytesToUnit(references), PIXELS);
    // Transposed once: TensorFlow is half as fast where it transposes in every product.
    return [matrix.transpose<Tensor2D>(), matrix.square().sum(1)] as const;
  });
  return {
    to: async (queries) =>
      compute(tf, () => {
        const rows = toRows(tf, queries, PIXELS);
        const products = tf.matMul(rows, columns).mul(-2);
        return products.add(squares).add(rows.square().sum(1, true)).relu();
      }),
    dispose: async () => tf.dispose([columns, squares]),
  };
}

function openTfjsClassifier(tf: TensorFlow, network: ConvNet): Classifier {
  const tensors = toLayerTensors(tf, network);
  return {
    logits: async (images) =>
      compute(tf, () => applyConvNet(tf, network.layers, tensors, toRows(tf, images, PIXELS))),
    dispose: async () => tf.dispose(tensors),
  };
}

function toRows(tf: TensorFlow, values: Float32Array, width: number) {
  return tf.tensor2d(values, [values.length / width, width]);
}

/** The values of what `build` returns; every tensor on the way is freed. */
function compute(tf: TensorFlow, build: () => Tensor): Float32Array {
  // Not read inside tidy, which looks for tensors in whatever is returned, value by value.
  const tensor = tf.tidy(build);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
