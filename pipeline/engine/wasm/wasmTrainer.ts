/**
 * Training in WebAssembly by a kernel of our own (assembly/trainingKernel.ts), which leaves out of every product what is 0. It does what
 * most studies ask: ReLU and Adam, without weight decay and gradient penalty.
 */
import { setImmediate } from 'node:timers/promises';
import { PIXELS } from '../../math/images.ts';
import { expected } from '../../study/errors.ts';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { rateAt } from '../onnx/optimizers.ts';
import { buildParameters, listLayerSizes } from '../parameters.ts';
import { KERNEL } from './compiledKernel.ts';
import { listInked } from './inkedRows.ts';
import { defineKernel, type KernelMemory } from './kernelModule.ts';

/** Columns that rows are padded to a multiple of. */
const GROUP = 16;
/** Rows of this many columns, or of twice as many and so on, would crowd the same places of a cache: they get a group more. */
const CROWDING = 256;

/** Milliseconds after which the process gets a turn, to hear a signal or another process. */
const TURN_MS = 50;

/** Bytes of memory up to which an instance is kept for the next training. */
const MOST_KEPT = 128 * 1024 * 1024;

/** Bytes that WebAssembly can address, but for a megabyte of which the kernel itself has some; each array takes a multiple of 64. */
const MOST_ADDRESSED = 4 * 1024 * 1024 * 1024 - 1024 * 1024;
const ALIGNMENT = 64;

/** What the compiled kernel offers; see its source. Addresses are in bytes. */
interface KernelExports {
  readonly memory: KernelMemory;
  reserve(bytes: number): number;
  release(): void;
  useList(at: number): void;
  useImages(...given: [starts: number, pixels: number, inks: number, row: number, width: number]): void;
  forwardImages(
    ...given: [
      indices: number,
      batch: number,
      flips: number,
      weights: number,
      biases: number,
      width: number,
      out: number,
    ]
  ): void;
  forward(
    ...given: [
      given: number,
      inputs: number,
      inputWidth: number,
      batch: number,
      weights: number,
      biases: number,
      width: number,
      out: number,
      isLast: number,
    ]
  ): void;
  differentiateLoss(logits: number, batch: number, indices: number, labels: number): number;
  sumBatch(gradients: number, batch: number, width: number, out: number): void;
  differentiateWeights(
    ...given: [
      given: number,
      inputs: number,
      inputWidth: number,
      batch: number,
      gradients: number,
      width: number,
      out: number,
    ]
  ): void;
  differentiateImages(
    ...given: [indices: number, batch: number, flips: number, gradients: number, width: number, out: number]
  ): void;
  transpose(
    ...given: [weights: number, rows: number, width: number, columns: number, outWidth: number, out: number]
  ): void;
  differentiateUnits(
    ...given: [
      upper: number,
      outputs: number,
      upperWidth: number,
      batch: number,
      transposed: number,
      width: number,
      hidden: number,
      out: number,
    ]
  ): void;
  updateAdam(
    ...given: [
      parameters: number,
      first: number,
      second: number,
      gradients: number,
      count: number,
      move: number,
      beta1: number,
      beta2: number,
      epsilon: number,
    ]
  ): void;
}

const kernelModule = defineKernel<KernelExports>(KERNEL);

/** Instances that no trainer uses at the moment. */
const idle: KernelExports[] = [];

/** Whether the kernel does this training here. */
export function isForKernel({ start, optimizer, gradientPenalty = 0 }: TrainingTask): boolean {
  return (
    start.activation === 'relu' &&
    optimizer.optimizer === 'adam' &&
    optimizer.weightDecay === 0 &&
    gradientPenalty === 0 &&
    kernelModule.canRun()
  );
}

/** Opens a {@link Trainer} of a task of which {@link isForKernel} holds. Throws a UserError where there is not enough memory. */
export function openWasmTrainer(task: TrainingTask): Trainer {
  return new WasmTrainer(task);
}

