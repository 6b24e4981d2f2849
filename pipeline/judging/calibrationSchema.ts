/** What is stored of a calibration. Apart from what is done with one, so that a page that only reads images carries no schemas. */
import { z } from 'zod';

/** The schema of a {@link Calibration}. */
export const calibrationSchema = z.strictObject({
  /** T, above 0: what the evidence for digits is divided by. */
  temperature: z.number().positive(),
  /**
   * Three weights for each of the C numbers s_c of the evidence, then three: with the noisiness u, the log odds of "not a
   * digit" are sum_c (a_c0 + a_c1 u + a_c2 u^2) s_c + b0 + b1 u + b2 u^2.
   */
  none: z.array(z.number()).min(6),
});

/** How a judge's evidence becomes its probabilities. */
export type Calibration = z.output<typeof calibrationSchema>;
