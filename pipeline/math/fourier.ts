/** The discrete Fourier transform of images, computed as it is defined: 28 is too small for anything faster to matter. */
import { PIXELS, SIDE } from './images.ts';

/** Complex numbers [784], index = row of frequencies * 28 + column. */
export interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

const COSINES = Float64Array.from({ length: SIDE }, (_, k) => Math.cos((2 * Math.PI * k) / SIDE));
const SINES = Float64Array.from({ length: SIDE }, (_, k) => Math.sin((2 * Math.PI * k) / SIDE));

/** F[v, u] = sum over y, x of f[y, x] exp(-2 pi i (u x + v y) / 28) of an image [784]. */
export function transformImage(image: ArrayLike<number>): Spectrum {
  const real = Float64Array.from({ length: PIXELS }, (_, at) => image[at]!);
  return transform({ real, imaginary: new Float64Array(PIXELS) }, -1);
}

/** The real part of the inverse, f[y, x] = sum over v, u of F[v, u] exp(2 pi i (u x + v y) / 28) / 784; [784]. */
export function invertSpectrum(spectrum: Spectrum): Float64Array {
  return transform(spectrum, 1).real.map((value) => value / PIXELS);
}

/** Along x, then along y; `sign` is that of the exponent. */
function transform(values: Spectrum, sign: 1 | -1): Spectrum {
  return transformAlong(transformAlong(values, 1, sign), SIDE, sign);
}

function transformAlong({ real, imaginary }: Spectrum, step: number, sign: 1 | -1): Spectrum {
  const out = { real: new Float64Array(PIXELS), imaginary: new Float64Array(PIXELS) };
  for (let at = 0; at < PIXELS; at++) {
    const frequency = step === 1 ? at % SIDE : Math.floor(at / SIDE);
    const first = at - frequency * step;
    for (let k = 0; k < SIDE; k++) {
      const [cos, sin] = [COSINES[(frequency * k) % SIDE]!, sign * SINES[(frequency * k) % SIDE]!];
      const [re, im] = [real[first + k * step]!, imaginary[first + k * step]!];
      out.real[at]! += re * cos - im * sin;
      out.imaginary[at]! += re * sin + im * cos;
    }
  }
  return out;
}
