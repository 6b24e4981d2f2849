/**
 * How much independent noise a judge may see a digit through: `little` up to 25% of the pixels flipped, `much` up to
 * 45%. A digit in more noise than that counts as no digit. `little` is primary: people lose digits at 20 to 25%.
 */
export const TOLERANCES = ['little', 'much'] as const;
export type Tolerance = (typeof TOLERANCES)[number];

/** Largest share of flipped pixels at which a digit counts as one. */
export const MOST_FLIPPED: Readonly<Record<Tolerance, number>> = { little: 0.25, much: 0.45 };
