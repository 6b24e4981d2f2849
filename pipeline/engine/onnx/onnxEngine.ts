/** The `onnx` engine: one graph on onnxruntime-node's CPU library, which the package carries inside. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { bytesToUnit, CLASSES, PIXELS } from '../../math/images.ts';
import type { Distances, Engine, MlpParameters, Model, PixelChanges, PreActivations } from '../engine.ts';
import { buildChangesGraph, buildDistancesGraph, buildModelGraph } from './modelGraph.ts';
import { openSession, RUNTIME_VERSION } from './session.ts';
import { openOnnxTrainer } from './trainer.ts';

/** Rows given to one call, so that activations stay in the processor's cache and memory stays small. */
const ROWS_PER_CALL = 1000;

/** The engine on onnxruntime-node. */
export const onnxEngine: Engine = {
  name: 'onnx',
  version: RUNTIME_VERSION,
  openTrainer: openOnnxTrainer,
  loadModel: async (parameters) => new OnnxModel(parameters),
  openDistances: openOnnxDistances,
};

class OnnxModel implements Model {
  readonly parameters: MlpParameters;
  #whole: Promise<InferenceSession> | undefined;
  #changes: Promise<InferenceSession> | undefined;

  constructor(parameters: MlpParameters) {
    this.parameters = parameters;
  }

  async logits(images: Uint8Array | Float32Array): Promise<Float32Array> {
    this.#whole ??= openSession(buildModelGraph(this.parameters));
    const session = await this.#whole;
    const count = images.length / PIXELS;
    const logits = new Float32Array(count * CLASSES);
    for (let from = 0; from < count; from += ROWS_PER_CALL) {
      const rows = images.subarray(from * PIXELS, (from + ROWS_PER_CALL) * PIXELS);
      const unit = rows instanceof Uint8Array ? bytesToUnit(rows) : rows;
      logits.set(await runRows(session, 'images', unit, PIXELS, 'logits'), from * CLASSES);
    }
    return logits;
  }

  async logitsOfChanges(bases: PreActivations, changes: PixelChanges): Promise<Float32Array> {
    this.#changes ??= openSession(buildChangesGraph(this.parameters));
    const session = await this.#changes;
    const { hidden } = this.parameters;
    const count = changes.base.length;
    const outputs = await session.run({
      bases: new Tensor('float32', bases, [bases.length / hidden, hidden]),
      base: new Tensor('int32', changes.base, [count]),
      pixel: new Tensor('int32', changes.pixel, [count]),
      change: new Tensor('float32', changes.change, [count, 1]),
    });
    return outputs.logits!.data as Float32Array;
  }

  async dispose(): Promise<void> {
    await (await this.#whole)?.release();
    await (await this.#changes)?.release();
  }
}

async function openOnnxDistances(references: Uint8Array): Promise<Distances> {
  const unit = bytesToUnit(references);
  const session = await openSession(buildDistancesGraph(unit, sumSquares(unit)));
  return {
    to: (queries) => runRows(session, 'queries', queries, PIXELS, 'distances'),
    dispose: () => session.release(),
  };
}

/** Squared norms [n] of images [n, 784]. */
function sumSquares(images: Float32Array): Float32Array {
  const squares = new Float32Array(images.length / PIXELS);
  for (let row = 0; row < squares.length; row++) {
    let sum = 0;
    for (let i = row * PIXELS; i < (row + 1) * PIXELS; i++) sum += images[i]! ** 2;
    squares[row] = sum;
  }
  return squares;
}

/** Runs a graph of one input [n, width] and one output. */
async function runRows(
  session: InferenceSession,
  input: string,
  rows: Float32Array,
  width: number,
  output: string,
): Promise<Float32Array> {
  const outputs = await session.run({ [input]: new Tensor('float32', rows, [rows.length / width, width]) });
  return outputs[output]!.data as Float32Array;
}