/** One layer in the kernel's memory: a row of weights [inputs, width] for each input, behind it a row of biases. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Columns of a row: `outputs`, padded. */
  readonly width: number;
  /** Numbers in weights and biases. */
  readonly length: number;
  /** Weights, then biases; and what is of the same shape: the two moments, and the gradient. */
  readonly parameters: number;
  readonly first: number;
  readonly second: number;
  readonly gradients: number;
  /** [outputs, width of the layer below]: the weights transposed; 0 of the first layer. */
  readonly transposed: number;
  /** [batch, width]: what the layer gives, and the gradient of its pre-activations. */
  readonly given: number;
  readonly errors: number;
}

/** The columns of a row that holds so many. */
function pad(columns: number): number {
  const padded = Math.ceil(columns / GROUP) * GROUP;
  return padded % CROWDING === 0 ? padded + GROUP : padded;
}

class WasmTrainer implements Trainer {
  readonly #task: TrainingTask;
  readonly #kernel: KernelExports;
  readonly #layers: readonly Layer[];
  readonly #indices: number;
  readonly #labels: number;
  /** Of a batch; 0 where there is no input noise. */
  readonly #flips: number;
  #reserved = 0;
  #updates = 0;
  #isDisposed = false;

  constructor(task: TrainingTask) {
    const { start, batch, data } = task;
    this.#task = task;
    this.#kernel = idle.pop() ?? kernelModule.instantiate();
    this.#layers = this.#reserveLayers();
    const { starts, pixels, inks } = listInked(data.images);
    const [startsAt, pixelsAt, inksAt] = [this.#store(starts), this.#store(pixels), this.#store(inks)];
    this.#kernel.useImages(startsAt, pixelsAt, inksAt, this.#reserve(PIXELS), PIXELS);
    this.#labels = this.#store(data.labels);
    this.#flips = task.hasInputNoise ? this.#reserve(batch * PIXELS) : 0;
    this.#indices = this.#reserve(batch * 4);
    const longest = Math.max(PIXELS, start.hidden, batch);
    // What is listed is written before it is known to be 0: one place more.
    this.#kernel.useList(this.#reserve((longest + 1) * 16));
    for (const [k, layer] of this.#layers.entries()) {
      const { weights, biases } = start.layers[k]!;
      const { inputs, outputs, width } = layer;
      const into = this.#floats(layer.parameters, layer.length);
      for (let row = 0; row < inputs; row++) {
        into.set(weights.subarray(row * outputs, (row + 1) * outputs), row * width);
      }
      into.set(biases, inputs * width);
    }
  }

  async run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array> {
    const { batch } = this.#task;
    const losses = new Float32Array(countUpdates(batches, batch));
    assertFlips(this.#task, batches, flips);
    let turnAt = performance.now();
    for (let step = 0; step < losses.length; step++) {
      if (flips) this.#write(flips.subarray(step * batch * PIXELS, (step + 1) * batch * PIXELS), this.#flips);
      losses[step] = this.#update(batches.subarray(step * batch, (step + 1) * batch));
      if (performance.now() - turnAt < TURN_MS) continue;
      await setImmediate();
      turnAt = performance.now();
    }
    return losses;
  }

  /** Makes one update and gives the loss before it. */
  #update(indices: Int32Array): number {
    const kernel = this.#kernel;
    const { batch, optimizer } = this.#task;
    const layers = this.#layers;
    const last = layers.at(-1)!;
    new Int32Array(kernel.memory.buffer, this.#indices, batch).set(indices);
    this.#goForward(batch);
    const loss = kernel.differentiateLoss(last.given, batch, this.#indices, this.#labels);
    for (let k = layers.length - 1; k >= 0; k--) this.#goBack(k, batch, k === layers.length - 1);
    this.#updates++;
    const move = -rateAt(optimizer, this.#updates);
    const { beta1, beta2, epsilon } = optimizer;
    for (const { parameters, first, second, gradients, length } of layers) {
      const scaled = epsilon / Math.sqrt(1 - beta2);
      kernel.updateAdam(parameters, first, second, gradients, length, move, beta1, beta2, scaled);
    }
    return loss;
  }

  #goForward(batch: number): void {
    const kernel = this.#kernel;
    for (const [k, layer] of this.#layers.entries()) {
      const { inputs, width, parameters, given } = layer;
      const biases = parameters + inputs * width * 4;
      if (k === 0) {
        kernel.forwardImages(this.#indices, batch, this.#flips, parameters, biases, width, given);
        continue;
      }
      const below = this.#layers[k - 1]!;
      const isLast = Number(k === this.#layers.length - 1);
      kernel.forward(below.given, inputs, below.width, batch, parameters, biases, width, given, isLast);
    }
  }

  /** The gradients of layer k, and of the pre-activations of the one below. The logits' gradient lies where they did. */
  #goBack(k: number, batch: number, isLast: boolean): void {
    const kernel = this.#kernel;
    const { inputs, outputs, width, parameters, gradients, given, errors, transposed } = this.#layers[k]!;
    const own = isLast ? given : errors;
    kernel.sumBatch(own, batch, width, gradients + inputs * width * 4);
    if (k === 0) {
      kernel.differentiateImages(this.#indices, batch, this.#flips, own, width, gradients);
      return;
    }
    const below = this.#layers[k - 1]!;
    kernel.differentiateWeights(below.given, inputs, below.width, batch, own, width, gradients);
    kernel.transpose(parameters, inputs, width, outputs, below.width, transposed);
    kernel.differentiateUnits(own, outputs, width, batch, transposed, below.width, below.given, below.errors);
  }

  parameters(): MlpParameters {
    const { start } = this.#task;
    return buildParameters(start, (name) => {
      const k = Number(name.slice(1)) - 1;
      const { inputs, outputs, width, parameters, length } = this.#layers[k]!;
      const held = this.#floats(parameters, length);
      if (name.startsWith('b')) return held.slice(inputs * width, inputs * width + outputs);
      const weights = new Float32Array(inputs * outputs);
      for (let row = 0; row < inputs; row++) {
        weights.set(held.subarray(row * width, row * width + outputs), row * outputs);
      }
      return weights;
    });
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#kernel.release();
    if (this.#kernel.memory.buffer.byteLength <= MOST_KEPT) idle.push(this.#kernel);
  }

  #reserveLayers(): Layer[] {
    const { start, batch } = this.#task;
    return listLayerSizes(start).map(({ inputs, outputs }, k) => {
      const isLast = k === start.depth;
      const width = pad(outputs);
      const length = (inputs + 1) * width;
      const array = () => this.#reserve(length * 4);
      const rows = () => this.#reserve(batch * width * 4);
      return {
        ...{ inputs, outputs, width, length },
        ...{ parameters: array(), first: array(), second: array(), gradients: array() },
        transposed: k === 0 ? 0 : this.#reserve(outputs * pad(inputs) * 4),
        ...{ given: rows(), errors: isLast ? 0 : rows() },
      };
    });
  }

  #reserve(bytes: number): number {
    this.#reserved += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    // What WebAssembly gives are 32 bits without a sign, which JavaScript reads with one.
    const at = this.#reserved < MOST_ADDRESSED ? this.#kernel.reserve(bytes) >>> 0 : 0;
    if (at !== 0) return at;
    void this.dispose();
    throw expected(
      'engine onnx-wasm',
      'a model and a batch that fit the 4 GB of WebAssembly',
      `${this.#task.start.hidden} hidden units and batches of ${this.#task.batch}`,
      'make one of them smaller, or choose another engine',
    );
  }

  #floats(at: number, length: number): Float32Array {
    return new Float32Array(this.#kernel.memory.buffer, at, length);
  }

  #store(values: Uint8Array | Uint16Array | Uint32Array): number {
    const at = this.#reserve(values.byteLength);
    this.#write(values, at);
    return at;
  }

  #write({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array, at: number): void {
    new Uint8Array(this.#kernel.memory.buffer, at, byteLength).set(
      new Uint8Array(buffer, byteOffset, byteLength),
    );
  }
}
