/** How large the kernel of single-pixel changes is, and which models it is for. */
import { PIXELS } from '../../math/images.ts';

/** What columns are padded to a multiple of. */
const GROUP = 32;

/** Hidden units up to which it takes a model: with one image it holds 110 MB there. */
const MOST_HIDDEN = 4096;

/** Bytes that its images may take beside the model. */
const MOST_OF_IMAGES = 128 * 1024 * 1024;

/** The columns of a row that holds a number for each of so many hidden units. */
export function padColumns(hidden: number): number {
  return Math.ceil(hidden / GROUP) * GROUP;
}

/**
 * How many images it holds at a time of a model of so many hidden units, keeping of each a number for each pixel and unit: 53 at 784
 * units, and 0 of a model that is too wide.
 */
export function countPlaces(hidden: number): number {
  if (hidden > MOST_HIDDEN) return 0;
  return Math.floor(MOST_OF_IMAGES / (4 * PIXELS * padColumns(hidden)));
}
