/**
 * How much independent noise a judge may see a digit through. It is a setting of the instrument, not something to make
 * large: judges taught in noise see through far more of it than eyes do, and what a study finds may depend on it.
 */

/** The levels. A digit in more noise than a level allows counts as no digit. `little` is primary. */
export const TOLERANCES = ['little', 'much'] as const;
export type Tolerance = (typeof TOLERANCES)[number];

/**
 * The largest share of flipped pixels of each level. Raters lost real digits at 20 to 25% (the one figure of the project
 * about eyes when this was set; they were vision models, not people); at 45% hardly anything is left of a digit.
 */
export const MOST_FLIPPED: Readonly<Record<Tolerance, number>> = { little: 0.25, much: 0.45 };

/** The level of every score that names none. */
export const PRIMARY_TOLERANCE: Tolerance = 'little';

/** `make` for each level. */
export function atEachTolerance<Value>(
  make: (tolerance: Tolerance) => Value,
): Readonly<Record<Tolerance, Value>> {
  return { little: make('little'), much: make('much') };
}
