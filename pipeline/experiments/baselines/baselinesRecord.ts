/** The record of one model's ideas beside their baselines, and the judges' scores of all of them. */
import { z } from 'zod';
import type { ModelRecord } from '../defineExperiment.ts';

const finite = z.number();

/** What stands side by side: the idea and its three baselines, in the order in which they are shown. */
export const BASELINE_KINDS = ['idea', 'nearest', 'largestLogit', 'classMean'] as const;
export type BaselineKind = (typeof BASELINE_KINDS)[number];

/** A value for each; `at`: its place in {@link BASELINE_KINDS}. */
export function byKind<Value>(give: (kind: BaselineKind, at: number) => Value): Record<BaselineKind, Value> {
  return Object.fromEntries(BASELINE_KINDS.map((kind, at) => [kind, give(kind, at)])) as Record<
    BaselineKind,
    Value
  >;
}

/** An image, as base64 of its bytes, with the model's logit of the idea's digit. */
const weighed = { logit: finite, image: z.string() };

/** A training image: its row in the study's training images, from 0, and the digit that it is of. */
const real = { row: z.int(), label: z.int(), ...weighed };

/** Ideas and baselines of one model. */
export const baselinesRecord = z.strictObject({
  digits: z.array(
    z.strictObject({
      /** The digit that the idea is of. */
      digit: z.int(),
      idea: z.strictObject(weighed),
      /** The training image, of any digit, that is nearest to the idea: squared Euclidean distance with pixels in [0, 1]. */
      nearest: z.strictObject({ squaredDistance: finite, ...real }),
      /** The training image, of any digit, with the largest logit of the idea's digit. */
      largestLogit: z.strictObject(real),
      /** The mean of the digit's training images, rounded to bytes. */
      classMean: z.strictObject(weighed),
    }),
  ),
});
export type BaselinesRecord = z.output<typeof baselinesRecord>;
export type BaselinesDigit = BaselinesRecord['digits'][number];

/** P(digit of the idea) of all four by the panel, "not a digit" allowed, masked; in the order of the record. */
export const baselinesScores = z.strictObject({
  digits: z.array(z.record(z.enum(BASELINE_KINDS), finite)),
});
export type BaselinesScores = z.output<typeof baselinesScores>;

/** What was found of one model. */
export type ModelBaselines = ModelRecord<BaselinesRecord, BaselinesScores>;
