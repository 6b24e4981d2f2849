/** A decoder as ONNX graphs: its signed ink, and the gradient of an image's log-likelihood in the latent vector. */
import { PIXELS } from '../../math/images.ts';
import { type Decoder, halveLastLayer } from '../decoder.ts';
import { Graph } from './graph.ts';

/** latents float32 [n, L] -> signed_ink [n, 784]. */
export function buildDecoderGraph(decoder: Decoder): Uint8Array {
  const graph = new Graph('decoder');
  addDecoder(graph, decoder);
  graph.output('signed_ink', 'float32', ['n', PIXELS]);
  return graph.toModel();
}

/**
 * signals float32 s [n, 784], latents float32 z [n, L] -> gradients [n, L] of sum_i log((1 + s_i t_i) / 2), with h the hidden
 * units and t the signed ink: g = s (1 - t^2) / (1 + s t), then ((g W2^T) (1 - h^2)) W1^T.
 */
export function buildDecoderGradientGraph(decoder: Decoder): Uint8Array {
  const graph = new Graph('decoder_gradients');
  graph.input('signals', 'float32', ['n', PIXELS]);
  addDecoder(graph, decoder);
  graph.constant('one', 1);
  graph.node('Mul', ['signals', 'signed_ink'], 'agreement');
  graph.node('Add', ['agreement', 'one'], 'twice_likelihood');
  addTanhBackward(graph, 'signals', 'signed_ink', 'signal_gradients');
  graph.node('Div', ['signal_gradients', 'twice_likelihood'], 'ink_gradients'); // [n, 784]
  graph.node('Gemm', ['ink_gradients', 'w2'], 'to_hidden', { transB: 1 }); // [n, H]
  addTanhBackward(graph, 'to_hidden', 'hidden', 'hidden_gradients');
  graph.node('Gemm', ['hidden_gradients', 'w1'], 'gradients', { transB: 1 });
  graph.output('gradients', 'float32', ['n', decoder.latent]);
  return graph.toModel();
}

function addDecoder(graph: Graph, decoder: Decoder): void {
  const { latent, hidden, layers } = decoder;
  const last = halveLastLayer(decoder);
  graph.input('latents', 'float32', ['n', latent]);
  graph.constant('w1', layers[0].weights, [latent, hidden]);
  graph.constant('b1', layers[0].biases, [hidden]);
  graph.constant('w2', last.weights, [hidden, PIXELS]);
  graph.constant('b2', last.biases, [PIXELS]);
  graph.node('Gemm', ['latents', 'w1', 'b1'], 'z1');
  graph.node('Tanh', ['z1'], 'hidden'); // [n, H]
  graph.node('Gemm', ['hidden', 'w2', 'b2'], 'z2');
  graph.node('Tanh', ['z2'], 'signed_ink'); // [n, 784]
}

/** gradient * (1 - value^2), where `value` is a tanh. */
function addTanhBackward(graph: Graph, gradient: string, value: string, result: string): void {
  graph.node('Mul', [value, value], `${value}_squared`);
  graph.node('Sub', ['one', `${value}_squared`], `${value}_slope`);
  graph.node('Mul', [gradient, `${value}_slope`], result);
}
