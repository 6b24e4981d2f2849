/** How each judge is made: what is fitted, and what its card says of it besides the measurements. */
import type { ConvNet } from '../engine/convNet.ts';
import { openTensorFlow, useCommonKernels } from '../engine/tfjs/library.ts';
import { MEMBERS, serialiseEnsemble } from '../judging/cnn.ts';
import { serialiseMixtures } from '../judging/mixture/mixtureBytes.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { CNN_BATCH, CNN_SEED, describeTraining } from './cnnRecipe.ts';
import type { Making } from './judgeData.ts';
import { fitMixtures, MIXTURE_SEED } from './mixtureFit.ts';
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
  mixture: {
    description:
      'Mixtures of Bernoullis, one for the binarised training images of each digit and one for drawings that are none, flipped and missing pixels allowed for; Bayes.',
    seed: MIXTURE_SEED,
    effort: 'about 15 minutes',
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
    effort: 'about 30 minutes',
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
};
