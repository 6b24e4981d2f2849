/**
 * Gradient ascent: lets a grey image follow the gradient of its rank (objectives.ts), then makes it black and white and polishes it
 * to a 1-flip optimum by coordinate search.
 *
 * The pixels are x = sigmoid(u), so that no step can leave [0, 1]. Adam (Kingma and Ba, 2015) moves u, for all tasks
 * at once. Priors on the image (Olah et al., "Feature Visualization", Distill 2017) are off unless asked for: they show
 * the experimenter's taste as well as the model's.
 */
import { PIXELS, rollImage } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawBelow, openStream, type Stream } from '../math/streams.ts';
import { searchCoordinates } from './coordinate.ts';
import type { Idea, SearchOptions, SearchTask } from './idea.ts';
import { type ModelView, type SearchableModel, viewModel } from './modelView.ts';
import { assertFiniteRank, defineObjectives, type Objective } from './objectives.ts';
import { type Priors, subtractPriors } from './priors.ts';
import { SnapshotRecorder } from './snapshotRecorder.ts';

/** How long an ascent is, how it steps and what it prefers. */
export interface AscentOptions extends SearchOptions, Priors {
  readonly updates: number;
  /** Step size of Adam. */
  readonly rate: number;
  /** Pixels by which the image is shifted at random, round the edges, before each gradient. */
  readonly jitter: number;
  /** Of the jitter (stream `search/jitter/DIGIT/RESTART`). */
  readonly seed: number;
}

/** What an ascent found: a polished idea, and the grey image that it came from. */
export interface AscendedIdea extends Idea {
  readonly grey: NonNullable<Idea['grey']>;
}

/** Starts are kept this far from 0 and 1, where the sigmoid is flat. */
const MARGIN_OF_START = 0.02;
/** A forward and a backward pass cost about as much as three forward passes. */
const EVALUATIONS_PER_UPDATE = 3;
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Searches all `tasks` on one model, each from its own start. `passes` of the result are those of the polish. */
export async function searchAscent(
  model: SearchableModel,
  tasks: readonly SearchTask[],
  options: AscentOptions,
): Promise<AscendedIdea[]> {
  if (tasks.length === 0) return [];
  const { onProgress } = options;
  const { images, energies, recorders } = await ascend(viewModel(model), tasks, options);
  const spent = EVALUATIONS_PER_UPDATE * options.updates;
  const greys = tasks.map((_, k) => rowOf(images, k, PIXELS).slice());
  const polished = await searchCoordinates(
    model,
    tasks.map((task, k) => ({ ...task, start: greys[k]!.map((value) => Number(value >= 0.5)) })),
    {
      passes: 'converged',
      ...(options.objective && { objective: options.objective }),
      ...(onProgress && {
        onProgress: (evaluations: number, held: readonly number[]) =>
          onProgress(tasks.length * spent + evaluations, held),
      }),
    },
  );
  return polished.map((idea, k) => ({
    ...idea,
    evaluations: spent + idea.evaluations,
    steps: options.updates,
    snapshots: recorders[k]!.snapshots,
    grey: { image: greys[k]!, energy: energies[k]! },
  }));
}

