/** Smooth images and smooth random fields. */
import { PIXELS, SIDE } from '../../math/images.ts';
import { square } from '../../math/powers.ts';
import { fillNormal, type Stream } from '../../math/streams.ts';

/** An image [784] blurred by a Gaussian of `sigma` pixels, cut at 4 sigma; outside counts as 0. */
export function blurImage(image: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(4 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-square(k - reach) / (2 * square(sigma))),
  );
  const total = weights.reduce((a, b) => a + b);
  const kernel = weights.map((weight) => weight / total);
  return blurAlong(blurAlong(image, kernel, 1), kernel, SIDE);
}

/** Weighted means along x (step 1) or y (step 28). */
function blurAlong(image: Float32Array, kernel: Float64Array, step: number): Float32Array {
  const reach = (kernel.length - 1) / 2;
  return image.map((_, at) => {
    const place = step === 1 ? at % SIDE : Math.floor(at / SIDE);
    const first = at - place * step;
    let sum = 0;
    for (let k = Math.max(0, place - reach); k <= Math.min(SIDE - 1, place + reach); k++) {
      sum += kernel[k - place + reach]! * image[first + k * step]!;
    }
    return sum;
  });
}

/** White normal noise blurred by a Gaussian of `sigma` pixels, scaled so that its largest absolute value is 1; [784]. */
export function drawSmoothField(stream: Stream, sigma: number): Float32Array {
  const field = blurImage(fillNormal(stream, 1, new Float32Array(PIXELS)), sigma);
  const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return field.map((value) => value / largest);
}
