/**
 * Which pixels take part in a training. A pixel that is 0 in every training image adds nothing to any product, and the
 * gradients of its first weights are 0, so that no optimizer moves them: of MNIST's 784 pixels 67 are like that. A weight
 * decay moves all weights, and input noise inks all pixels. A gradient penalty is on the gradient in the whole image, which has
 * an entry for every pixel whatever its value, so that it moves all first weights, too.
 */
import { PIXELS } from '../math/images.ts';
import type { TrainingTask } from './engine.ts';
import { countInked } from './inkedPixels.ts';

/** Training images, of which some pixels are left. */
export interface TrainedPixels {
  /** [784]: the images that ink each pixel. */
  readonly counts: Int32Array;
  /** The pixels that are left, ascending; at least one. */
  readonly pixels: Int32Array;
  /** [n, pixels] */
  readonly images: Uint8Array;
}

/** The images of `task` with the pixels that take part in its training. */
export function takeTrainedPixels({
  data,
  optimizer,
  hasInputNoise = false,
  gradientPenalty = 0,
}: Pick<TrainingTask, 'data' | 'optimizer' | 'hasInputNoise' | 'gradientPenalty'>): TrainedPixels {
  const areAllMoved = hasInputNoise || optimizer.weightDecay > 0 || gradientPenalty > 0;
  if (!areAllMoved) return takeInkedOnce(data.images);
  const counts = countInked(data.images);
  return { counts, pixels: Int32Array.from(counts.keys()), images: data.images };
}

const known = new WeakMap<Uint8Array, WeakRef<TrainedPixels>>();

/**
 * {@link takeInked}, once for the same images as long as a trainer holds them: it takes a quarter of a second. Not longer, for
 * they are 43 MB of MNIST, which the judges can use.
 */
function takeInkedOnce(images: Uint8Array): TrainedPixels {
  const held = known.get(images)?.deref();
  if (held !== undefined) return held;
  const taken = takeInked(images);
  known.set(images, new WeakRef(taken));
  return taken;
}

/** The images with the pixels that any of them inks; with the first where none does. */
function takeInked(images: Uint8Array): TrainedPixels {
  const counts = countInked(images);
  const inked = Int32Array.from(counts.keys()).filter((pixel) => counts[pixel]! > 0);
  const pixels = inked.length > 0 ? inked : Int32Array.of(0);
  return { counts, pixels, images: pickPixels(images, pixels) };
}

/** The columns `pixels` of images [n, 784], as [n, pixels]; the images themselves where that is all of them. */
function pickPixels(images: Uint8Array, pixels: Int32Array): Uint8Array {
  if (pixels.length === PIXELS) return images;
  const picked = new Uint8Array((images.length / PIXELS) * pixels.length);
  for (let from = 0, to = 0; from < images.length; from += PIXELS) {
    for (let k = 0; k < pixels.length; k++) picked[to++] = images[from + pixels[k]!]!;
  }
  return picked;
}
