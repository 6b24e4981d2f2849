/**
 * How independent families of judges are: whether they fail on the same images, where there is something to fail on and the
 * answer is known: on noisy and damaged digits, and on structured images that are no digit.
 */
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import { binarise, flipPixels } from '../judging/pixels.ts';
import { stackImages } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import { openStream, type Stream } from '../math/streams.ts';
import { bootstrapIntervals } from '../statistics/bootstrap.ts';
import { meanKappa, type PairedAnswers, pooledKappa } from '../statistics/kappa.ts';
import { pearson } from '../statistics/rankCorrelation.ts';
import type { FamilyAgreement } from '../study/records.ts';
import { DAMAGES } from './images/damage.ts';
import { type DigitSource, drawDigit } from './images/example.ts';
import { NON_DIGITS } from './images/nonDigits.ts';

/** Shares of flipped pixels through which every tolerance still sees a digit. */
const FLIP_RATES: readonly number[] = [0, 0.1, 0.15, 0.2, 0.25];
/** How often each kind of damage is done. */
const DAMAGE_TIMES: readonly number[] = [1, 2, 3];

/** Images [n, 784] whose answer is known, each of a condition: a kind at a level. */
export interface KnownImages {
  readonly images: Float32Array;
  readonly answers: readonly number[];
  readonly conditions: readonly string[];
}

/** What one family says of images: whether it is right, and P(right answer). */
interface FamilyAnswers {
  readonly isRight: readonly boolean[];
  readonly probabilities: readonly number[];
}

/** How an image of a condition is drawn, and its answer. */
type Draw = (
  source: DigitSource,
  stream: Stream,
) => { readonly image: Float32Array; readonly answer: number };

/** `count` images of each condition: digits in noise, digits with each kind of damage, and each kind that is no digit. */
export function drawKnownImages(source: DigitSource, count: number): KnownImages {
  const drawn = listConditions().flatMap(([condition, draw]) => {
    const stream = openStream(0, `judges/known/${condition}`);
    return Array.from({ length: count }, () => ({ condition, ...draw(source, stream) }));
  });
  return {
    images: stackImages(drawn.map(({ image }) => image)),
    answers: drawn.map(({ answer }) => answer),
    conditions: drawn.map(({ condition }) => condition),
  };
}

function listConditions(): (readonly [condition: string, draw: Draw])[] {
  const noisy = FLIP_RATES.map(
    (rate) => [`${rate} flipped`, changeDigit((image, stream) => flipPixels(image, rate, stream))] as const,
  );
  const damaged = Object.entries(DAMAGES).flatMap(([kind, damage]) =>
    DAMAGE_TIMES.map((times) => [`${kind} ${times}`, changeDigit(repeat(damage, times))] as const),
  );
  const none = Object.entries(NON_DIGITS.testing).map(([kind, { make }]) => {
    const draw: Draw = (source, stream) => ({ image: make(source, stream).image, answer: NOT_A_DIGIT });
    return [kind, draw] as const;
  });
  return [...noisy, ...damaged, ...none];
}

type Change = (image: Float32Array, stream: Stream) => Float32Array;

/** A digit made black and white, and then changed. */
function changeDigit(change: Change): Draw {
  return (source, stream) => {
    const { image, label } = drawDigit(source, stream);
    return { image: change(binarise(image), stream), answer: label };
  };
}

function repeat(change: Change, times: number): Change {
  return (image, stream) => {
    let changed = image;
    for (let k = 0; k < times; k++) changed = change(changed, stream);
    return changed;
  };
}

/** The agreement of every pair of families on `known`, from the probabilities [n, 11] of each. */
export function measureAgreement(
  known: KnownImages,
  families: Readonly<Record<string, Float64Array>>,
): FamilyAgreement[] {
  const names = Object.keys(families);
  const answers = new Map(names.map((name) => [name, answerAll(known, families[name]!)]));
  return names.flatMap((first, k) =>
    names.slice(k + 1).map((second) => ({
      families: [first, second] as [string, string],
      images: known.answers.length,
      ...comparePair(known.conditions, answers.get(first)!, answers.get(second)!),
    })),
  );
}

function answerAll({ answers }: KnownImages, table: Float64Array): FamilyAnswers {
  return {
    isRight: answers.map((answer, row) => argmax(answersTo(row, table)) === answer),
    probabilities: answers.map((answer, row) => table[row * ANSWERS + answer]!),
  };
}

function comparePair(
  conditions: readonly string[],
  first: FamilyAnswers,
  second: FamilyAnswers,
): Omit<FamilyAgreement, 'families' | 'images'> {
  const paired: PairedAnswers = { first: first.isRight, second: second.isRight, conditions };
  const measure = (indices: readonly number[]) => ({
    kappa: meanKappa(paired, indices),
    pooledKappa: pooledKappa(paired, indices),
    correlation: pearson(
      indices.map((row) => first.probabilities[row]!),
      indices.map((row) => second.probabilities[row]!),
    ),
  });
  const shareRight = (isRight: readonly boolean[]) => isRight.filter(Boolean).length / isRight.length;
  const all = measure([...conditions.keys()]);
  const intervals = bootstrapIntervals(openStream(0, 'judges/agreement'), conditions.length, measure);
  // In the order of the record, so that a panel made again is the same text.
  return {
    accuracies: [shareRight(first.isRight), shareRight(second.isRight)],
    kappa: all.kappa,
    kappaInterval: intervals.kappa,
    pooledKappa: all.pooledKappa,
    pooledKappaInterval: intervals.pooledKappa,
    correlation: all.correlation,
    correlationInterval: intervals.correlation,
  };
}
