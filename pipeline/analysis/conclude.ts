/** From the numbers of a hypothesis to its verdict and sentence. */
import { equivalenceTest, LEVEL } from '../statistics/blockedEffect.ts';
import type { Finding, Verdict } from './finding.ts';
import {
  type Hypothesis,
  isTested,
  listContraryFamilies,
  listContraryReadings,
  type Tested,
  type Untested,
} from './hypothesis.ts';
import { formatEffect, formatP, joinWords } from './words.ts';

/** The p of a hypothesis after the correction, and by what it was corrected. */
export interface Correction {
  readonly p: number | null;
  readonly by: string;
}

/**
 * The finding. Absent: all that must be small is, by two one-sided tests against `smallestEffect`; that an effect is not 0 is
 * then of no account. Supported or contradicted: the corrected p is below {@link LEVEL}, every family of judges shows the
 * effect in the same direction by itself, and there are no hurdles. Otherwise not shown.
 */
export function conclude(
  hypothesis: Hypothesis,
  result: Tested | Untested,
  correction: Correction,
  smallestEffect: number,
): Finding {
  const { id, statement } = hypothesis;
  if (!isTested(result)) {
    const empty = { effect: null, unit: '', adjustedP: null, n: '', ways: [] };
    return { id, statement, verdict: 'not tested', ...empty, sentence: `Not tested: ${result.untested}.` };
  }
  const verdict = decide(result, correction, smallestEffect);
  const { effect, unit, n, ways } = result;
  const sentence = write(verdict, result, correction, smallestEffect);
  return { id, statement, verdict, effect, unit, adjustedP: correction.p, n, ways, sentence };
}

function decide(tested: Tested, { p }: Correction, smallestEffect: number): Verdict {
  const isSmall = (values: readonly number[]) => equivalenceTest(values, smallestEffect)?.isAbsent ?? false;
  if (tested.small?.every(isSmall)) return 'absent';
  const sign = Math.sign(tested.effect.estimate);
  const isAgreed = listContraryFamilies(tested.ways, sign).length === 0 && tested.hurdles.length === 0;
  if (p === null || p >= LEVEL || !isAgreed) return 'not shown';
  return tested.expected !== 0 && sign !== tested.expected ? 'contradicted' : 'supported';
}

const WORDS: Readonly<Record<Verdict, string>> = {
  supported: 'Supported',
  contradicted: 'Contradicted',
  absent: 'Absent',
  'not shown': 'Not shown',
  'not tested': 'Not tested',
};

function write(verdict: Verdict, tested: Tested, correction: Correction, smallestEffect: number): string {
  const { effect, unit, n, ways, hurdles, notes } = tested;
  const corrected = correction.p === null ? '' : `; ${formatP(correction.p)} after ${correction.by}`;
  const sign = Math.sign(effect.estimate);
  const [families, readings] = [listContraryFamilies(ways, sign), listContraryReadings(ways, sign)];
  const isShown = correction.p !== null && correction.p < LEVEL;
  const parts = [
    `${WORDS[verdict]}: ${unit} is ${formatEffect(effect)}${corrected}; ${n}`,
    ...(verdict === 'absent' ? [`shown to move the score by less than ${smallestEffect}`] : []),
    ...(isShown && families.length > 0 ? [`not shown by ${joinWords(families)} alone`] : []),
    ...(isShown && readings.length > 0 ? [`does not survive ${joinWords(readings)}`] : []),
    ...(verdict === 'not shown' ? hurdles : []),
    ...notes,
  ];
  return `${parts.join('. ').replace(/\. ([a-z])/g, (_, letter: string) => `. ${letter.toUpperCase()}`)}.`;
}
