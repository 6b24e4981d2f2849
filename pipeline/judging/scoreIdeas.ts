/** Scores ideas: a panel reads each of them in three ways (imageReadings.ts), at both tolerances of noise. */
import { PIXELS, stackImages } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import type { PanelReadingRecord, ReadingName, ReadingRecord, ScoreRecord } from '../study/records.ts';
import { answersTo, pickIntended } from './answers.ts';
import { describeImage } from './descriptors.ts';
import { drawFrame, PRIMARY_READING, replacePixels } from './imageReadings.ts';
import { toReading } from './judge.ts';
import { type Panel, poolWithoutEach, readTogether } from './panel.ts';
import { PRIMARY_TOLERANCE } from './tolerance.ts';
import type { TrainingSummary } from './trainingSummary.ts';

/** An idea to be scored: its image [784] in [0, 1], the digit it is meant to be, and which of that digit's it is. */
export interface JudgedIdea {
  readonly digit: number;
  readonly restart: number;
  readonly image: Float32Array;
}

/** Scores of `ideas` of models that learnt from the images of `training`, in the order of the ideas. */
export async function scoreIdeas(
  panel: Panel,
  ideas: readonly JudgedIdea[],
  training: TrainingSummary,
): Promise<ScoreRecord[]> {
  const digits = ideas.map(({ digit }) => digit);
  const readAs = (name: ReadingName) =>
    readIntended(panel, stackImages(ideas.map((idea) => showAs(name, idea, training))), digits);
  const [masked, whole, framed] = [await readAs('masked'), await readAs('whole'), await readAs('framed')];
  return ideas.map((idea, at) => {
    const { digit, restart } = idea;
    const readings = { masked: masked[at]!, whole: whole[at]!, framed: framed[at]! };
    return {
      digit,
      restart,
      recognisability: readings[PRIMARY_READING].score[PRIMARY_TOLERANCE],
      readings,
      descriptors: describeImage(
        showAs(PRIMARY_READING, idea, training),
        rowOf(training.classMeans, digit, PIXELS),
      ),
    };
  });
}

/** The image [784] of an idea that a reading sees. */
export function showAs(
  name: ReadingName,
  { digit, restart, image }: JudgedIdea,
  { train, inked }: Pick<TrainingSummary, 'train' | 'inked'>,
): Float32Array {
  if (name === 'whole') return image;
  if (name === 'masked') return replacePixels(image, inked.never);
  return replacePixels(image, inked.seldom, drawFrame(train, digit, restart));
}

/** What the panel says of images [n, 784], each meant to be one of `digits`. */
async function readIntended(
  panel: Panel,
  images: Float32Array,
  digits: readonly number[],
): Promise<PanelReadingRecord[]> {
  const { little, much } = await readTogether(panel, images);
  const scores = {
    little: pickIntended(little.probabilities, digits),
    much: pickIntended(much.probabilities, digits),
  };
  const families = pickEach(little.families, digits);
  const without = pickEach(poolWithoutEach(little.families, panel.calibrations[PRIMARY_TOLERANCE]), digits);
  return digits.map((digit, at) => {
    const { forcedChoice, notDigit } = toReading(answersTo(at, little.probabilities), digit);
    return {
      score: { little: scores.little[at]!, much: scores.much[at]! },
      forcedChoice,
      notDigit,
      families: families(at),
      without: without(at),
      judges: Object.fromEntries(
        Object.entries(little.judges).map(([name, readings]) => [name, readings.record(at, digit)]),
      ),
    };
  });
}

/** What several readers say of image `at`, by name: P of what it is meant to be, from their probabilities [n, 11]. */
function pickEach(
  readers: Readonly<Record<string, Float64Array>>,
  digits: readonly number[],
): (at: number) => Record<string, number> {
  const scores = Object.entries(readers).map(
    ([name, probabilities]) => [name, pickIntended(probabilities, digits)] as const,
  );
  return (at) => Object.fromEntries(scores.map(([name, own]) => [name, own[at]!]));
}

/** P(intended digit), "not a digit" allowed, of one reading: forcedChoice * (1 - notDigit). */
export function intended({
  forcedChoice,
  notDigit,
}: Pick<ReadingRecord, 'forcedChoice' | 'notDigit'>): number {
  return forcedChoice * (1 - notDigit);
}
