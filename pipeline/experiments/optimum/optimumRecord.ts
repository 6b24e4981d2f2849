/** The record of provably best images of one model, and the judges' scores of them. Shapes only. */
import { z } from 'zod';
import type { ModelRecord } from '../defineExperiment.ts';

const finite = z.number();

/** A binary image, as base64 of its bytes, with the model's logit of its digit. */
const weighedImage = z.strictObject({ logit: finite, image: z.string() });

/** The best images of one model. Logits are in doubles, from the model's float32 parameters. */
export const optimumRecord = z.strictObject({
  digits: z.array(
    z.strictObject({
      digit: z.int(),
      /** The idea of the digit with the largest logit: no single flip raises it. */
      idea: weighedImage,
      /** The image with the largest logit that is known. */
      best: weighedImage,
      /** No binary image has a larger logit. */
      bound: finite,
      /** Whether bound and logit are as close as TOLERANCE asks. */
      isProved: z.boolean(),
      /** Linear programs that were solved. */
      programs: z.int(),
      /** Pixels in which the best image differs from the idea. */
      changed: z.int(),
    }),
  ),
});
export type OptimumRecord = z.output<typeof optimumRecord>;
export type OptimumDigit = OptimumRecord['digits'][number];

/** P(digit) of both images by the panel, "not a digit" allowed, masked; in the order of the record. */
export const optimumScores = z.strictObject({
  digits: z.array(z.strictObject({ idea: finite, best: finite })),
});
export type OptimumScores = z.output<typeof optimumScores>;

/** What was found of one model. */
export type ModelOptimum = ModelRecord<OptimumRecord, OptimumScores>;
