/** A study in short: what of it is compared with what was expected. */
import { z } from 'zod';
import { environmentRecord } from '../study/environment.ts';
import { STAGES } from './stages.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256');

/** The 98 bytes of 784 pixels in base64. */
const packed = z.string().regex(/^[A-Za-z0-9+/]{131}=$/, 'an image of 784 pixels, a bit each');

/** What there is of one model, or of the study as a whole, at one stage. */
const entry = z.strictObject({
  /** SHA-256 by artifact. */
  files: z.record(z.string(), digest),
  /** By table and column, such as `models.test_accuracy`: the mean over the model's rows of that table. */
  numbers: z.record(z.string(), z.number()).optional(),
  /** Ideas by artifact, a bit a pixel as in packedImages.ts, in base64: to draw a difference. */
  images: z.record(z.string(), packed).optional(),
});
export type Entry = z.output<typeof entry>;

/** A study's files, numbers and conclusions, and what they depend on. */
export const studySummary = z.strictObject({
  /** The resolved config by path, such as `grid.hidden`. */
  config: z.record(z.string(), z.unknown()),
  scoreVersion: z.string(),
  environment: environmentRecord,
  /** By stage, and in it by model or `study`. */
  stages: z.strictObject(
    Object.fromEntries(STAGES.map((stage) => [stage, z.record(z.string(), entry)])) as Record<
      (typeof STAGES)[number],
      z.ZodRecord<z.ZodString, typeof entry>
    >,
  ),
  /** In words, by what they are about: `H1`, `a doubling of the batch size`. */
  conclusions: z.record(z.string(), z.string()),
});
export type StudySummary = z.output<typeof studySummary>;
