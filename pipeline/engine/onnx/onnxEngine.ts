/** The engines that run ONNX graphs: one implementation, two runtimes. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { bytesToUnit, CLASSES, PIXELS } from '../../math/images.ts';
import { type ConvNet, countAnswers } from '../convNet.ts';
import type { Decoder } from '../decoder.ts';
import type {
  Classifier,
  Engine,
  LoadedDecoder,
  LoadedModel,
  MlpParameters,
  PixelChanges,
  PreActivations,
} from '../engine.ts';
import { buildConvNetGraph } from './convNetGraph.ts';
import { buildDecoderGradientGraph, buildDecoderGraph } from './decoderGraph.ts';
import { buildChangesGraph, buildInputGradientGraph, buildModelGraph } from './modelGraph.ts';
import { openOnnxNetwork } from './onnxNetwork.ts';
import type { Runtime } from './runtime.ts';
import { openOnnxTrainer } from './trainer.ts';

/** Rows given to one call, so that activations stay in the processor's cache and memory stays small. */
const ROWS_PER_CALL = 1000;

/** The engine called `name` on `runtime`. */
export function createOnnxEngine(name: string, runtime: Runtime): Engine {
  return {
    name,
    version: runtime.version,
    load: () => runtime.load(),
    openTrainer: (task) => openOnnxTrainer(runtime, task),
    loadModel: async (parameters) => new OnnxModel(runtime, parameters),
    openOpaque: async (network, scale) =>
      network.form === 'onnx'
        ? openOnnxNetwork(runtime, network, scale)
        : (await import('../tfjs/tfjsNetwork.ts')).openTfjsNetwork(network, scale),
    openClassifier: (network) => openOnnxClassifier(runtime, network),
    openDecoder: (decoder) => openOnnxDecoder(runtime, decoder),
  };
}

export class OnnxModel implements LoadedModel {
  readonly parameters: MlpParameters;
  readonly #runtime: Runtime;
  /** Opened when first needed: each packs the weights once more. */
  readonly #sessions = new Map<(parameters: MlpParameters) => Uint8Array, Promise<InferenceSession>>();

  constructor(runtime: Runtime, parameters: MlpParameters) {
    this.#runtime = runtime;
    this.parameters = parameters;
  }

  async logits(images: Uint8Array | Float32Array): Promise<Float32Array> {
    return runInParts(await this.#open(buildModelGraph), images, CLASSES);
  }

  async logitsOfChanges(bases: PreActivations, changes: PixelChanges): Promise<Float32Array> {
    const session = await this.#open(buildChangesGraph);
    const count = changes.base.length;
    const { logits } = await run(session, {
      bases: toRows(bases, this.parameters.hidden),
      base: new Tensor('int32', changes.base, [count]),
      pixel: new Tensor('int32', changes.pixel, [count]),
      change: toRows(changes.change, 1),
    });
    return logits!;
  }

  async inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    const session = await this.#open(buildInputGradientGraph);
    const { gradients } = await run(session, {
      images: toRows(images, PIXELS),
      cotangents: toRows(cotangents, CLASSES),
    });
    return gradients!;
  }

  async dispose(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).release();
  }

  #open(build: (parameters: MlpParameters) => Uint8Array): Promise<InferenceSession> {
    const opened = this.#sessions.get(build) ?? this.#runtime.openSession(build(this.parameters));
    this.#sessions.set(build, opened);
    return opened;
  }
}

export async function openOnnxClassifier(runtime: Runtime, network: ConvNet): Promise<Classifier> {
  const session = await runtime.openSession(buildConvNetGraph(network), 'freed');
  return {
    logits: (images) => runInParts(session, images, countAnswers(network)),
    dispose: () => session.release(),
  };
}

export async function openOnnxDecoder(runtime: Runtime, decoder: Decoder): Promise<LoadedDecoder> {
  const decoding = await runtime.openSession(buildDecoderGraph(decoder));
  const differentiating = await runtime.openSession(buildDecoderGradientGraph(decoder));
  const toLatents = (latents: Float32Array) => toRows(latents, decoder.latent);
  return {
    signedInk: async (latents) => (await run(decoding, { latents: toLatents(latents) })).signed_ink!,
    async gradients(signals, latents) {
      const given = { signals: toRows(signals, PIXELS), latents: toLatents(latents) };
      return (await run(differentiating, given)).gradients!;
    },
    async dispose() {
      await decoding.release();
      await differentiating.release();
    },
  };
}

/** Logits [n, outputs] of images [n, 784], a part at a time. */
async function runInParts(
  session: InferenceSession,
  images: Uint8Array | Float32Array,
  outputs: number,
): Promise<Float32Array> {
  const count = images.length / PIXELS;
  const logits = new Float32Array(count * outputs);
  for (let from = 0; from < count; from += ROWS_PER_CALL) {
    const rows = images.subarray(from * PIXELS, (from + ROWS_PER_CALL) * PIXELS);
    const unit = rows instanceof Uint8Array ? bytesToUnit(rows) : rows;
    const { logits: part } = await run(session, { images: toRows(unit, PIXELS) });
    logits.set(part!, from * outputs);
  }
  return logits;
}

function toRows(values: Float32Array, width: number): Tensor {
  return new Tensor('float32', values, [values.length / width, width]);
}

/** Runs a graph whose outputs are all float32. */
async function run(
  session: InferenceSession,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const outputs = await session.run(inputs);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
  );
}
