/** What the analysis found of one hypothesis or claim. */

/** `supported` and `contradicted`: shown, either way; `absent`: shown to be less than the smallest effect; `not shown`: none of these. */
export const VERDICTS = ['supported', 'contradicted', 'absent', 'not shown', 'not tested'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An effect with its interval. */
export interface Effect {
  readonly estimate: number;
  /** 95%, or null where there is none (one seed). */
  readonly interval: readonly [low: number, high: number] | null;
  /** Two-sided, before any correction for multiplicity; null where it was not tested. */
  readonly p: number | null;
}

/** The same effect by another way of scoring. */
export interface EffectByWay extends Effect {
  /** Such as `the family network`, `whole images`. */
  readonly way: string;
}

/** A hypothesis or claim and what became of it. */
export interface Finding {
  /** `H1` ... `H6`, `C1` ... `C5`. */
  readonly id: string;
  /** The hypothesis in words, as it was stated before the data. */
  readonly statement: string;
  readonly verdict: Verdict;
  /** The primary effect, and what its number is of: `change of the score a doubling of the batch size`. */
  readonly effect: Effect | null;
  readonly unit: string;
  /** p after the correction within its family of hypotheses. */
  readonly adjustedP: number | null;
  /** What the number rests on: `10 seeds`. */
  readonly n: string;
  /** By each judge family and reading; empty where scores have no part in it. */
  readonly ways: readonly EffectByWay[];
  /** What is printed: verdict, effect, interval, n, and what it does not survive or why it was not tested. */
  readonly sentence: string;
}
