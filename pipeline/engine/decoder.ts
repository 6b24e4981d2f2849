/**
 * The decoder of a variational autoencoder as data: from a latent vector to a picture, pixel by pixel the probability of ink.
 *
 * Kingma and Welling, "Auto-encoding variational Bayes", arXiv 1312.6114. With t_i = 2 P(ink at i) - 1, the signed ink:
 * t = tanh((tanh(z W1 + b1) W2 + b2) / 2), so that W2 and b2 give the log odds of ink.
 *
 * An image is compared with it by its signals s_i in [-1, 1]: 1 is surely ink, -1 surely ground, 0 unknown. A pixel that is
 * ink with probability (1 + s_i) / 2 is then as the decoder's with probability (1 + s_i t_i) / 2, and
 * log p(s | z) = sum_i log((1 + s_i t_i) / 2), in nats. |s_i| < 1 keeps it finite.
 */
import { PIXELS } from '../math/images.ts';
import type { LayerValues } from './convNet.ts';

/** Sizes of a decoder. */
export interface DecoderShape {
  /** Length of a latent vector. */
  readonly latent: number;
  /** Units of its hidden layer. */
  readonly hidden: number;
}

/** A decoder: the layer next to the latent vector, [latent, hidden], and the one that gives the pixels, [hidden, 784]. */
export interface Decoder extends DecoderShape {
  readonly layers: readonly [LayerValues, LayerValues];
}

/** Number of parameters of a decoder. */
export function countDecoderParameters({ latent, hidden }: DecoderShape): number {
  return (latent + 1) * hidden + (hidden + 1) * PIXELS;
}

/** The second layer, halved, which is exact: it gives half of the log odds, whose tanh is the signed ink. */
export function halveLastLayer({ layers: [, last] }: Decoder): LayerValues {
  return { weights: last.weights.map((value) => value / 2), biases: last.biases.map((value) => value / 2) };
}