/** Images [n, 784] and energies [n] after the last update. */
async function ascend(model: ModelView, tasks: readonly SearchTask[], options: AscentOptions) {
  const objective = defineObjectives(model.classes)[options.objective ?? 'logit'];
  const digits = tasks.map(({ digit }) => digit);
  const recorders = tasks.map(() => new SnapshotRecorder(options.snapshotEvery));
  const shifts = tasks.map(({ digit, restart }) =>
    openStream(options.seed, `search/jitter/${digit}/${restart}`),
  );
  const u = Float64Array.from(
    tasks.flatMap(({ start }) => Array.from(start, (value) => logOdds(clampStart(value)))),
  );
  const adam = openAdam(u.length, options.rate);
  const images = new Float32Array(u.length);
  for (let update = 0; update < options.updates; update++) {
    u.forEach((value, at) => {
      images[at] = sigmoid(value);
    });
    const moves = shifts.map((stream) => drawShift(stream, options.jitter));
    const gradients = await computeRankGradients(model, images, digits, objective, moves);
    if (options.onProgress !== undefined || recorders.some((recorder) => recorder.wants(update))) {
      const energies = await readEnergies(model, images, digits, objective);
      options.onProgress?.((update + 1) * tasks.length * EVALUATIONS_PER_UPDATE, energies);
      recorders.forEach((recorder, k) => {
        recorder.offer(update, rowOf(images, k, PIXELS), energies[k]!);
      });
    }
    subtractPriors(images, options, gradients);
    adam.ascend(u, (at) => gradients[at]! * images[at]! * (1 - images[at]!));
  }
  u.forEach((value, at) => {
    images[at] = sigmoid(value);
  });
  return { images, energies: await readEnergies(model, images, digits, objective), recorders };
}

/** Energies [n] of images [n, 784]. Throws a UserError where one is not finite. */
async function readEnergies(
  model: ModelView,
  images: Float32Array,
  digits: readonly number[],
  objective: Objective,
): Promise<number[]> {
  const logits = await model.logits(images);
  return digits.map((digit, k) =>
    objective.energy(assertFiniteRank(objective.rank(logits, k * model.classes, digit), digit)),
  );
}

/** A shift (dx, dy) of each image. */
type Shift = readonly [dx: number, dy: number];

/** d rank / d image [n, 784] of images [n, 784], seen shifted by `moves` and given as they lie. */
async function computeRankGradients(
  model: ModelView,
  images: Float32Array,
  digits: readonly number[],
  objective: Objective,
  moves: readonly Shift[],
): Promise<Float32Array> {
  const seen = shiftAll(images, moves);
  const logits = await model.logits(seen);
  const cotangents = new Float32Array(logits.length);
  digits.forEach((digit, k) => {
    objective.cotangent(logits, k * model.classes, digit, cotangents);
  });
  const back = moves.map(([dx, dy]): Shift => [-dx, -dy]);
  return shiftAll(await model.inputGradients(seen, cotangents), back);
}

function shiftAll(images: Float32Array, moves: readonly Shift[]): Float32Array {
  if (moves.every(([dx, dy]) => dx === 0 && dy === 0)) return images.slice();
  const shifted = new Float32Array(images.length);
  moves.forEach(([dx, dy], k) => {
    shifted.set(rollImage(rowOf(images, k, PIXELS), dx, dy), k * PIXELS);
  });
  return shifted;
}

function drawShift(stream: Stream, jitter: number): Shift {
  if (jitter === 0) return [0, 0];
  return [drawBelow(stream, 2 * jitter + 1) - jitter, drawBelow(stream, 2 * jitter + 1) - jitter];
}

/** Adam that climbs. */
function openAdam(size: number, rate: number) {
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  const { beta1, beta2, epsilon } = ADAM;
  let [power1, power2] = [1, 1];
  return {
    /** Moves each variable along its gradient. */
    ascend(variables: Float64Array, gradientAt: (at: number) => number): void {
      power1 *= beta1;
      power2 *= beta2;
      for (let at = 0; at < size; at++) {
        const gradient = gradientAt(at);
        first[at] = beta1 * first[at]! + (1 - beta1) * gradient;
        second[at] = beta2 * second[at]! + (1 - beta2) * gradient * gradient;
        const step = first[at]! / (1 - power1) / (Math.sqrt(second[at]! / (1 - power2)) + epsilon);
        variables[at] = variables[at]! + rate * step;
      }
    },
  };
}

function sigmoid(u: number): number {
  return 1 / (1 + Math.exp(-u));
}

function logOdds(p: number): number {
  return Math.log(p / (1 - p));
}

function clampStart(value: number): number {
  return Math.min(1 - MARGIN_OF_START, Math.max(MARGIN_OF_START, value));
}
