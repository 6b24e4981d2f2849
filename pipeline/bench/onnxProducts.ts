/** Matrix products by onnxruntime. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { Graph } from '../engine/onnx/graph.ts';
import { nativeRuntime } from '../engine/onnx/nativeRuntime.ts';
import { drawInputs, listEnds, listShapes, type ProductMaker, type ProductPlan } from './products.ts';

/** onnxruntime as a maker of products. */
export const onnxProducts: ProductMaker = {
  name: 'onnxruntime',
  weightRows: 'inputs',
  async openProducts(plan) {
    const { session, inputs } = await openSession(plan);
    return {
      run: async (times) => void (await session.run({ ...inputs, ...describeLaps(times) })),
      dispose: () => session.release(),
    };
  },
  async multiplyOnce(plan) {
    const { session, inputs } = await openSession(plan);
    const results = await session.run({ ...inputs, ...describeLaps(1) });
    await session.release();
    return new Map(listEnds(plan).map((end) => [end, results[end]!.data as Float32Array]));
  },
};

/** A tensor of which the length alone counts. */
function describeLaps(times: number): { laps: Tensor } {
  return { laps: new Tensor('float32', new Float32Array(times), [times]) };
}

async function openSession(
  plan: ProductPlan,
): Promise<{ session: InferenceSession; inputs: Readonly<Record<string, Tensor>> }> {
  const drawn = drawInputs(plan);
  const shapes = listShapes(plan);
  const tensors = new Map([...drawn].map(([name, values]) => [name, toTensor(values, shapes.get(name)!)]));
  for (const constant of plan.constants) tensors.delete(constant);
  for (const end of listEnds(plan)) {
    const [rows, columns] = shapes.get(end)!;
    tensors.set(`no_${end}`, toTensor(new Float32Array(rows * columns), [rows, columns]));
  }
  const session = await nativeRuntime.openSession(buildProductGraph(plan, drawn));
  return { session, inputs: Object.fromEntries(tensors) };
}

function toTensor(values: Float32Array, [rows, columns]: readonly [number, number]): Tensor {
  return new Tensor('float32', values, [rows, columns]);
}

/**
 * Inputs: those of the plan but the constants, `no_<end>` for each of the ends, shaped as they are, and laps [S]: the products
 * are made S times, in a Scan as in training. Outputs: the ends, which go from lap to lap so that none is left out.
 */
function buildProductGraph(plan: ProductPlan, drawn: ReadonlyMap<string, Float32Array>): Uint8Array {
  const shapes = listShapes(plan);
  const ends = listEnds(plan);
  const graph = new Graph('products');
  for (const [name, shape] of Object.entries(plan.inputs)) {
    if (plan.constants.includes(name)) graph.constant(name, drawn.get(name)!, shape);
    else graph.input(name, 'float32', shape);
  }
  const body = new Graph('lap');
  for (const end of ends) {
    graph.input(`no_${end}`, 'float32', shapes.get(end)!);
    body.input(`last_${end}`, 'float32', shapes.get(end)!);
  }
  graph.input('laps', 'float32', ['S']);
  body.input('lap', 'float32', []);
  for (const { a, b, result, transposed } of plan.products) {
    body.node('Gemm', [a, b], nameInLap(result, ends), {
      transA: Number(transposed === 'a'),
      transB: Number(transposed === 'b'),
    });
  }
  for (const end of ends) {
    body.output(nameInLap(end, ends), 'float32', shapes.get(end)!);
    graph.output(end, 'float32', shapes.get(end)!);
  }
  graph.nodeWithOutputs('Scan', [...ends.map((end) => `no_${end}`), 'laps'], ends, {
    body: { graph: body },
    num_scan_inputs: 1,
  });
  return graph.toModel();
}

/** Names are unique over the graph and its body. */
function nameInLap(result: string, ends: readonly string[]): string {
  return ends.includes(result) ? `next_${result}` : result;
}
