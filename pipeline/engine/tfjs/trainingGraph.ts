/**
 * The training run as one TensorFlow graph: images, parameters and all that the optimizer remembers are variables, and one call
 * of `train` makes all updates of an epoch.
 *
 * Forward:   see network.ts
 * Loss:      mean over the batch of -log softmax(y)[label]
 * Backward:  g(D+1) = (softmax(y) - onehot) / B; gradient of W(k) = h(k-1)^T g(k), of b(k) the sum of g(k) over the batch
 *            With a gradient penalty, see gradientPenalty.ts
 * Update:    see optimizers.ts
 */
import { PIXELS } from '../../math/images.ts';
import type { Architecture, OptimizerName } from '../../study/axes.ts';
import { MEMORIES } from '../optimizers.ts';
import { listParameters, type ParameterName } from '../parameters.ts';
import { addActivationConstants, addCurvatureConstants, type Bring } from './activation.ts';
import { Graph } from './graph.ts';
import type { Element, Ends, Value } from './graphMessages.ts';
import { Loop } from './loop.ts';
import { addForward, nameOf, type Pass } from './network.ts';
import { addUpdate, listSettings, type UpdateKind } from './optimizers.ts';
import { addGradients, addLoss, listReaders } from './trainingGradients.ts';

/** Everything that fixes a training graph. It serves every hidden size, batch size, number of images and of pixels. */
export interface TrainingGraphPlan {
  readonly architecture: Architecture;
  readonly update: UpdateKind;
  readonly hasInputNoise: boolean;
  readonly hasPenalty: boolean;
}

const INT32 = { T: { type: 'int32' } } as const;

/**
 * The functions
 *
 * - `start`: images (bytes of uint8 [n, P]) and their shape int32 [2], labels (bytes of uint8 [n]), and every parameter;
 *   gives `done`.
 * - `train`: batches int32 [S, B], rates float32 [S], the settings of the update and, where there is input noise, flips
 *   (bytes of uint8 [S, B, 784]), and where there is a gradient penalty, doubled_penalty, 2 lambda; gives losses float32
 *   [S], each before its update.
 * - `read`: gives every parameter.
 * - `clear`: forgets all of it.
 */
export function buildTrainingGraph(plan: TrainingGraphPlan): Graph {
  const graph = new Graph();
  const names = listParameters(plan.architecture).map(({ name }) => name);
  addStart(graph, plan.update.optimizer, names);
  addTraining(graph, plan, names);
  const read = names.map((name) => end(name, graph.read(name, 'float32', `read_${name}`), 'float32'));
  graph.function('read', {}, Object.fromEntries(read));
  const held = names.flatMap((name) =>
    ['', ...MEMORIES[plan.update.optimizer]].map((prefix) => prefix + name),
  );
  graph.functionClear({
    ...{ images: 'uint8', labels: 'int32', losses: 'float32' },
    ...Object.fromEntries(held.map((name) => [name, 'float32'])),
  });
  return graph;
}

const end = (name: string, value: Value, element: Element): [string, Ends[string]] => [
  name,
  { value, element },
];

function addStart(graph: Graph, optimizer: OptimizerName, names: readonly ParameterName[]): void {
  const images = graph.decodeBytes(
    graph.input('given_images', 'bytes'),
    graph.input('shape_of_images', 'int32'),
    'decoded_images',
  );
  const labels = graph.decodeBytes(
    graph.input('given_labels', 'bytes'),
    graph.list('shape_of_labels', [-1]),
    'decoded_labels',
  );
  const answers = graph.cast(labels, 'uint8', 'int32', 'answers');
  const assigned = [
    graph.assign(graph.variable('images', 'uint8'), images, 'uint8'),
    graph.assign(graph.variable('labels', 'int32'), answers, 'int32'),
  ];
  graph.variable('losses', 'float32');
  for (const name of names) {
    const given = graph.input(`given_${name}`, 'float32');
    assigned.push(graph.assign(graph.variable(name, 'float32'), given, 'float32'));
    for (const memory of MEMORIES[optimizer]) {
      const zeros = graph.float('ZerosLike', [given], `zeros_${memory}${name}`);
      assigned.push(graph.assign(graph.variable(`${memory}${name}`, 'float32'), zeros, 'float32'));
    }
  }
  const done = graph.after(assigned, 'started');
  graph.function(
    'start',
    Object.fromEntries([
      ...['images', 'labels'].map((name) => end(name, `given_${name}`, 'bytes')),
      end('shape', 'shape_of_images', 'int32'),
      ...names.map((name) => end(name, `given_${name}`, 'float32')),
    ]),
    { done: { value: done, element: 'float32' } },
  );
}

