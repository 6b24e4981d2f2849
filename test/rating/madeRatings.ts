/** Ratings of made-up images, with what the images are. */

import type { KeyedRating } from '../../pipeline/rating/raterChecks.ts';
import type { AttackImage, KeyRow } from '../../pipeline/rating/ratingRecords.ts';
import { placeAttack } from '../../pipeline/rating/summarisePeople.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';

const SHA256 = '0'.repeat(64);

/** A rating of an idea. */
export function rateIdea(rater: string, idea: IdeaRow, answer: number | null, sureness: number): KeyedRating {
  const { digit, restart } = idea;
  return rate(rater, answer, sureness, { kind: 'idea', model: idea.model.name, digit, restart });
}

/** A rating of an image that was made to fool a judge. */
export function rateAttack(
  rater: string,
  attack: AttackImage,
  answer: number | null,
  sureness: number,
): KeyedRating {
  return rate(rater, answer, sureness, { kind: 'attack', ...placeAttack(attack) });
}

/** A rating of a check: a real digit, or noise where `digit` is null. */
export function rateCheck(rater: string, digit: number | null, answer: number | null): KeyedRating {
  return rate(rater, answer, 100, {
    kind: digit === null ? 'noise' : 'digit',
    model: '',
    digit,
    restart: null,
  });
}

function rate(
  rater: string,
  answer: number | null,
  sureness: number,
  what: Omit<KeyRow, 'image' | 'sha256'>,
): KeyedRating {
  const image = `${what.kind}-${what.model}-${what.digit}`;
  const key = { image, sha256: SHA256, ...what };
  return { rater, image, answer, sureness, milliseconds: 1000, timestamp: '2020-01-01T00:00:00Z', key };
}
