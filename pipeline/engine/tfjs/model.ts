/** A finished model, read through its graph. */
import type { Tensor } from '@tensorflow/tfjs-node';
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { LoadedModel, MlpParameters, PixelChanges, PreActivations } from '../engine.ts';
import { listArrays, listParameters } from '../parameters.ts';
import type { TensorFlow } from './library.ts';
import type { KeptGraphs, LoadedGraph } from './loadedGraph.ts';
import { buildModelGraph } from './modelGraph.ts';
import { compute, LARGEST_BYTE, toRows, withTensors } from './tensors.ts';

/** Opens a {@link LoadedModel}. */
export async function openTfjsModel(graphs: KeptGraphs, parameters: MlpParameters): Promise<LoadedModel> {
  const { tf } = graphs;
  const { depth, activation } = parameters;
  const key = JSON.stringify(['model', depth, activation]);
  const graph = await graphs.open(key, () => buildModelGraph(parameters));
  const arrays = listArrays(parameters);
  const given = listParameters(parameters).map(({ name, shape }, at): [string, Tensor] => [
    name,
    tf.tensor(arrays[at]!, [...shape]),
  ]);
  withTensors(Object.fromEntries(given), (inputs) => tf.dispose(graph.call('start', inputs)));
  return new TfjsModel(tf, parameters, graph);
}

class TfjsModel implements LoadedModel {
  readonly parameters: MlpParameters;
  readonly #tf: TensorFlow;
  readonly #graph: LoadedGraph;

  constructor(tf: TensorFlow, parameters: MlpParameters, graph: LoadedGraph) {
    this.parameters = parameters;
    this.#tf = tf;
    this.#graph = graph;
  }

  async logits(images: Uint8Array | Float32Array): Promise<Float32Array> {
    if (images instanceof Uint8Array) {
      const inputs = { images: this.#tf.scalar(images, 'string'), divisor: this.#tf.scalar(LARGEST_BYTE) };
      return this.#call('readBytes', inputs, 'logits');
    }
    return this.#call('read', { images: toRows(this.#tf, images, PIXELS) }, 'logits');
  }

  async logitsOfChanges(bases: PreActivations, changes: PixelChanges): Promise<Float32Array> {
    const tf = this.#tf;
    const inputs = {
      bases: toRows(tf, bases, this.parameters.hidden),
      base: tf.tensor1d(changes.base),
      pixel: tf.tensor1d(changes.pixel),
      change: toRows(tf, changes.change, 1),
    };
    return this.#call('readChanges', inputs, 'logits');
  }

  async inputGradients(images: Float32Array, cotangents: Float32Array): Promise<Float32Array> {
    const tf = this.#tf;
    const inputs = { images: toRows(tf, images, PIXELS), cotangents: toRows(tf, cotangents, CLASSES) };
    return this.#call('differentiate', inputs, 'gradients');
  }

  async dispose(): Promise<void> {
    this.#graph.dispose();
  }

  #call(name: string, inputs: Readonly<Record<string, Tensor>>, result: string): Promise<Float32Array> {
    return compute(this.#graph, name, inputs, result);
  }
}
