/**
 * What every engine can do. Engines differ in speed and in where they run, never in meaning: from the same start and
 * the same batches they compute the same mathematics.
 *
 * The network: 784 inputs in [0, 1] -> `depth` times Linear(`hidden`) and the activation -> Linear(10). At depth 2 with
 * ReLU it is the article's.
 */
import type { Architecture, OptimizerSettings } from '../study/axes.ts';
import type { ConvNet } from './convNet.ts';
import type { Decoder } from './decoder.ts';
import type { InputScale } from './inputScale.ts';
import type { OpaqueModel } from './opaqueModel.ts';
import type { OpaqueNetwork } from './opaqueNetwork.ts';

/** One fully connected layer, float32. Rows of the weights are inputs, columns are outputs. */
export interface LayerParameters {
  /** [inputs, outputs], row-major */
  readonly weights: Float32Array;
  /** [outputs] */
  readonly biases: Float32Array;
}

/** A network: its shape and its depth + 1 layers, the one next to the image first. */
export interface MlpParameters extends Architecture {
  readonly layers: readonly LayerParameters[];
}

/** Images [n, 784] as bytes and their labels [n] in 0 ... 9. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Everything that fixes a training run but the order of its batches. */
export interface TrainingTask {
  readonly start: MlpParameters;
  readonly batch: number;
  readonly data: LabelledImages;
  readonly optimizer: OptimizerSettings;
  /** Whether every `run` is given the pixels to flip; not unless given. */
  readonly hasInputNoise?: boolean;
  /**
   * The weight lambda of |r|^2 in the loss of an image, which is its cross-entropy + lambda |r|^2: r [784] is the gradient of
   * the cross-entropy in the image as the network sees it, in [0, 1]. The loss of a batch is the mean of its images'
   * (Drucker and Le Cun, "Improving generalization performance using double backpropagation", 1992; Ross and Doshi-Velez,
   * arXiv 1711.09404). 0 unless given.
   */
  readonly gradientPenalty?: number;
}

/** A model in training. Call `dispose` when done. */
export interface Trainer {
  /**
   * Makes `steps` updates. `batches` holds indices of training images [steps, batch], row-major. `flips` [steps, batch, 784]
   * of 0 and 1 marks the pixels x that count as 1 - x; it is given exactly where the task has input noise, else a RangeError.
   * Returns the mean cross-entropy of each batch before its update [steps], in nats; a gradient penalty is not counted.
   */
  run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array>;
  /** A copy of the parameters as they are now. */
  parameters(): MlpParameters;
  dispose(): Promise<void>;
}

/** First-layer pre-activations x W + b of r base images, row-major [r, H]. */
export type PreActivations = Float32Array;

/**
 * m candidate images: candidate k is base image `base[k]` with pixel `pixel[k]` grown by `change[k]`. Changing a pixel
 * moves the pre-activation by `change` times one row of the first weights, H operations instead of 784 H.
 */
export interface PixelChanges {
  /** [m], indices of base images */
  readonly base: Int32Array;
  /** [m], 0 ... 783 */
  readonly pixel: Int32Array;
  /** [m] */
  readonly change: Float32Array;
}

/** A finished model. Call `dispose` when done. */
export interface LoadedModel {
  readonly parameters: MlpParameters;
  /** Logits [n, 10] of images [n, 784]: bytes are divided by 255, floats are taken as they are. */
  logits(images: Uint8Array | Float32Array): Promise<Float32Array>;
  /** Logits [m, 10] of images that each differ from a base image in one pixel. The searches live on this. */
  logitsOfChanges(bases: PreActivations, changes: PixelChanges): Promise<Float32Array>;
  /**
   * Gradients [n, 784] of cotangents[i] . logits(images[i]) in images [n, 784]; `cotangents` [n, 10] weigh the logits.
   * At a unit whose pre-activation is 0 the ReLU's derivative counts as 0.
   */
  inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** A convolutional network that reads images. Call `dispose` when done. */
export interface Classifier {
  /** Logits [n, answers] of images [n, 784] in [0, 1]. */
  logits(images: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * A decoder that an engine has loaded. What a row gets does not depend on the rows beside it: on the ONNX engines to the bit,
 * on tfjs up to rounding. Call `dispose` when done.
 */
export interface LoadedDecoder {
  /** Signed ink [n, 784] in [-1, 1] of latent vectors [n, latent]. */
  signedInk(latents: Float32Array): Promise<Float32Array>;
  /** Gradients [n, latent] of log p(s | z) in the latent vectors z [n, latent]. `signals`: [n, 784] in (-1, 1). */
  gradients(signals: Float32Array, latents: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Loads models, trains them, and does the judges' heavy work. */
export interface Engine {
  readonly name: string;
  /** The runtime and its version, such as `onnxruntime-node 1.30.0`. */
  readonly version: string;
  /** Loads what it computes with, as its first use would. Throws a UserError where this machine does not have that. */
  load(): Promise<void>;
  openTrainer(task: TrainingTask): Promise<Trainer>;
  loadModel(parameters: MlpParameters): Promise<LoadedModel>;
  /**
   * Opens a classifier of any form, made for images of `scale`. Throws a UserError where this engine's libraries cannot run it, or
   * it does not read images of 28 x 28.
   */
  openOpaque(network: OpaqueNetwork, scale: InputScale): Promise<OpaqueModel>;
  openClassifier(network: ConvNet): Promise<Classifier>;
  openDecoder(decoder: Decoder): Promise<LoadedDecoder>;
}

/** The part of an engine that reads images and trains nothing. */
export type Reader = Pick<Engine, 'loadModel' | 'openClassifier' | 'openDecoder'>;
