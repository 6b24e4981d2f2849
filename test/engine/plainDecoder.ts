/** The oracle for decoders: their definition in double precision. Slow; for tests. */

import type { LayerValues } from '../../pipeline/engine/convNet.ts';
import type { Decoder } from '../../pipeline/engine/decoder.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { fillNormal, openStream, type Stream } from '../../pipeline/math/streams.ts';

/** Signed ink [784] of one latent vector. */
export function drawPlainly({ layers: [first, last] }: Decoder, latent: ArrayLike<number>): number[] {
  const hidden = applyLayer(first, latent).map(Math.tanh);
  return applyLayer(last, hidden).map((logOdds) => 2 / (1 + Math.exp(-logOdds)) - 1);
}

/** sum_i log((1 + s_i t_i) / 2) of signals s [784] and the signed ink t of a latent vector. */
export function weighPlainly(
  decoder: Decoder,
  signals: ArrayLike<number>,
  latent: ArrayLike<number>,
): number {
  return drawPlainly(decoder, latent).reduce((sum, t, i) => sum + Math.log((1 + signals[i]! * t) / 2), 0);
}

/** A decoder of random weights, with biases. */
export function makeDecoder(latent: number, hidden: number, seed = 0): Decoder {
  const stream = openStream(seed, 'decoder');
  return {
    ...{ latent, hidden },
    layers: [makeLayer(latent, hidden, stream), makeLayer(hidden, PIXELS, stream)],
  };
}

function makeLayer(inputs: number, outputs: number, stream: Stream): LayerValues {
  return {
    weights: fillNormal(stream, 1.5 / Math.sqrt(inputs), new Float32Array(inputs * outputs)),
    biases: fillNormal(stream, 0.5, new Float32Array(outputs)),
  };
}

function applyLayer({ weights, biases }: LayerValues, inputs: ArrayLike<number>): number[] {
  return Array.from(biases, (bias, to) => {
    let sum = bias;
    for (let from = 0; from < inputs.length; from++)
      sum += inputs[from]! * weights[from * biases.length + to]!;
    return sum;
  });
}
