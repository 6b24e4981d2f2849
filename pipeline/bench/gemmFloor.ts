/** The bare matrix products of training and of searching, ready to be timed beside them. */
import { Tensor } from 'onnxruntime-common';
import { nativeRuntime } from '../engine/onnx/nativeRuntime.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';
import { buildGemmFloorGraph, buildProductGraph } from './gemmFloorGraph.ts';

/** Products that can be made a number of times. Call `dispose` when done. */
export interface Products {
  /** Makes the products `times` times. */
  run(times: number): Promise<void>;
  dispose(): Promise<void>;
}

/** The eight products of a training step; `times` of `run` is a number of steps. */
export async function openGemmFloor(hidden: number, batch: number): Promise<Products> {
  const session = await nativeRuntime.openSession(buildGemmFloorGraph(hidden, batch));
  const inputs = {
    x: drawTensor('x', [batch, PIXELS]),
    w1: drawTensor('w1', [PIXELS, hidden]),
    w2: drawTensor('w2', [hidden, hidden]),
    w3: drawTensor('w3', [hidden, CLASSES]),
  };
  return {
    run: async (times) => {
      await session.run({ ...inputs, laps: new Tensor('float32', new Float32Array(times), [times]) });
    },
    dispose: () => session.release(),
  };
}

/** The product rows [n, H] x [H, H]; `times` of `run` is a multiple of `rows`. */
export async function openSquareProduct(hidden: number, rows: number): Promise<Products> {
  const session = await nativeRuntime.openSession(
    buildProductGraph(drawNormal('weights', [hidden, hidden]), hidden),
  );
  const input = drawTensor('rows', [rows, hidden]);
  return {
    run: async (times) => {
      for (let k = 0; k < times; k++) await session.run({ rows: input });
    },
    dispose: () => session.release(),
  };
}

function drawTensor(name: string, shape: readonly [number, number]): Tensor {
  return new Tensor('float32', drawNormal(name, shape), shape);
}

/** Normal values [m, n] of standard deviation sqrt(1 / n), so that products of products neither grow nor vanish. */
function drawNormal(name: string, [rows, columns]: readonly [number, number]): Float32Array {
  return fillNormal(openStream(0, `floor/${name}`), Math.sqrt(1 / columns), new Float32Array(rows * columns));
}
