/** How each judge is made: what is fitted, and what its card says of it besides the measurements. */
import type { ConvNet } from '../engine/convNet.ts';
import { openTensorFlow, useCommonKernels } from '../engine/tfjs/library.ts';
import { serialiseAbs } from '../judging/abs/absBytes.ts';
import { MEMBERS, serialiseEnsemble } from '../judging/cnn.ts';
import { serialiseMixtures } from '../judging/mixture/mixtureBytes.ts';
import { serialiseShape } from '../judging/shape/shapeBytes.ts';
import { AXES } from '../judging/shape/shapeModel.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { ABS_SEED, fitAbs } from './absFit.ts';
import { CNN_BATCH, CNN_SEED, describeTraining } from './cnnRecipe.ts';
import type { Making } from './judgeData.ts';
import { fitMixtures, MIXTURE_SEED } from './mixtureFit.ts';
import { fitShape, SHAPE_SEED } from './shapeFit.ts';
import { trainConvNet } from './trainConvNet.ts';

/** What a fit gives. */
export interface FittedJudge {
  readonly weights: Uint8Array;
  /** Named parameters, such as the bandwidth. */
  readonly parameters: Readonly<Record<string, number>>;
}

/** How a judge is made. */
export interface Recipe {
  /** One sentence, for its card. */
  readonly description: string;
  /** Seed of its training; null where chance has no part in it. */
  readonly seed: number | null;
  /** How long it takes with everything that is measured. */
  readonly effort: string;
  /** Fits it. */
  fit(making: Making): Promise<FittedJudge>;
}

/** The recipes, by judge. */
export const RECIPES: Readonly<Record<JudgeName, Recipe>> = {
  abs: {
    description:
      'Analysis by synthesis: a variational autoencoder for each digit and one for drawings that are none, each searched for what draws the image best, flipped pixels allowed for; Bayes.',
    seed: ABS_SEED,
    effort: 'about a quarter of an hour',
    async fit({ data: { learning, sizes }, onProgress }) {
      useCommonKernels();
      const tf = await openTensorFlow();
      const network = await fitAbs(tf, learning, sizes.synthesis, (part, update, loss) => {
        if ((update + 1) % 500 === 0)
          onProgress(
            `abs: ${part}: ${update + 1} of ${sizes.synthesis.updates[part]} updates: loss ${loss.toFixed(1)}`,
          );
      });
      const weights = serialiseAbs(network);
      return { weights, parameters: { ...sizes.synthesis.updates, parameters: weights.length / 2 } };
    },
  },
  mixture: {
    description:
      'Mixtures of Bernoullis, one for the binarised training images of each digit and one for drawings that are none, flipped and missing pixels allowed for; Bayes.',
    seed: MIXTURE_SEED,
    effort: 'about 20 minutes',
    async fit({ data, onProgress }) {
      const { mixtures, components } = await fitMixtures(data, (tried) =>
        onProgress(
          `mixture: ${tried.components} components a digit: held-out log-likelihood ${tried.heldOut.toFixed(2)}`,
        ),
      );
      return { weights: serialiseMixtures(mixtures), parameters: { components } };
    },
  },
  cnn: {
    description:
      'Three convolutional networks that answer a digit, a digit lost in noise, or “not a digit”, taught on digits and on drawings that are none, damaged and in noise.',
    seed: CNN_SEED,
    effort: 'about 40 minutes',
    async fit({ data: { learning, sizes }, onProgress }) {
      useCommonKernels();
      const tf = await openTensorFlow();
      const { updates } = sizes;
      const networks: ConvNet[] = [];
      for (let member = 0; member < MEMBERS; member++) {
        const task = describeTraining(learning, updates, member);
        networks.push(
          await trainConvNet(tf, task, (update, loss) => {
            if ((update + 1) % 1000 === 0)
              onProgress(
                `cnn: network ${member + 1} of ${MEMBERS}: ${update + 1} of ${updates} updates: loss ${loss.toFixed(3)}`,
              );
          }),
        );
      }
      return {
        weights: serialiseEnsemble(networks),
        parameters: {
          networks: MEMBERS,
          updates,
          batch: CNN_BATCH,
          parameters: networks[0]!.parameters.length,
        },
      };
    },
  },
  shape: {
    description:
      'Densities of contours and cavities, hand-made features of the smoothed image, for each digit and for what is none, at five levels of noise; Bayes.',
    seed: SHAPE_SEED,
    effort: 'about ten minutes',
    async fit({ data }) {
      const images = data.sizes.shapeImages;
      return { weights: serialiseShape(await fitShape(data)), parameters: { images, axes: AXES } };
    },
  },
};
