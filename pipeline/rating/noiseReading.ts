/**
 * People's own psychometric curve: how much noise they read real digits through. Beside the panel's it says whether the same
 * share of flipped pixels means the same to both.
 */
import { mean } from 'simple-statistics';
import type { Stream } from '../math/streams.ts';
import { bootstrapInterval } from '../statistics/bootstrap.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { type CurvePoint, fallsThrough } from '../statistics/psychometric.ts';
import { type KeyedRating, type NoiseReading, scoreRating } from './ratingRecords.ts';

/** Where a reader is said to lose digits: half of them are named. */
export const HALF = 0.5;

/** A real digit as raters read it: the shares, over them, in which it was named, and of their sureness. */
interface ReadDigit {
  readonly flipRate: number;
  readonly named: number;
  readonly score: number;
}

/**
 * The curve of the real digits among `images`, the ratings of one each, averaged over them first. The half point is read
 * off the closest curve that never rises (statistics/psychometric.ts), linear between the levels: that needs no guess at how
 * a reader lapses.
 */
export function readNoise(images: readonly (readonly KeyedRating[])[]): NoiseReading {
  return toCurve(listDigits(images));
}

/** The same with the 95% interval of the half point, by resampling images from `stream`. */
export function readNoiseSurely(
  images: readonly (readonly KeyedRating[])[],
  stream: Stream,
): NoiseReading & { readonly interval: readonly [low: number, high: number] | null } {
  const digits = listDigits(images);
  const resampled = (drawn: readonly number[]) => toCurve(drawn.map((at) => digits[at]!)).halfPoint;
  const curve = toCurve(digits);
  // Without a crossing an interval would be of the resamples that have one.
  const interval = curve.halfPoint === null ? null : bootstrapInterval(stream, digits.length, resampled);
  return { ...curve, interval };
}

function listDigits(images: readonly (readonly KeyedRating[])[]): ReadDigit[] {
  return images.flatMap((ratings) => {
    const { kind, digit, flipRate } = ratings[0]!.key;
    if (kind !== 'digit' && kind !== 'flipped') return [];
    return [
      {
        flipRate: flipRate ?? 0,
        named: mean(ratings.map(({ answer }) => Number(answer === digit))),
        score: mean(ratings.map(({ answer, sureness }) => scoreRating(answer, sureness, digit!))),
      },
    ];
  });
}

function toCurve(digits: readonly ReadDigit[]): NoiseReading {
  const levels = [...groupBy(digits, ({ flipRate }) => String(flipRate)).values()]
    .map((own) => ({
      flipRate: own[0]!.flipRate,
      images: own.length,
      named: mean(own.map(({ named }) => named)),
      score: mean(own.map(({ score }) => score)),
    }))
    .sort((a, b) => a.flipRate - b.flipRate);
  return { levels, halfPoint: fallsThrough(pointsOf(levels, 'named'), HALF) };
}

/** The curve of a reading, by what is named or by score. */
export function pointsOf(levels: NoiseReading['levels'], what: 'named' | 'score'): CurvePoint[] {
  return levels.map((level) => ({ x: level.flipRate, y: level[what] }));
}
