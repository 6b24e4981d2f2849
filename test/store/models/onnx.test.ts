import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { openEngine } from '../../../pipeline/engine/openEngine.ts';
import { bytesToUnit } from '../../../pipeline/math/images.ts';
import { encodeOnnx, readOnnx } from '../../../pipeline/store/models/onnx.ts';
import { takeMlp } from '../../../pipeline/store/models/readModel.ts';
import { UserError } from '../../../pipeline/study/errors.ts';
import { largestDeviation } from '../../engine/deviation.ts';
import { arrayOf, drawImages, drawModel, EVERY_SHAPE } from '../../engine/drawn.ts';
import { computePlainLogits, toPlain } from '../../engine/plainMlp.ts';
import { errorLine } from '../errorLine.ts';
import { bitsOf, makeModel } from './madeModels.ts';
import {
  behind,
  encodeGraph,
  type GraphSpec,
  integers,
  listed,
  node,
  plainGraph,
  productGraph,
  tensor,
  turnedGraph,
  withTensors,
} from './madeOnnx.ts';

const COUNT = 7;
const images = bytesToUnit(drawImages(COUNT, 3).images);

/** Logits [n, 10] by onnxruntime alone, as any other program would run the file. */
async function runFile(file: Uint8Array, shape: readonly number[] = [784]): Promise<Float32Array> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  try {
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
    const results = await session.run({ [input]: new Tensor('float32', images, [COUNT, ...shape]) });
    return results[output]!.data as Float32Array;
  } finally {
    await session.release();
  }
}

test.each(EVERY_SHAPE)(
  "at $name the file runs in onnxruntime and gives the engine's logits",
  async (shape) => {
    const model = drawModel({ hidden: 16, ...shape }, 5);
    const loaded = await (await openEngine('onnx')).loadModel(model);
    const logits = await loaded.logits(images);
    await loaded.dispose();
    expect(await runFile(encodeOnnx(model))).toEqual(logits);
    expect(largestDeviation(logits, computePlainLogits(toPlain(model), images))).toBeLessThan(1e-5);
  },
);

const MODEL = drawModel(3, 4);
const flatten = node('Flatten', ['x'], 'rows');
const reshape = node('Reshape', ['x', 'shape'], 'rows');
const constant = {
  opType: 'Constant',
  input: [],
  output: ['shape'],
  attribute: [{ name: 'value', type: 4, t: integers('', [-1, 784]) }],
};

const behindReshape = behind(reshape, [28, 28], plainGraph(MODEL));
const lists = plainGraph(MODEL).tensors.map(({ name, dims }) =>
  listed(name!, dims!.map(Number), arrayOf(MODEL, name as 'w1')),
);

test.each<[spelling: string, spec: GraphSpec]>([
  ['Gemm', plainGraph(MODEL)],
  ['Gemm with transB', turnedGraph(MODEL)],
  ['MatMul and Add', productGraph(MODEL)],
  ['MatMul and Add with the bias first', productGraph(MODEL, true)],
  ['a Flatten first', behind(flatten, [1, 28, 28], turnedGraph(MODEL))],
  ['a Reshape first', withTensors(behindReshape, integers('shape', [-1, 784]))],
  ['a Reshape that copies the first axis', withTensors(behindReshape, integers('shape', [0, -1]))],
  ['a Reshape by a Constant node', { ...behindReshape, nodes: [constant, ...behindReshape.nodes] }],
  ['numbers in lists', withTensors(plainGraph(MODEL), ...lists)],
  ['a bias of shape [1, 3]', withTensors(productGraph(MODEL), tensor('b1', [1, 3], arrayOf(MODEL, 'b1')))],
  [
    'initializers that are inputs too',
    { ...plainGraph(MODEL), declared: ['w1', 'b1', 'w2', 'b2', 'w3', 'b3'] },
  ],
])('%s: read bit for bit, and it means what onnxruntime makes of it', async (_, spec) => {
  const file = encodeGraph(spec);
  const model = takeMlp(await readOnnx(file, 'made.onnx'), 'made.onnx');
  expect(bitsOf(model)).toEqual(bitsOf(MODEL));
  const theirs = await runFile(file, spec.input);
  expect(largestDeviation(await runFile(encodeOnnx(model)), theirs)).toBeLessThan(1e-5);
});

const FILE = encodeOnnx(makeModel(2));

test('a file that is cut anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(FILE.length - 1), async (length) => {
      expect(
        await errorLine(async () => takeMlp(await readOnnx(FILE.subarray(0, length), 'x'), 'x')),
      ).toContain('expected');
    }),
    { numRuns: 200 },
  );
});

test('a damaged byte gives a line of ours or a model, never a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(FILE.length - 1), fc.nat(255), async (at, byte) => {
      try {
        const read = await readOnnx(FILE.with(at, byte), 'x');
        if (read.kind === 'mlp') expect(read.parameters.hidden).toBe(2);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).not.toContain('\n');
      }
    }),
    { numRuns: 2000 },
  );
});
