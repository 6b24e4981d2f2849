/**
 * Trains variational autoencoders, one a class, by tfjs: its automatic differentiation and its Adam, with a rate that falls
 * linearly to 0.
 *
 * Kingma and Welling, arXiv 1312.6114. The encoders see images through noise and the decoders are held against the clean
 * ones, so that the first guesses are good in noise too (Im et al., "Denoising criterion for variational auto-encoding
 * framework", arXiv 1511.06406). The library comes in as an argument: nothing but training needs it.
 */
import { setImmediate } from 'node:timers/promises';
import type { Scalar, Tensor, Tensor3D, Variable } from '@tensorflow/tfjs-node';
import type { Decoder } from '../engine/decoder.ts';
import { type Autoencoders, type AutoencodersShape, encoderLayers } from '../judging/abs/autoencoders.ts';
import { PIXELS } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';
import { createFallingAdam, type TrainingLibrary } from './trainConvNet.ts';

/** The images of one update, b of every class: [classes, b, 784] in [0, 1]. */
export interface AutoencoderBatch {
  /** As the encoders see them. */
  readonly seen: Float32Array;
  /** As the decoders should draw them. */
  readonly meant: Float32Array;
}

/** Everything that fixes a training run. */
export interface AutoencoderTask {
  readonly shape: AutoencodersShape;
  /** Name of its random streams. */
  readonly name: string;
  /** Fixes the start and the draws of latent vectors; the batches have streams of their own. */
  readonly seed: number;
  readonly updates: number;
  /** Adam's rate at the first update; at update t of T it is rate * (1 - t / T). */
  readonly rate: number;
  /** The images of an update, from 0. */
  readonly drawBatch: (update: number) => AutoencoderBatch;
}

/** The trained arrays, by name; K classes, E units of the encoders, latent L, H units of a decoder. */
const NAMES = ['e1', 'eb1', 'e2', 'eb2', 'd1', 'db1', 'd2', 'db2'] as const;
type Variables = Readonly<Record<(typeof NAMES)[number], Variable>>;

/** Smallest and largest log variance of a latent vector: keeps the first updates finite. */
const LOG_VARIANCES = [-8, 4] as const;

/**
 * The autoencoders after training; the same task gives the same bytes on one machine with one thread. `onUpdate` is given
 * each update's loss before it is made: the mean over images of the negative evidence lower bound, in nats,
 * sum_i log-loss(x_i, P(ink at i | z)) + KL(q(z | seen) || normal). Throws a RangeError where a loss is not finite.
 */
export async function trainAutoencoders(
  tf: TrainingLibrary,
  task: AutoencoderTask,
  onUpdate: (update: number, loss: number) => void = () => undefined,
): Promise<Autoencoders> {
  const variables = createVariables(tf, task);
  const optimizer = createFallingAdam(tf, task);
  try {
    for (let k = 0; k < task.updates; k++) {
      // A signal is heard between updates alone.
      await setImmediate();
      const loss = makeUpdate(tf, optimizer, { task, variables }, k);
      if (!Number.isFinite(loss)) {
        throw new RangeError(`${task.name}: expected a finite loss, got ${loss} at update ${k}`);
      }
      onUpdate(k, loss);
    }
    return readAutoencoders(task.shape, variables);
  } finally {
    optimizer.dispose();
    for (const name of NAMES) variables[name].dispose();
  }
}

/** Weights normal with standard deviation 1 / sqrt(fan-in), sqrt(2) of it before ReLU; biases 0. */
function createVariables(tf: TrainingLibrary, { shape, name, seed }: AutoencoderTask): Variables {
  const { classes, latent, hidden, encoderHidden } = shape;
  const create = (key: string, sizes: readonly [number, number, number], gain: number) => {
    const [count, inputs, outputs] = sizes;
    const values = new Float32Array(count * inputs * outputs);
    fillNormal(openStream(seed, `${name}/init/${key}`), gain / Math.sqrt(inputs), values);
    return createVariable(tf, values, sizes);
  };
  const zeros = (count: number, outputs: number) =>
    createVariable(tf, new Float32Array(count * outputs), [count, 1, outputs]);
  return {
    e1: create('e1', [1, PIXELS, encoderHidden], Math.SQRT2),
    eb1: zeros(1, encoderHidden),
    e2: create('e2', [classes, encoderHidden, 2 * latent], 0.5),
    eb2: zeros(classes, 2 * latent),
    d1: create('d1', [classes, latent, hidden], 1),
    db1: zeros(classes, hidden),
    d2: create('d2', [classes, hidden, PIXELS], 1),
    db2: zeros(classes, PIXELS),
  };
}

