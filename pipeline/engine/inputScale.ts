/**
 * The images that a model of one's own was trained on, by what was done to ours: 784 numbers in [0, 1], white ink on black.
 */

/**
 * What was done to an image x in [0, 1] before the model saw it, in this order: inverted, x' = 1 - x; brought to a range,
 * x'' = low + (high - low) x'; normalised, z = (x'' - mean) / std.
 */
export interface InputScale {
  readonly isInverted: boolean;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly std: number;
}

/** That of our images: nothing was done to them. */
export const AS_IS: InputScale = { isInverted: false, low: 0, high: 1, mean: 0, std: 1 };

/** z = slope x + offset for a pixel x in [0, 1]. */
export function toLine({ isInverted, low, high, mean, std }: InputScale): { slope: number; offset: number } {
  const slope = (high - low) / std;
  return isInverted ? { slope: -slope, offset: (high - mean) / std } : { slope, offset: (low - mean) / std };
}
