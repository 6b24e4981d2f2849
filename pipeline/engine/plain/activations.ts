/** The activations and their slopes in double precision. */
import { normalCdf } from '../../math/erf.ts';
import type { ActivationName } from '../../study/axes.ts';

/** An activation: its value at a pre-activation z, and its derivative there. */
export interface PlainActivation {
  of(z: number): number;
  slope(z: number): number;
}

/** max(0, z), whose slope at 0 counts as 0; tanh z; z Phi(z). */
export const PLAIN_ACTIVATIONS: Readonly<Record<ActivationName, PlainActivation>> = {
  relu: { of: (z) => Math.max(0, z), slope: (z) => Number(z > 0) },
  tanh: { of: Math.tanh, slope: (z) => 1 - Math.tanh(z) * Math.tanh(z) },
  gelu: {
    of: (z) => z * normalCdf(z),
    slope: (z) => normalCdf(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI),
  },
};
