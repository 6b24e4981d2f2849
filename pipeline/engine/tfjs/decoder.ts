/** A decoder in a TensorFlow graph: its signed ink, and the gradient of an image's log-likelihood in the latent vector. */
import { PIXELS } from '../../math/images.ts';
import { type Decoder, halveLastLayer } from '../decoder.ts';
import type { LoadedDecoder } from '../engine.ts';
import { Graph } from './graph.ts';
import type { Value } from './graphMessages.ts';
import type { TensorFlow } from './library.ts';
import { loadGraph } from './loadedGraph.ts';
import { compute, toRows } from './tensors.ts';

/** Opens a {@link LoadedDecoder}. */
export async function openTfjsDecoder(tf: TensorFlow, decoder: Decoder): Promise<LoadedDecoder> {
  const graph = await loadGraph(tf, buildDecoderGraph(decoder));
  const toLatents = (latents: Float32Array) => toRows(tf, latents, decoder.latent);
  return {
    signedInk: (latents) => compute(graph, 'decode', { latents: toLatents(latents) }, 'signed_ink'),
    gradients: (signals, latents) => {
      const given = { signals: toRows(tf, signals, PIXELS), latents: toLatents(latents) };
      return compute(graph, 'differentiate', given, 'gradients');
    },
    dispose: async () => graph.dispose(),
  };
}

/**
 * `decode`: latents float32 [n, L]; gives signed_ink [n, 784]. `differentiate`: signals s [n, 784] and latents [n, L]; gives
 * gradients [n, L] of sum_i log((1 + s_i t_i) / 2), with h the hidden units and t the signed ink: g = s (1 - t^2) / (1 + s t),
 * then ((g W2^T) (1 - h^2)) W1^T.
 */
function buildDecoderGraph(decoder: Decoder): Graph {
  const graph = new Graph();
  addDecoder(graph, decoder);
  const signals = graph.input('signals', 'float32');
  graph.number('one', 1);
  const agreement = graph.float('Mul', [signals, 'signed_ink'], 'agreement');
  const twiceLikelihood = graph.float('AddV2', [agreement, 'one'], 'twice_likelihood');
  const forSignals = addTanhBackward(graph, signals, 'signed_ink', 'signal_gradients');
  const forInk = graph.float('RealDiv', [forSignals, twiceLikelihood], 'ink_gradients'); // [n, 784]
  const toHidden = graph.product(forInk, 'w2', 'to_hidden', { b: true }); // [n, H]
  const forHidden = addTanhBackward(graph, toHidden, 'hidden', 'hidden_gradients');
  const gradients = graph.product(forHidden, 'w1', 'gradients', { b: true });
  const latents = { value: 'latents', element: 'float32' } as const;
  graph.function('decode', { latents }, { signed_ink: { value: 'signed_ink', element: 'float32' } });
  graph.function(
    'differentiate',
    { latents, signals: { value: signals, element: 'float32' } },
    { gradients: { value: gradients, element: 'float32' } },
  );
  return graph;
}

function addDecoder(graph: Graph, decoder: Decoder): void {
  const { latent, hidden, layers } = decoder;
  const last = halveLastLayer(decoder);
  graph.input('latents', 'float32');
  graph.constant('w1', layers[0].weights, [latent, hidden]);
  graph.constant('b1', layers[0].biases, [hidden]);
  graph.constant('w2', last.weights, [hidden, PIXELS]);
  graph.constant('b2', last.biases, [PIXELS]);
  graph.product('latents', 'w1', 'p1');
  graph.float('BiasAdd', ['p1', 'b1'], 'z1');
  graph.float('Tanh', ['z1'], 'hidden'); // [n, H]
  graph.product('hidden', 'w2', 'p2');
  graph.float('BiasAdd', ['p2', 'b2'], 'z2');
  graph.float('Tanh', ['z2'], 'signed_ink'); // [n, 784]
}

/** gradient * (1 - value^2), where `value` is a tanh. */
function addTanhBackward(graph: Graph, gradient: Value, value: Value, result: string): Value {
  const squared = graph.float('Square', [value], `${value}_squared`);
  const slope = graph.float('Sub', ['one', squared], `${value}_slope`);
  return graph.float('Mul', [gradient, slope], result);
}
