/**
 * What people say of images, and what is made of it: the records between the rating page, its import and the report.
 *
 * The scale of sureness is that of Golan, Raju and Kriegeskorte (PNAS 2020, 117(47)), with "none" as an answer of its
 * own.
 */
import { z } from 'zod';
import type { Tolerance } from '../judging/tolerance.ts';
import type { Estimate } from '../statistics/predictionPowered.ts';
import type { AxisName } from '../study/axes.ts';
import type { ReadingName } from '../study/records.ts';
import type { NoiseCurve } from '../study/tables.ts';

/** The surenesses that a rater can give, in percent. */
export const SURENESSES = [0, 25, 50, 75, 100] as const;

/** Columns of the CSV that the page exports, in order. */
export const RATING_COLUMNS = ['rater', 'image', 'answer', 'sureness', 'milliseconds', 'timestamp'] as const;

/**
 * A rater counts who names at least LEAST_DIGITS_RIGHT (judging/judgesCheck.ts) of the real digits rightly, and calls at
 * most this share of the noise images a digit.
 */
export const MOST_NOISE_CALLED_DIGIT = 0.2;

/**
 * What an image of the rating page is: an idea of the study, an image of the ladder made to fool a judge, a check on the
 * rater's attention (a real digit, noise), or a real digit with pixels flipped.
 */
export const IMAGE_KINDS = ['idea', 'attack', 'digit', 'flipped', 'noise'] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** One answer of one person. */
export interface Rating {
  readonly rater: string;
  /** The image's opaque name on the page. */
  readonly image: string;
  /** The digit that the rater sees; null for "none". */
  readonly answer: number | null;
  /** In percent, one of {@link SURENESSES}. */
  readonly sureness: number;
  readonly milliseconds: number;
  /** Date and time, ISO 8601 as the page writes it. */
  readonly timestamp: string;
}

/** What an image of the page is, which the page does not say: a row of key.csv. */
export interface KeyRow {
  readonly image: string;
  readonly kind: ImageKind;
  /** Name of the idea's model, or of the attack's kind on the ladder; empty for checks. */
  readonly model: string;
  /** The intended digit; null for noise. */
  readonly digit: number | null;
  /** Which restart of the search, or which example of the attack; null for checks. */
  readonly restart: number | null;
  /**
   * SHA-256 of the image's pixels as float32, of an idea those of the whole image, so that ratings of an image that has
   * changed are not used.
   */
  readonly sha256: string;
  /** Probability with which each pixel of a real digit was flipped; null for all that is not `flipped`. */
  readonly flipRate: number | null;
  /** How an idea was shown; null for the rest. */
  readonly reading: ReadingName | null;
  /** How likely the idea was to be drawn from those of its cell; null for the rest, and where a page did not say. */
  readonly probability: number | null;
}

/** A rating with what its image is. */
export interface KeyedRating extends Rating {
  readonly key: KeyRow;
}

/** What a rating says of an image meant to be `digit`: sureness / 100 for that digit, otherwise 0; in [0, 1]. */
export function scoreRating(answer: number | null, sureness: number, digit: number): number {
  return answer === digit ? sureness / 100 : 0;
}

/** An image of the ladder that was made to fool a judge, of which people are to say what it shows. */
export const attackImage = z.strictObject({
  /** Name of its kind on the ladder. */
  kind: z.string(),
  /** Which example of that kind, from 0. */
  example: z.int(),
  /** The digit that the judge was to take it for. */
  digit: z.int(),
  /** Base64 of 784 bytes, white ink on black. */
  pixels: z.string(),
  /** P(digit) of the judges that were not attacked. */
  panel: z.number(),
});
export type AttackImage = z.output<typeof attackImage>;

/** How real digits in noise are read. */
export interface NoiseReading {
  /** Ascending by share of flipped pixels; levels of which nothing was seen are not there. */
  readonly levels: readonly {
    readonly flipRate: number;
    readonly images: number;
    /** Share named rightly, in [0, 1]. */
    readonly named: number;
    /** Mean score, in [0, 1]: the sureness of right answers, 0 for the others. */
    readonly score: number;
  }[];
  /** Share of flipped pixels at which half of the digits are named; null where more are named at every level. */
  readonly halfPoint: number | null;
}

