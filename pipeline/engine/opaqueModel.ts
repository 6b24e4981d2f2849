/**
 * A classifier of 28 x 28 images that is known by its logits alone, whatever computes them: convolutions, any depth, any
 * library. Searches evaluate whole images on it, where of an MLP they move the first layer's pre-activations.
 */

/** What a file's outputs are, per class: any numbers, probabilities, or their natural logarithms. */
export const OUTPUT_KINDS = ['logits', 'probabilities', 'log-probabilities'] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];

/** A loaded classifier. Call `dispose` when done. */
export interface OpaqueModel {
  /** Number of classes. */
  readonly classes: number;
  /** What its outputs are; the logits are made from them. */
  readonly outputs: OutputKind;
  /**
   * Logits [n, classes] of images [n, 784]: bytes are divided by 255, floats are taken as they are. Where the outputs are
   * probabilities p, log p: logits up to a number of each image.
   */
  logits(images: Uint8Array | Float32Array): Promise<Float32Array>;
  /**
   * Gradients [n, 784] of cotangents[i] . logits(images[i]) in images [n, 784]; null where the library gives none, so that
   * whoever needs them takes differences.
   */
  readonly inputGradients: ((images: Float32Array, cotangents: Float32Array) => Promise<Float32Array>) | null;
  dispose(): Promise<void>;
}

/** A row's sum of probabilities may be off 1 by this: float16 has 3 decimals. */
const SUM_TOLERANCE = 5e-3;
/** The least probability of which a logarithm is taken: the least normal float32, so that log p is at least -87.4. */
const LEAST_PROBABILITY = 1.1754943508222875e-38;

/** What outputs [n, classes] of a few images are: each row non-negative with the sum 1, the logarithms of such a row, or neither. */
export function findOutputKind(outputs: Float32Array, classes: number): OutputKind {
  const rows = Array.from({ length: outputs.length / classes }, (_, row) =>
    Array.from(outputs.subarray(row * classes, (row + 1) * classes)),
  );
  const isDistribution = (row: readonly number[]) =>
    row.every((p) => p >= 0) && Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < SUM_TOLERANCE;
  if (rows.every(isDistribution)) return 'probabilities';
  return rows.every((row) => isDistribution(row.map(Math.exp))) ? 'log-probabilities' : 'logits';
}

/** The logits that outputs of a kind give: log p of probabilities, in nats, and at least -87.4; the outputs themselves otherwise. */
export function toLogits(outputs: Float32Array, kind: OutputKind): Float32Array {
  if (kind !== 'probabilities') return outputs;
  return outputs.map((p) => (Number.isNaN(p) ? p : Math.log(Math.max(p, LEAST_PROBABILITY))));
}
