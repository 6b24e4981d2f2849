/**
 * What a unit of each kind of work takes, by engine: one table of seconds, from which cost.ts predicts.
 *
 * Measured in November 2026 on a virtual machine with two cores of an AMD EPYC (Zen 3, AVX2), Node 20.20, onnxruntime
 * 1.30 (node and web), tfjs-node 4.22 on TensorFlow 2.21; in processor time, for the machine was shared, of which the
 * least of several repetitions counts. Training: least squares of relative errors; on onnx over the median steps of a
 * `make bench` at ten sizes, within 16%; on tfjs over the 36 models of configs/sweep.yaml, within 21%, those of 256 and 784 units within
 * 8%; on onnx-wasm over steps of seven sizes by its own kernel, within 19%, on a machine that was 2.2 times as fast. Searches by
 * products and experiments: 16, 64, 256 and 784 hidden units on onnx, within a third; 64 on the others, whose prices of larger
 * layers are those of their reading. Warming up and what is common: single runs, less a fifth for the company. Of tfjs the judges are estimated.
 * What finished models of a study took corrects all of it for other machines (pace.ts).
 *
 * To measure anew, on a machine that does nothing else: `make bench` gives the milliseconds of a training step by hidden
 * and batch size, to which update, parameter, image, unit and flop are fitted (predictTraining in cost.ts is the sum of
 * them). `make sweep WORKERS=1 SET="training.epochs=2" ARTIFACTS=DIR ENGINE=...` writes `times.csv`: from its columns of
 * ideas and experiments come evaluation, change and read, and from its first row, less the same model run later, warmUp.
 * Of the judges (judging/judges.ts): what `make report` of that study takes longer where its files scores.json are removed,
 * by the images that publishingWork.ts counts.
 */
import type { EngineName } from '../study/config.ts';

/** Seconds of one engine. */
export interface EngineCosts {
  /** Loading it in a process. */
  readonly start: number;
  /** What each part of a process's first model takes longer than of the next, while functions are compiled. */
  readonly warmUp: Readonly<Record<'training' | 'search' | 'experiments', number>>;
  /** Opening a trainer, and its first update. */
  readonly training: number;
  /** One update whatever its size; of that, each parameter; each image of a batch; each of its hidden units. */
  readonly update: number;
  readonly parameter: number;
  readonly image: number;
  readonly unit: number;
  /** One floating-point operation of training. */
  readonly flop: number;
  /** Loading a model; reading an image whatever the network; one operation of that. */
  readonly load: number;
  readonly read: number;
  readonly readFlop: number;
  /** A candidate of a search; of that, each hidden unit of the first layer; an operation of the layers behind it. */
  readonly evaluation: number;
  readonly evaluationUnit: number;
  readonly evaluationFlop: number;
  /** The fewest changes of one image; of that, each parameter. */
  readonly change: number;
  readonly changeParameter: number;
  /** How many times as long as onnx it takes for a judge that it computes. */
  readonly judging: number;
}

/** By engine. */
export const ENGINE_COSTS: Readonly<Record<EngineName, EngineCosts>> = {
  onnx: {
    start: 0.1,
    warmUp: { training: 0.2, search: 0.4, experiments: 0.4 },
    training: 0.05,
    update: 3e-5,
    parameter: 4.4e-9,
    image: 6e-7,
    unit: 0,
    flop: 1.32e-11,
    load: 2e-3,
    read: 5e-6,
    readFlop: 1.5e-11,
    evaluation: 3e-6,
    evaluationUnit: 9e-9,
    evaluationFlop: 1.3e-11,
    change: 3.6e-3,
    changeParameter: 1e-8,
    judging: 1,
  },
  'onnx-wasm': {
    start: 0.1,
    warmUp: { training: 1, search: 0.8, experiments: 0.8 },
    training: 0.1,
    update: 4e-6,
    parameter: 1e-9,
    image: 0,
    unit: 0,
    flop: 2.8e-11,
    load: 6e-3,
    read: 6.3e-6,
    readFlop: 6e-11,
    evaluation: 4e-6,
    evaluationUnit: 9e-9,
    evaluationFlop: 6e-11,
    change: 4e-3,
    changeParameter: 3e-8,
    judging: 1.8,
  },
  tfjs: {
    start: 1,
    warmUp: { training: 0.5, search: 0.5, experiments: 0.4 },
    training: 0.35,
    update: 5e-5,
    parameter: 1.9e-9,
    image: 4.5e-7,
    unit: 4.4e-9,
    flop: 1.2e-11,
    load: 5e-3,
    read: 5.7e-6,
    readFlop: 1.6e-11,
    evaluation: 1e-5,
    evaluationUnit: 9e-9,
    evaluationFlop: 1.3e-11,
    change: 4.2e-3,
    changeParameter: 1e-8,
    judging: 1.1,
  },
};

/** Seconds that do not depend on the engine. */
export const COMMON_COSTS = {
  /** A worker process, until it has loaded the pipeline and the dataset. */
  start: 1.6,
  /** Drawing whether a pixel is flipped by input noise, and flipping it. */
  flip: 9e-9,
  /**
   * A pixel of the gradient that is penalised, beside its multiplications: written and read. From steps of 64 and 784 hidden units in
   * batches of 100 and 1,000 on onnx and tfjs, of which the predictions are then within a quarter.
   */
  slope: 4.3e-9,
  /**
   * A candidate of a search on a network that was trained elsewhere, as a LeNet of 61,706 parameters takes it on onnx (ten ideas 7 s);
   * others take a tenth or ten times as much, which the first of a study tells.
   */
  networkEvaluation: 9e-5,
  /**
   * A candidate of a search by the kernel; of that, each hidden unit. From ten ideas of eight models of 16 to 784 units, on a machine
   * that was 2.5 times as fast, within a third.
   */
  kernelEvaluation: 1.2e-6,
  kernelUnit: 1.4e-8,
  /** Writing an experiment's record and figures. */
  experiment: 0.05,
  /** An image of 784 pixels in a mean. */
  average: 4e-6,
  /** A linear program of the search for the best image, by hidden unit of its network: at two layers of 16. */
  program: 7e-4,
  /** Tables, report and manifest, with the loading of what draws them; of that, each model. */
  report: 1.2,
  reportModel: 0.04,
  /** What draws films, loaded and compiled. */
  filmStart: 1.5,
  /** A film: its search, its pictures and their encoding. The judges read each of its frames. */
  film: 3.9,
  filmFrames: 51,
  /** An image that one model reads of another. */
  crossReading: 8e-5,
} as const;
