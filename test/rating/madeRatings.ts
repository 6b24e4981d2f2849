/** Ratings of made-up images, with what the images are. */

import { placeAttack } from '../../pipeline/rating/ratedImages.ts';
import type { AttackImage, KeyedRating, KeyRow } from '../../pipeline/rating/ratingRecords.ts';
import type { ReadingName } from '../../pipeline/study/records.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';

const SHA256 = '0'.repeat(64);

/** A rating of an idea, shown as the score reads it unless another way is given. */
export function rateIdea(
  rater: string,
  idea: IdeaRow,
  answer: number | null,
  { sureness, reading = 'masked' }: { readonly sureness: number; readonly reading?: ReadingName },
): KeyedRating {
  const { digit, restart } = idea;
  const what = { kind: 'idea', model: idea.model.name, digit, restart } as const;
  return rate(rater, answer, sureness, { ...what, reading, probability: 0.5 });
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

/** A rating of a real digit with a share of its pixels flipped. */
export function rateFlipped(
  rater: string,
  digit: number,
  flipRate: number,
  { answer, sureness = 100 }: { readonly answer: number | null; readonly sureness?: number },
): KeyedRating {
  return rate(rater, answer, sureness, { kind: 'flipped', model: '', digit, restart: null, flipRate });
}

function rate(
  rater: string,
  answer: number | null,
  sureness: number,
  what: Pick<KeyRow, 'kind' | 'model' | 'digit' | 'restart'> & Partial<KeyRow>,
): KeyedRating {
  const image = [what.kind, what.model, what.digit, what.flipRate].join('-');
  const key = { image, sha256: SHA256, flipRate: null, reading: null, probability: null, ...what };
  return { rater, image, answer, sureness, milliseconds: 1000, timestamp: '2020-01-01T00:00:00Z', key };
}