/** What all ideas would score with people: the panel's mean, corrected by the ideas that both have read. */
export interface CorrectedScore {
  /** Ideas that there are, and those of them that were rated. */
  readonly ideas: number;
  readonly rated: number;
  /** The panel's mean over all of the ideas. */
  readonly panel: number;
  /** The mean that people would give, with its 95% interval. */
  readonly people: Estimate;
}

/** A change of the score a doubling of a setting, in the ideas of all cells. */
export interface CorrectedSlope {
  readonly axis: AxisName;
  readonly panel: number;
  readonly people: Estimate;
}

/** Attention checks of one rater, and whether the rater's answers count. */
export interface RaterRecord {
  readonly rater: string;
  /** Ideas that the rater has rated. */
  readonly ideas: number;
  /** Real digits: seen, and named rightly. */
  readonly digits: { readonly seen: number; readonly right: number };
  /** Noise images: seen, and called a digit. */
  readonly noise: { readonly seen: number; readonly calledDigit: number };
  /** Real digits by share of flipped pixels, clean ones first. */
  readonly curve: NoiseReading;
  readonly isExcluded: boolean;
  /** Why the rater is excluded, or what is open; null where all is well. */
  readonly remark: string | null;
}

/** Means over images. */
interface Share {
  readonly images: number;
  readonly people: number;
  readonly panel: number;
}

/** A rank correlation with people. Null is for undefined: fewer than two images, or constant scores. */
export interface AgreementRecord {
  /** With the mean of all raters, over images. */
  readonly value: number | null;
  /** 95%, by a bootstrap that resamples models with all their images; null with one model. */
  readonly interval: [low: number, high: number] | null;
  /** With one rater at a time, averaged: what the raters' noise ceiling is the measure of. */
  readonly perRater: number | null;
}

/** What people see in a study's ideas, beside what the machine sees: rating/summary.json. */
export interface PeopleSummary {
  readonly scoreVersion: string;
  readonly raters: readonly RaterRecord[];
  /** How the raters who count read real digits in noise, each image by its mean over them. */
  readonly noise: NoiseReading & {
    /** 95% of the half point, by a bootstrap over images; null where it is mostly undefined. */
    readonly interval: readonly [low: number, high: number] | null;
    /** The panel's mean score of real digits, empty where it was not measured, and where it falls through one half. */
    readonly panel: Readonly<
      Record<Tolerance, { readonly curve: NoiseCurve; readonly halfPoint: number | null }>
    >;
  };
  /** What people would make of all ideas; null where no cell has two that were rated as the score reads them. */
  readonly corrected: {
    readonly all: CorrectedScore & { readonly cells: number };
    readonly cells: readonly (CorrectedScore & { readonly cell: string; readonly title: string })[];
    readonly slopes: readonly CorrectedSlope[];
  } | null;
  /** One row an idea that was rated, and a way in which it was shown; `people` and `panel` are recognisabilities in [0, 1]. */
  readonly images: readonly {
    readonly model: string;
    readonly digit: number;
    readonly restart: number;
    readonly reading: ReadingName;
    readonly probability: number | null;
    readonly raters: number;
    readonly people: number;
    readonly panel: number;
  }[];
  /** Means over the rated images of a cell, over its seeds. */
  readonly cells: readonly (Share & { readonly cell: string; readonly title: string })[];
  /** Means over the rated images of a digit. */
  readonly digits: readonly (Share & { readonly digit: number })[];
  /** Means over the rated images of a kind that was made to fool a judge; the panel is that of the other judges. */
  readonly attacks: readonly (Share & { readonly kind: string })[];
  /** Of the panel first, then of each judge. */
  readonly correlations: readonly {
    readonly reader: string;
    readonly spearman: AgreementRecord;
    readonly kendall: AgreementRecord;
  }[];
  /** Each rater against the mean of the others, averaged over raters; null with fewer than two. */
  readonly ceiling: { readonly spearman: number | null; readonly kendall: number | null };
}

/** Correlations averaged over subjects; null where undefined for every subject. */
export interface SubjectMeans {
  readonly pearson: number | null;
  readonly spearman: number | null;
}

/** How every reader agrees with the subjects, and the subjects with each other. */
export interface GolanSummary {
  readonly subjects: number;
  readonly images: number;
  readonly ratings: number;
  readonly readers: readonly (SubjectMeans & {
    readonly reader: string;
    /** Pearson's correlation by subject. */
    readonly bySubject: Readonly<Record<string, number | null>>;
  })[];
  /** Leave one subject out; null with fewer than two subjects. */
  readonly ceiling: SubjectMeans;
}
