/**
 * Resampling of grey pictures with anti-aliasing: a triangle filter that is as wide as an output pixel where a picture
 * shrinks, and as an input pixel where it grows (linear interpolation), as Pillow's BILINEAR does it.
 *
 * Turkowski, "Filters for common resampling tasks", Graphics Gems I, 1990.
 */

/** A grey picture [height, width], row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** The picture in `width` x `height` pixels, each at least 1; each output pixel is a weighted mean of those that it covers. */
export function resample(picture: GreyPicture, width: number, height: number): GreyPicture {
  const narrowed = resampleRows(picture, width);
  return transpose(resampleRows(transpose(narrowed), height));
}

/** Every row of the picture in `width` pixels. */
function resampleRows(picture: GreyPicture, width: number): GreyPicture {
  const { height } = picture;
  const values = new Float64Array(width * height);
  for (let x = 0; x < width; x++) {
    const { first, weights } = weighInputs(picture.width, width, x);
    for (let y = 0; y < height; y++) {
      const start = y * picture.width + first;
      values[y * width + x] = weights.reduce(
        (sum, weight, k) => sum + weight * picture.values[start + k]!,
        0,
      );
    }
  }
  return { width, height, values };
}

/** The weights, whose sum is 1, of the inputs from `first` on in output `at`: 1 - |distance from its centre| / radius. */
function weighInputs(from: number, to: number, at: number): { first: number; weights: number[] } {
  const scale = from / to;
  const radius = Math.max(1, scale);
  const centre = (at + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - radius));
  const end = Math.min(from, Math.ceil(centre + radius));
  const raw = Array.from({ length: end - first }, (_, k) =>
    Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / radius),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}

function transpose({ width, height, values }: GreyPicture): GreyPicture {
  const turned = values.map((_, at) => values[(at % height) * width + Math.floor(at / height)]!);
  return { width: height, height: width, values: turned };
}
