/**
 * Mixtures as bytes: probabilities in 256 steps, which no judge can tell from the fitted ones, in a quarter of the
 * space of float32.
 */
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { expected } from '../../study/errors.ts';
import { ANSWERS } from '../answers.ts';
import type { BernoulliMixture } from './bernoulliMixture.ts';

/** Bytes of a component: its weight as float32, then its ink. */
const COMPONENT_BYTES = 4 + PIXELS;

/** The nearest mixture that bytes can hold: ink (b + 1/2) / 256 with b in 0 ... 255, log weights rounded to float32. */
export function quantise({ logWeights, ink }: BernoulliMixture): BernoulliMixture {
  return { logWeights: logWeights.map(Math.fround), ink: ink.map((p) => toProbability(toByte(p))) };
}

/** Mixtures of K components each, ten digits' and that of other structure, quantised: [11][K] of (log weight float32 little-endian, 784 bytes of ink). */
export function serialiseMixtures(mixtures: readonly BernoulliMixture[]): Uint8Array {
  const components = mixtures[0]!.logWeights.length;
  const bytes = new Uint8Array(mixtures.length * components * COMPONENT_BYTES);
  const view = new DataView(bytes.buffer);
  mixtures.forEach(({ logWeights, ink }, answer) => {
    logWeights.forEach((logWeight, k) => {
      const at = (answer * components + k) * COMPONENT_BYTES;
      view.setFloat32(at, logWeight, true);
      bytes.set(Uint8Array.from(rowOf(ink, k, PIXELS), toByte), at + 4);
    });
  });
  return bytes;
}

/** What {@link serialiseMixtures} wrote. Throws a UserError that names `where` for a length it cannot have written. */
export function parseMixtures(bytes: Uint8Array, where: string): BernoulliMixture[] {
  const components = bytes.length / (ANSWERS * COMPONENT_BYTES);
  if (!Number.isInteger(components) || components < 1) {
    throw expected(
      where,
      `a multiple of ${ANSWERS * COMPONENT_BYTES} bytes`,
      `${bytes.length}`,
      'restore the file from the repository',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: ANSWERS }, (_, answer) => {
    const logWeights = new Float64Array(components);
    const ink = new Float64Array(components * PIXELS);
    for (let k = 0; k < components; k++) {
      const at = (answer * components + k) * COMPONENT_BYTES;
      logWeights[k] = view.getFloat32(at, true);
      const own = bytes.subarray(at + 4, at + COMPONENT_BYTES);
      for (let pixel = 0; pixel < PIXELS; pixel++) ink[k * PIXELS + pixel] = toProbability(own[pixel]!);
    }
    return { logWeights, ink };
  });
}

function toByte(probability: number): number {
  return Math.min(255, Math.max(0, Math.floor(probability * 256)));
}

function toProbability(byte: number): number {
  return (byte + 0.5) / 256;
}
