/** The graph of the article's training: its bytes decide what is trained. */
import { expect, test } from 'vitest';
import { articleArchitecture } from '../../../pipeline/engine/parameters.ts';
import { buildTrainingGraph } from '../../../pipeline/engine/tfjs/trainingGraph.ts';
import { sha256 } from '../../../pipeline/store/files.ts';
import { ENGINES } from '../engines.ts';

const tfjs = ENGINES.find(([name]) => name === 'tfjs')?.[1];

/** SHA-256 of the graph, its first 16 digits. */
function hashTraining(hasPenalty: boolean): string {
  const update = { optimizer: 'adam', hasWeightDecay: false } as const;
  const plan = { architecture: articleArchitecture(8), update, hasInputNoise: false, hasPenalty };
  return sha256(buildTrainingGraph(plan).toSavedModel()).slice(0, 16);
}

// Oracle: the graph as it was before there was a gradient penalty.
test.skipIf(!tfjs)('without a gradient penalty training is the graph it always was', () => {
  expect(hashTraining(false)).toBe('563caeda2f2877b3');
  expect(hashTraining(true)).not.toBe('563caeda2f2877b3');
});
