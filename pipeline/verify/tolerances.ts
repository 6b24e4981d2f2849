/** How far a number may be from the expected one on another engine or another kind of processor. */
import { z } from 'zod';

/** x is within tolerance of the expected e where |x - e| <= absolute + relative |e|. */
export const tolerance = z.strictObject({
  absolute: z.number().min(0),
  relative: z.number().min(0),
});
export type Tolerance = z.output<typeof tolerance>;

/**
 * Tolerances by the name of the column, the first that matches. Engines round in other orders, so that trainings drift
 * apart and searches may end elsewhere: what stays are means over ideas, about as the tolerances say.
 */
const BY_COLUMN: readonly (readonly [column: RegExp, tolerance: Tolerance])[] = [
  [/accuracy$|^judges_right$/, { absolute: 0.02, relative: 0 }],
  [/loss$/, { absolute: 0, relative: 0.02 }],
  [
    /^(recognisability|forced|family|judge|not_digit|typicality|unbroken|read)/,
    { absolute: 0.03, relative: 0 },
  ],
  [/^certified$/, { absolute: 0.1, relative: 0 }],
];

/** Of every other number: energies, pixels, flips. */
const USUAL: Tolerance = { absolute: 0.01, relative: 0.1 };

/** The tolerance of a number such as `models.test_accuracy`, unless a lock says another. */
export function usualTolerance(name: string): Tolerance {
  const column = name.slice(name.indexOf('.') + 1);
  return BY_COLUMN.find(([pattern]) => pattern.test(column))?.[1] ?? USUAL;
}

/** Whether `found` is within `tolerance` of `expected`; equal numbers always are. */
export function isWithin(found: number, expected: number, { absolute, relative }: Tolerance): boolean {
  return Math.abs(found - expected) <= absolute + relative * Math.abs(expected);
}
