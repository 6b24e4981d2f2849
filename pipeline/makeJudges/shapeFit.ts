/** Fits the shape judge to a mixture of digits and non-digits in noise: axes first, then densities of every answer and level of noise. */
import { setImmediate } from 'node:timers/promises';
import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import { centreImages } from '../judging/centring.ts';
import { flipPixels } from '../judging/pixels.ts';
import { describeShapes, FEATURES } from '../judging/shape/shapeFeatures.ts';
import { AXES, COMPONENTS, NOISE_LEVELS, project, type ShapeModel } from '../judging/shape/shapeModel.ts';
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawUniform, openStream, type Stream } from '../math/streams.ts';
import { findClusters } from './clusters.ts';
import type { DigitSource } from './images/example.ts';
import { drawMixture, type LabelledMixture } from './labelledMixture.ts';
import { findPrincipalAxes } from './principalAxes.ts';
import { fitTMixture, poolScatter } from './tMixtureFit.ts';

/** Seed of the images drawn and of first guesses. */
export const SHAPE_SEED = 0;

/** Digits and non-digits to which densities are fitted, and those of them that choose the axes. */
export const SHAPE_IMAGES = 200_000;
const AXES_IMAGES = 20_000;

/** Images at a time, so that they fit into memory. */
const CHUNK = 5000;

/**
 * Most flips that half of the clean images are given, so that no density stands on images without any noise alone: a few
 * flips would change its answer.
 */
const LIGHT_FLIPS = NOISE_LEVELS[0]!;

/** Least share of an answer in an image's target for the image to count as one: an overlay of two digits may be neither. */
const LEAST_SHARE = 0.75;

/** What a shape judge is fitted to. */
export interface ShapeData {
  readonly learning: DigitSource;
  readonly sizes: { readonly shapeImages: number };
}

/**
 * Fits the shape judge: the principal axes of the features, then for each level of noise and answer a mixture on them
 * (judging/shape/heavyTails.ts). The same data always give the same fit.
 */
export async function fitShape({ learning, sizes }: ShapeData): Promise<ShapeModel> {
  const stream = openStream(SHAPE_SEED, 'shape/images');
  const axes = findAxes(learning, Math.min(AXES_IMAGES, sizes.shapeImages));
  const points = NOISE_LEVELS.map(() => Array.from({ length: ANSWERS }, (): Float64Array[] => []));
  for (let done = 0; done < sizes.shapeImages; done += CHUNK) {
    // A signal is heard between chunks alone.
    await setImmediate();
    const mixture = drawMixture('learning', Math.min(CHUNK, sizes.shapeImages - done), learning, stream);
    addLightNoise(mixture, stream);
    sortPoints(mixture, axes, points);
  }
  const totals = Array.from({ length: ANSWERS }, (_, answer) =>
    points.reduce((sum, answers) => sum + answers[answer]!.length, 0),
  );
  const densities = points.map((answers, level) => fitLevel(answers.map(join), totals, level));
  return { ...axes, densities };
}

function findAxes(learning: DigitSource, count: number): Pick<ShapeModel, 'mean' | 'axes'> {
  const { images } = drawMixture('learning', count, learning, openStream(SHAPE_SEED, 'shape/axes'));
  const features = describeShapes(centreImages(images));
  const { mean, axes } = findPrincipalAxes(features, FEATURES, AXES, openStream(SHAPE_SEED, 'shape/start'));
  return { mean: Float32Array.from(mean), axes: Float32Array.from(axes) };
}

function addLightNoise({ images, flipped }: LabelledMixture, stream: Stream): void {
  flipped.forEach((rate, row) => {
    if (rate > 0 || drawUniform(stream) < 0.5) return;
    const image = rowOf(images, row, PIXELS);
    image.set(flipPixels(image, LIGHT_FLIPS * drawUniform(stream), stream));
  });
}

/** Appends the coordinates of every image to those of its level of noise and its answer; what has no answer is left out. */
function sortPoints(
  { images, targets, flipped }: LabelledMixture,
  axes: Pick<ShapeModel, 'mean' | 'axes'>,
  points: readonly (readonly Float64Array[][])[],
): void {
  const features = describeShapes(centreImages(images));
  flipped.forEach((rate, row) => {
    const answer = rowOf(targets, row, ANSWERS).findIndex((share) => share >= LEAST_SHARE);
    const level = NOISE_LEVELS.findIndex((most) => rate <= most);
    if (answer >= 0) points[level]![answer]!.push(project(axes, rowOf(features, row, FEATURES)));
  });
}

/** The densities of every answer at one level of noise, from their points [n, 64]. */
function fitLevel(
  answers: readonly Float64Array[],
  totals: readonly number[],
  level: number,
): ShapeModel['densities'][number] {
  const start = (answer: number): Stream => openStream(SHAPE_SEED, `shape/clusters/${level}/${answer}`);
  const clusters = answers.map((points, answer) =>
    findClusters(points, AXES, COMPONENTS[answer]!, start(answer)),
  );
  const digits = poolScatter(clusters.slice(0, NOT_A_DIGIT).flat(), AXES);
  const others = poolScatter(clusters[NOT_A_DIGIT]!, AXES);
  return clusters.map((own, answer) =>
    fitTMixture(own, answer === NOT_A_DIGIT ? others : digits, totals[answer]!),
  );
}

function join(points: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(points.length * AXES);
  points.forEach((point, at) => {
    joined.set(point, at * AXES);
  });
  return joined;
}
