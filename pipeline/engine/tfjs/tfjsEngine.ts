/**
 * The `tfjs` engine: TensorFlow through tfjs-node. Training, reading and judging are graphs of TensorFlow's own operations, one
 * call each; the gradients are written out, and held against tfjs's automatic differentiation by the tests.
 */
import { expected } from '../../study/errors.ts';
import type { Engine } from '../engine.ts';
import { openTfjsClassifier } from './classifier.ts';
import { openTfjsDecoder } from './decoder.ts';
import { describeTensorFlow, openTensorFlow } from './library.ts';
import { keepGraphs } from './loadedGraph.ts';
import { openTfjsModel } from './model.ts';
import { openTfjsNetwork } from './tfjsNetwork.ts';
import { openTfjsTrainer } from './trainer.ts';

/** The engine. Throws a UserError where tfjs-node's native library is missing. */
export async function openTfjsEngine(): Promise<Engine> {
  const tf = await openTensorFlow();
  const graphs = keepGraphs(tf);
  return {
    name: 'tfjs',
    version: describeTensorFlow(tf),
    // It is: its version is known from the library alone.
    load: async () => undefined,
    openTrainer: (task) => openTfjsTrainer(graphs, task),
    loadModel: (parameters) => openTfjsModel(graphs, parameters),
    async openOpaque(network, scale) {
      if (network.form === 'tfjs') return openTfjsNetwork(network, scale, async () => tf);
      throw expected('engine tfjs', 'a model of TF.js', network.where, 'use --engine onnx, which runs it');
    },
    openClassifier: (network) => openTfjsClassifier(tf, network),
    openDecoder: (decoder) => openTfjsDecoder(tf, decoder),
  };
}
