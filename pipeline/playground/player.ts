/** What answers in a playground: one model and the judges, by the code of the study itself. */
import type { LoadedModel } from '../engine/engine.ts';
import { PLAIN_READER } from '../engine/plain/plainReader.ts';
import { softmax } from '../judging/calibration.ts';
import { replacePixels } from '../judging/imageReadings.ts';
import { type Judge, openJudge } from '../judging/judge.ts';
import { JUDGES } from '../judging/judges.ts';
import { readTogether } from '../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { PIXELS } from '../math/images.ts';
import type { Architecture } from '../study/axes.ts';
import { type JudgeEntry, type PlaygroundEntries, unpackJudge, unpackModel } from './packed.ts';

/** Opens a packed model. */
export async function openModel(architecture: Architecture, weights: string): Promise<LoadedModel> {
  return PLAIN_READER.loadModel(await unpackModel(architecture, weights));
}

/** Opens a packed judge. */
export async function openPackedJudge(entry: JudgeEntry, weights: string): Promise<Judge> {
  const { name, calibrations } = entry;
  const model = await JUDGES[name].open(await unpackJudge(entry, weights), PLAIN_READER);
  return openJudge(model, { name, calibrations, typicality: null });
}

/** What is said of an image: logits [10] and the probabilities [10] that they stand for. */
export interface ModelAnswer {
  readonly logits: Float32Array;
  readonly probabilities: Float64Array;
}

/** Has a model read an image [784]. */
export async function askModel(model: LoadedModel, image: Float32Array): Promise<ModelAnswer> {
  const logits = await model.logits(image);
  return { logits, probabilities: softmax(Float64Array.from(logits), 1) };
}

/** What the judges say of an image: probabilities [11], ten digits and "not a digit". */
export interface JudgesAnswer {
  readonly together: Float64Array;
  readonly judges: readonly { readonly name: string; readonly probabilities: Float64Array }[];
}

/**
 * Has judges read an image [784] as the study's scores are read: masked, which leaves out what lies where no training image
 * has ink, and through little noise.
 */
export async function askJudges(
  judges: readonly Judge[],
  { calibrations, neverInked }: Pick<PlaygroundEntries, 'calibrations' | 'neverInked'>,
  image: Float32Array,
): Promise<JudgesAnswer> {
  const mask = new Array<boolean>(PIXELS).fill(false);
  for (const pixel of neverInked) mask[pixel] = true;
  const readings = await readTogether({ judges, calibrations }, replacePixels(image, mask));
  const { probabilities, judges: each } = readings[PRIMARY_TOLERANCE];
  return {
    together: probabilities,
    judges: Object.entries(each).map(([name, reading]) => ({ name, probabilities: reading.probabilities })),
  };
}
