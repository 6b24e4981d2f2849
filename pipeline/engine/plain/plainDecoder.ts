/** A decoder by plain loops. */
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { type Decoder, halveLastLayer } from '../decoder.ts';
import type { LoadedDecoder } from '../engine.ts';
import { applyLayer, applyTransposed } from './layer.ts';

/** Opens a decoder. */
export function openPlainDecoder(decoder: Decoder): LoadedDecoder {
  const { latent } = decoder;
  const first = decoder.layers[0];
  const last = halveLastLayer(decoder);
  const draw = (z: Float32Array) => {
    const hidden = applyLayer(first, z).map(Math.tanh);
    return { hidden, signedInk: applyLayer(last, hidden).map(Math.tanh) };
  };
  /** With t = tanh(v), v half of the log odds: d log((1 + s t) / 2) / dv = s (1 - t^2) / (1 + s t). */
  const gradient = (signals: Float32Array, z: Float32Array) => {
    const { hidden, signedInk } = draw(z);
    const inLogOdds = signedInk.map((t, i) => (signals[i]! * (1 - t * t)) / (1 + signals[i]! * t));
    const inHidden = applyTransposed(last, inLogOdds).map(
      (value, k) => value * (1 - hidden[k]! * hidden[k]!),
    );
    return applyTransposed(first, inHidden);
  };
  return {
    async signedInk(latents) {
      const rows = latents.length / latent;
      const ink = new Float32Array(rows * PIXELS);
      for (let row = 0; row < rows; row++) {
        ink.set(draw(rowOf(latents, row, latent)).signedInk, row * PIXELS);
      }
      return ink;
    },
    async gradients(signals, latents) {
      const gradients = new Float32Array(latents.length);
      for (let row = 0; row * latent < latents.length; row++) {
        const own = gradient(rowOf(signals, row, PIXELS), rowOf(latents, row, latent));
        gradients.set(own, row * latent);
      }
      return gradients;
    },
    dispose: async () => undefined,
  };
}
