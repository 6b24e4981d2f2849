/** Who is measured: a judge, or a panel of them. */
import { PRIMARY_TOLERANCE, type Tolerance } from '../judging/tolerance.ts';

/** Reads images [n, 784] in [0, 1] into probabilities [n, 11] at each tolerance of noise. */
export interface Measurable {
  read(images: Float32Array): Promise<Readonly<Record<Tolerance, { readonly probabilities: Float64Array }>>>;
}

/** The probabilities [n, 11] of images [n, 784] at the primary tolerance. */
export async function readPrimary(reader: Measurable, images: Float32Array): Promise<Float64Array> {
  return (await reader.read(images))[PRIMARY_TOLERANCE].probabilities;
}
