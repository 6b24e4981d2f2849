/**
 * Who paid attention: raters who misread real digits, or see digits in noise, are left out by a rule fixed here,
 * before anyone looks at what they said of the ideas.
 */
import { LEAST_DIGITS_RIGHT } from '../judging/judgesCheck.ts';
import { readNoise } from './noiseReading.ts';
import { type KeyedRating, type KeyRow, MOST_NOISE_CALLED_DIGIT, type RaterRecord } from './ratingRecords.ts';

/**
 * One record a rater, by name. A rater is excluded who fails a check on the images seen so far; one who has seen none
 * of a kind is not, but the record remarks on it.
 */
export function checkRaters(ratings: readonly KeyedRating[]): RaterRecord[] {
  const names = [...new Set(ratings.map(({ rater }) => rater))].sort();
  return names.map((rater) =>
    checkRater(
      rater,
      ratings.filter((rating) => rating.rater === rater),
    ),
  );
}

function checkRater(rater: string, ratings: readonly KeyedRating[]): RaterRecord {
  const ofKind = (kind: KeyRow['kind']) => ratings.filter(({ key }) => key.kind === kind);
  const [real, noise] = [ofKind('digit'), ofKind('noise')];
  const digits = {
    seen: real.length,
    right: real.filter(({ answer, key }) => answer !== null && answer === key.digit).length,
  };
  const nothing = { seen: noise.length, calledDigit: noise.filter(({ answer }) => answer !== null).length };
  const faults = findFaults(digits, nothing);
  const isExcluded = faults.length > 0;
  const isUnchecked = digits.seen === 0 || nothing.seen === 0;
  return {
    rater,
    ideas: ofKind('idea').length,
    digits,
    noise: nothing,
    curve: readNoise(ratings.map((rating) => [rating])),
    isExcluded,
    remark: isExcluded ? faults.join('; ') : isUnchecked ? 'has not seen both kinds of check' : null,
  };
}

function findFaults(digits: RaterRecord['digits'], noise: RaterRecord['noise']): string[] {
  const faults: string[] = [];
  if (digits.right < LEAST_DIGITS_RIGHT * digits.seen) {
    faults.push(`named ${digits.right} of ${digits.seen} real digits rightly`);
  }
  if (noise.calledDigit > MOST_NOISE_CALLED_DIGIT * noise.seen) {
    faults.push(`called ${noise.calledDigit} of ${noise.seen} noise images a digit`);
  }
  return faults;
}
