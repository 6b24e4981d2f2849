/** The graphs of the article's network and training: their bytes decide every bit that is trained and searched. */
import { expect, test } from 'vitest';
import {
  buildChangesGraph,
  buildInputGradientGraph,
  buildModelGraph,
} from '../../../pipeline/engine/onnx/modelGraph.ts';
import { buildTrainingGraph } from '../../../pipeline/engine/onnx/trainingGraph.ts';
import { articleArchitecture, initialiseParameters } from '../../../pipeline/engine/parameters.ts';
import { sha256 } from '../../../pipeline/store/files.ts';
import { completeSettings, type Settings } from '../../../pipeline/study/axes.ts';

/** SHA-256 of a training graph, its first 16 digits. */
function hashTraining(
  hidden: number,
  batch: number,
  images: number,
  changed: Partial<Settings> = {},
): string {
  const settings = completeSettings({ hidden, batch, ...changed });
  const hasInputNoise = settings.inputNoise > 0;
  const graph = buildTrainingGraph({
    architecture: settings,
    batch,
    images,
    pixels: hasInputNoise ? 784 : 717,
    optimizer: settings,
    hasInputNoise,
    gathersInked: !hasInputNoise && hidden > 64,
    gradientPenalty: settings.gradientPenalty,
  });
  return sha256(graph).slice(0, 16);
}

// Oracle: the graphs as they were when their training was held against the plain reference and the other engines.
test.each([
  [3, 2, 5, '8a1fd9655b32e023'],
  [8, 50, 1000, 'b4aec2695ec7ee30'],
  [64, 100, 2000, 'd072c4bf49f62367'],
  [784, 1000, 60000, 'a48b5e324fc1276e'],
])(
  'at %d hidden units, batches of %d and %d images training is the graph it always was',
  (hidden, batch, images, hash) => {
    expect(hashTraining(hidden, batch, images)).toBe(hash);
    for (const changed of [
      { depth: 1 },
      { activation: 'tanh' },
      { optimizer: 'sgd' },
      { inputNoise: 0.1 },
      { gradientPenalty: 0.01 },
    ] as const) {
      expect(hashTraining(hidden, batch, images, changed)).not.toBe(hash);
    }
  },
);

test.each([
  [1, ['1abf0ec1ad8d70e3', '8b18b4a02e2d015a', '6d29f2d5d05fa0e8']],
  [8, ['40670243dedecfdd', 'c0b8669781582fc0', '09d85acd2cfdf4c6']],
  [64, ['0887bf5dff7cb1e2', '20edef8031b9e3e8', 'd3c3752416f57579']],
])(
  'at %d hidden units logits, changes and input gradients are the graphs they always were',
  (hidden, hashes) => {
    const parameters = initialiseParameters(articleArchitecture(hidden), 0);
    const graphs = [buildModelGraph, buildChangesGraph, buildInputGradientGraph].map((build) =>
      build(parameters),
    );
    expect(graphs.map((graph) => sha256(graph).slice(0, 16))).toEqual(hashes);
  },
);

test('settings that an optimizer does not use, and a weight decay of 0, add nothing to its graph', () => {
  const usual = hashTraining(8, 50, 100);
  expect(hashTraining(8, 50, 100, { momentum: 0.5 })).toBe(usual);
  expect(hashTraining(8, 50, 100, { optimizer: 'adamw' })).toBe(usual);
  expect(hashTraining(8, 50, 100, { weightDecay: 0.1 })).not.toBe(usual);
  const sgd = hashTraining(8, 50, 100, { optimizer: 'sgd' });
  expect(hashTraining(8, 50, 100, { optimizer: 'sgd', beta1: 0.5, momentum: 0.1 })).toBe(sgd);
});
