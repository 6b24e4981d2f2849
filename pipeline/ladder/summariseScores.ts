/** What a ladder shows of many scores: their spread, and which images. */
import { mean } from '../math/rows.ts';
import type { Spread } from './ladderRecord.ts';

/** Images shown of each kind. */
const EXAMPLES = 10;

/** Places spread over `count` images that go through the digits, so that ideas are of different models and digits. */
export function chooseExamples(count: number): number[] {
  return Array.from(
    { length: Math.min(EXAMPLES, count) },
    (_, k) => (Math.floor((k * count) / EXAMPLES) + k) % count,
  );
}

/** Mean, 5th and 95th percentile of scores, at least one; by the nearest rank, the ceil(p n / 100)-th smallest. */
export function summariseSpread(scores: Float64Array): Spread {
  const sorted = scores.slice().sort();
  const atPercentile = (percent: number) =>
    sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)]!;
  return { mean: mean(scores), low: atPercentile(5), high: atPercentile(95) };
}