function createVariable(
  tf: TrainingLibrary,
  values: Float32Array,
  shape: readonly [number, number, number],
): Variable {
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [1, values.length]).reshape([...shape])));
}

/** Makes one update; returns the loss before it. */
function makeUpdate(
  tf: TrainingLibrary,
  optimizer: ReturnType<typeof createFallingAdam>,
  { task, variables }: { readonly task: AutoencoderTask; readonly variables: Variables },
  update: number,
): number {
  const { shape, name, seed } = task;
  const { seen, meant } = task.drawBatch(update);
  const count = seen.length / PIXELS;
  const draws = fillNormal(
    openStream(seed, `${name}/latent/${update}`),
    1,
    new Float32Array(count * shape.latent),
  );
  return tf.tidy(() => {
    const byClass = (values: Float32Array, width: number): Tensor3D =>
      tf.tensor2d(values, [count, width]).reshape([shape.classes, count / shape.classes, width]);
    const images = tf.tensor2d(seen, [count, PIXELS]);
    const [targets, normal] = [byClass(meant, PIXELS), byClass(draws, shape.latent)];
    const measure = () => {
      const { means, logVariances } = encode(tf, shape, variables, images);
      const latents = means.add(logVariances.div(2).exp().mul(normal));
      const logOdds = decode(tf, variables, latents);
      const drawn = logOdds.softplus().sub(logOdds.mul(targets)).sum();
      const divergence = logVariances.exp().add(means.square()).sub(logVariances).sub(1).sum().div(2);
      return drawn.add(divergence).div(count) as Scalar;
    };
    const trained = NAMES.map((key) => variables[key]);
    return optimizer.minimize(measure, true, trained)!.dataSync<'float32'>()[0]!;
  });
}

/** Means and log variances [K, b, L] of the latent vectors of images [K b, 784]. */
function encode(
  tf: TrainingLibrary,
  { classes, latent, encoderHidden }: AutoencodersShape,
  { e1, eb1, e2, eb2 }: Variables,
  images: Tensor,
): { readonly means: Tensor; readonly logVariances: Tensor } {
  const hidden = tf
    .matMul(images, e1.reshape([PIXELS, encoderHidden]))
    .add(eb1.reshape([encoderHidden]))
    .relu();
  const both = tf.matMul(hidden.reshape([classes, -1, encoderHidden]), e2).add(eb2);
  const [means, logVariances] = both.split(2, 2);
  if (means!.shape[2] !== latent) throw new RangeError('autoencoders: expected means of the latent vectors');
  return { means: means!, logVariances: logVariances!.clipByValue(...LOG_VARIANCES) };
}

/** Log odds of ink [K, b, 784] of latent vectors [K, b, L]. */
function decode(tf: TrainingLibrary, { d1, db1, d2, db2 }: Variables, latents: Tensor): Tensor {
  return tf.matMul(tf.matMul(latents, d1).add(db1).tanh(), d2).add(db2);
}

function readAutoencoders(shape: AutoencodersShape, variables: Variables): Autoencoders {
  const { classes, latent, hidden } = shape;
  const read = (name: (typeof NAMES)[number]) => variables[name].dataSync<'float32'>();
  const values = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<string, Float32Array>;
  const part = (name: string, at: number) => {
    const width = values[name]!.length / classes;
    return values[name]!.slice(at * width, (at + 1) * width);
  };
  const decoders = Array.from({ length: classes }, (_, at): Decoder => {
    const first = { weights: part('d1', at), biases: part('db1', at) };
    return { latent, hidden, layers: [first, { weights: part('d2', at), biases: part('db2', at) }] };
  });
  const means = [values.e1!, values.eb1!, joinMeans(values.e2!, shape), joinMeans(values.eb2!, shape)];
  const parameters = Float32Array.from(means.flatMap((array) => [...array]));
  return { shape, encoder: { layers: encoderLayers(shape), parameters }, decoders };
}

/** The means' columns of [K, rows, 2 L] as [rows, K L]. */
function joinMeans(values: Float32Array, { classes, latent }: AutoencodersShape): Float32Array {
  const rows = values.length / (classes * 2 * latent);
  return Float32Array.from({ length: rows * classes * latent }, (_, at) => {
    const [row, column] = [Math.floor(at / (classes * latent)), at % (classes * latent)];
    const [k, l] = [Math.floor(column / latent), column % latent];
    return values[(k * rows + row) * 2 * latent + l]!;
  });
}
