/**
 * Phase scrambling: an image of the same spatial frequencies in which nothing is where it was.
 *
 * Oppenheim and Lim, "The importance of phase in signals", Proceedings of the IEEE 69(5), 1981.
 */
import { invertSpectrum, transformImage } from '../../math/fourier.ts';
import { PIXELS } from '../../math/images.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';

/**
 * The image [784] with the phases of white noise in place of its own and the amplitude of every frequency as it was, its
 * mean too; values outside [0, 1] are for the caller to clip.
 */
export function scramblePhases(image: Float32Array, stream: Stream): Float32Array {
  const { real, imaginary } = transformImage(image);
  // The phases of a real image, so that the result is real.
  const noise = transformImage(Float64Array.from({ length: PIXELS }, () => drawUniform(stream)));
  const scrambled = { real: real.slice(), imaginary: imaginary.slice() };
  for (let at = 1; at < PIXELS; at++) {
    const amplitude =
      Math.hypot(real[at]!, imaginary[at]!) / Math.hypot(noise.real[at]!, noise.imaginary[at]!);
    scrambled.real[at] = amplitude * noise.real[at]!;
    scrambled.imaginary[at] = amplitude * noise.imaginary[at]!;
  }
  return Float32Array.from(invertSpectrum(scrambled));
}