function addTraining(graph: Graph, plan: TrainingGraphPlan, names: readonly ParameterName[]): void {
  const { architecture, update, hasInputNoise, hasPenalty } = plan;
  const settings = [...listSettings(update), ...(hasPenalty ? ['doubled_penalty'] : [])];
  graph.input('batches', 'int32'); // [S, B]
  graph.input('rates', 'float32'); // [S]
  if (hasInputNoise) graph.input('flips', 'bytes');
  for (const name of settings) graph.input(name, 'float32');
  addConstants(graph, plan);
  const steps = graph.gather('sizes', graph.whole('first', 0), 'axis', 'steps', 'int32');
  const cleared = graph.assign('losses', graph.float('ZerosLike', ['rates'], 'no_losses'), 'float32');
  const loop = new Loop(graph, 'train', steps, [cleared]);
  const bring: Bring = (value, element = 'float32') => loop.bring(value, element);
  const pass: Pass = { graph, architecture, prefix: 'train/', bring };
  for (const name of names) {
    graph.read(bring(name, 'resource'), 'float32', nameOf(pass, name), [loop.index]);
  }
  const images = addBatch(graph, loop, hasInputNoise);
  addLoss(pass, addForward(pass, images), hasPenalty);
  addGradients(pass, images, hasPenalty);
  const recorded = graph.node(
    'ResourceScatterUpdate',
    [loop.bring('losses', 'resource'), loop.index, 'train/loss'],
    'train/recorded',
    { dtype: { type: 'float32' }, Tindices: INT32.T },
  );
  const updates = names.map((name) => addUpdate(pass, update, name, listReaders(pass, name)));
  const sums = graph.read('losses', 'float32', 'sums_of_losses', [loop.end([recorded, ...updates])]);
  const losses = graph.float('RealDiv', [sums, 'images_of_batch'], 'mean_losses');
  graph.function(
    'train',
    Object.fromEntries([
      end('batches', 'batches', 'int32'),
      end('rates', 'rates', 'float32'),
      ...settings.map((name) => end(name, name, 'float32')),
      ...(hasInputNoise ? [end('flips', 'flips', 'bytes')] : []),
    ]),
    { losses: { value: losses, element: 'float32' } },
  );
}

function addConstants(graph: Graph, { architecture, hasInputNoise, hasPenalty }: TrainingGraphPlan): void {
  graph.node('Shape', ['batches'], 'sizes', { ...INT32, out_type: INT32.T });
  graph.whole('axis', 0);
  graph.gather('sizes', graph.whole('second', 1), 'axis', 'batch', 'int32');
  graph.cast('batch', 'int32', 'float32', 'images_of_batch');
  graph.number('per_byte', 1 / 255);
  graph.number('no_power', 0);
  graph.list('all_images', [0]);
  graph.list('swapped', [1, 0]);
  if (hasInputNoise) {
    graph.node('ConcatV2', ['sizes', graph.list('pixels', [PIXELS]), 'axis'], 'shape_of_flips', {
      ...{ ...INT32, N: { int: 2 }, Tidx: INT32.T },
    });
    graph.decodeBytes('flips', 'shape_of_flips', 'all_flips'); // [S, B, 784]
  }
  addActivationConstants(graph, architecture.activation);
  if (hasPenalty) {
    addCurvatureConstants(graph, architecture.activation);
    graph.list('axis_of_logits', [1]);
    graph.float('RealDiv', ['doubled_penalty', 'images_of_batch'], 'penalty_factor');
  }
}

/**
 * Adds the batch of a round: its images x [B, P] in [0, 1], whose name it gives, and `train/labels` [B]. Where there is noise,
 * x is |clean - flip|: 1 - clean where flip is 1.
 */
function addBatch(graph: Graph, loop: Loop, hasInputNoise: boolean): Value {
  const ofRound = (values: Value, element: Element, name: string) =>
    graph.gather(loop.bring(values, element), loop.index, loop.bring('axis', 'int32'), name, element);
  const indices = ofRound('batches', 'int32', 'train/indices');
  ofRound('rates', 'float32', 'train/rate');
  const pick = (variable: Value, element: Element, name: string) =>
    graph.node('ResourceGather', [loop.bring(variable, 'resource'), indices], name, {
      ...{ dtype: { type: element }, Tindices: INT32.T, batch_dims: { int: 0 } },
      validate_indices: { flag: true },
    });
  pick('labels', 'int32', 'train/labels');
  const floats = graph.cast(pick('images', 'uint8', 'train/bytes'), 'uint8', 'float32', 'train/floats');
  const clean = graph.float('Mul', [floats, loop.bring('per_byte', 'float32')], 'train/clean');
  if (!hasInputNoise) return clean;
  const flips = ofRound('all_flips', 'uint8', 'train/flips');
  const marks = graph.cast(flips, 'uint8', 'float32', 'train/marks');
  return graph.float('Abs', [graph.float('Sub', [clean, marks], 'train/signed')], 'train/x');
}
