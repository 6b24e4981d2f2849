/**
 * The engines against each other: from the same start and the same batches of real digits they train the same models,
 * and of the same model they give the same logits, gradients and ideas.
 */
import { mean } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { drawBatches } from '../../pipeline/engine/batches.ts';
import type { Engine, MlpParameters } from '../../pipeline/engine/engine.ts';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { bytesToUnit, CLASSES, DIGITS } from '../../pipeline/math/images.ts';
import { fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { searchCoordinates } from '../../pipeline/search/coordinate.ts';
import { drawStart } from '../../pipeline/search/starts.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import { readDigits } from '../judging/digits.ts';
import { largestDeviation } from './deviation.ts';
import { ENGINES } from './engines.ts';
import { onnxEngine } from './onnxEngine.ts';

const STEPS = 100;

/**
 * What is trained. Over the hundred updates losses were at most 4.2e-7 of themselves apart in every case, logits of what was
 * trained 3.6e-7 of the largest. The bounds below leave room for a processor on which some unit's sign differs.
 */
const CASES = [
  { title: 'hidden 64, batch 100', settings: completeSettings({ hidden: 64, batch: 100 }) },
  { title: 'hidden 16, batch 10', settings: completeSettings({ hidden: 16, batch: 10 }) },
  {
    title: 'depth 1, tanh, momentum',
    settings: completeSettings({
      ...{ hidden: 32, batch: 50, depth: 1, activation: 'tanh' },
      ...{ optimizer: 'momentum', learningRate: 0.02, weightDecay: 1e-4 },
    }),
  },
  {
    title: 'depth 3, gelu, adamw',
    settings: completeSettings({
      ...{ hidden: 24, batch: 50, depth: 3, activation: 'gelu' },
      ...{ optimizer: 'adamw', weightDecay: 0.01 },
    }),
  },
  {
    title: 'depth 4, relu, sgd',
    settings: completeSettings({
      ...{ hidden: 32, batch: 50, depth: 4, activation: 'relu' },
      ...{ optimizer: 'sgd', learningRate: 0.1 },
    }),
  },
  {
    title: 'a gradient penalty',
    settings: completeSettings({ hidden: 32, batch: 50, gradientPenalty: 0.1 }),
  },
] as const;

const data = readDigits('train', 0, 2000);
const unseen = bytesToUnit(readDigits('t10k', 0, 50).images);
const others = ENGINES.filter(([name]) => name !== 'onnx');

/** Loss of each of the first 100 batches, and the model after them. */
async function train(engine: Engine, settings: Settings) {
  const { batch } = settings;
  const epochs = Math.ceil((STEPS * batch) / data.labels.length);
  const batches = [...drawBatches(0, data.labels.length, batch, epochs)].flatMap((epoch) => [...epoch]);
  const trainer = await engine.openTrainer({
    start: initialiseParameters(settings, 0),
    batch,
    data,
    optimizer: settings,
    gradientPenalty: settings.gradientPenalty,
  });
  const losses = await trainer.run(Int32Array.from(batches.slice(0, STEPS * batch)));
  const parameters = trainer.parameters();
  await trainer.dispose();
  return { losses, parameters };
}

/** The logits that an engine gives of images that were not trained on. */
async function readUnseen(engine: Engine, parameters: MlpParameters): Promise<Float32Array> {
  const model = await engine.loadModel(parameters);
  const logits = await model.logits(unseen);
  await model.dispose();
  return logits;
}

/** What an engine says of a model: logits, input gradients, and ideas from seeded starts. */
async function consult(engine: Engine, parameters: MlpParameters) {
  const model = await engine.loadModel(parameters);
  const cotangents = fillNormal(openStream(0, 'test/cotangents'), 1, new Float32Array(50 * CLASSES));
  const tasks = DIGITS.map((digit) => ({
    digit,
    restart: 0,
    start: drawStart({ start: 'seeded', seed: 0 }, digit, 0),
  }));
  const answers = {
    logits: await model.logits(unseen),
    gradients: await model.inputGradients(unseen, cotangents),
    ideas: await searchCoordinates(model, tasks, { passes: 2 }),
  };
  await model.dispose();
  return answers;
}

function largestRelative(actual: Float32Array, oracle: Float32Array): number {
  return Math.max(...actual.map((value, i) => Math.abs(value - oracle[i]!) / Math.abs(oracle[i]!)));
}

describe.each(CASES)('$title', async ({ settings }) => {
  const oracle = await train(onnxEngine, settings);
  const answers = await consult(onnxEngine, oracle.parameters);

  test.each(others)('%s trains along the loss curve of onnx', async (_name, engine) => {
    const { losses, parameters } = await train(engine, settings);
    // Steps that led nowhere would agree too.
    expect(mean([...oracle.losses.slice(-20)])).toBeLessThan(0.8 * mean([...oracle.losses.slice(0, 20)]));
    expect(losses).toHaveLength(STEPS);
    expect(largestRelative(losses, oracle.losses)).toBeLessThan(1e-4);
    const logits = await readUnseen(engine, parameters);
    expect(largestDeviation(logits, answers.logits)).toBeLessThan(1e-4);
  });

  test.each(others)('%s finds in a model what onnx finds', async (_name, engine) => {
    const own = await consult(engine, oracle.parameters);
    expect(largestDeviation(own.logits, answers.logits)).toBeLessThan(1e-6);
    expect(largestDeviation(own.gradients, answers.gradients)).toBeLessThan(1e-5);
    for (const [digit, idea] of answers.ideas.entries()) {
      // Near ties are settled in ordered arithmetic, which is the same on every engine.
      expect(own.ideas[digit]!.image).toEqual(idea.image);
      expect(own.ideas[digit]!.energy).toBe(idea.energy);
    }
  });
});
