/** What is committed of a run of both ladders: what was expected, and what was found; without pictures. */
import { z } from 'zod';
import { expectation, type LadderRecord } from '../ladder/ladderRecord.ts';
import { type SecondRecord, secondExpectation } from '../ladder/second/secondRecord.ts';

/** Both ladders in short; plain JSON. */
export const ladderSummary = z.strictObject({
  scoreVersion: z.string(),
  seed: z.int(),
  images: z.int(),
  judges: z.array(z.string()),
  first: z.array(expectation),
  second: z.array(secondExpectation),
});
export type LadderSummary = z.output<typeof ladderSummary>;

/** The summary of one run. Throws a RangeError for records of two runs: a fault of ours. */
export function summariseLadders(first: LadderRecord, second: SecondRecord): LadderSummary {
  if (first.scoreVersion !== second.scoreVersion || first.seed !== second.seed)
    throw new RangeError('The two ladders are of different runs');
  const { scoreVersion, seed, images, judges } = first;
  return { scoreVersion, seed, images, judges, first: first.expectations, second: second.expectations };
}
