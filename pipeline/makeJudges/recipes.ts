/** How each judge is made: what is fitted, and what its card says of it besides the measurements. */
import { serialiseConvNet } from '../engine/convNet.ts';
import { openTensorFlow, useCommonKernels } from '../engine/tfjs/library.ts';
import { serialiseMixtures } from '../judging/mixture/mixtureBytes.ts';
import type { JudgeName } from '../study/config.ts';
import { CNN_BATCH, CNN_SEED, describeTraining } from './cnnRecipe.ts';
import type { Making } from './judgeData.ts';
import { fitKde } from './kdeFit.ts';
import { fitMixtures, MIXTURE_SEED } from './mixtureFit.ts';
import { trainConvNet } from './trainConvNet.ts';

/** What a fit gives. */
export interface FittedJudge {
  readonly weights: Uint8Array | null;
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
  kde: {
    description:
      'Gaussian kernel density around the training images of each digit, thin strokes also read wider, against one around noise; Bayes.',
    seed: null,
    effort: 'minutes',
    async fit({ engine, data: { split, sizes } }) {
      const { bandwidth } = await fitKde(engine, split, sizes.selectionImages);
      return { weights: null, parameters: { bandwidth } };
    },
  },
  mixture: {
    description:
      'Mixture of Bernoullis for the binarised training images of each digit, flipped and missing pixels allowed for; Bayes.',
    seed: MIXTURE_SEED,
    effort: 'about ten minutes',
    async fit({ data: { split, sizes }, onProgress }) {
      const { mixtures, components } = await fitMixtures(split, sizes.components, (tried) =>
        onProgress(
          `mixture: ${tried.components} components a digit: held-out log-likelihood ${tried.heldOut.toFixed(2)}`,
        ),
      );
      return { weights: serialiseMixtures(mixtures), parameters: { components } };
    },
  },
  cnn: {
    description:
      'Convolutional network with an eleventh answer, “not a digit”, taught on digits and non-digits in noise.',
    seed: CNN_SEED,
    effort: 'about 40 minutes',
    async fit({ data: { learning, sizes }, onProgress }) {
      useCommonKernels();
      const tf = await openTensorFlow();
      const { updates } = sizes;
      const network = await trainConvNet(tf, describeTraining(learning, updates), (update, loss) => {
        if ((update + 1) % 1000 === 0)
          onProgress(`cnn: ${update + 1} of ${updates} updates: loss ${loss.toFixed(3)}`);
      });
      return {
        weights: serialiseConvNet(network),
        parameters: { updates, batch: CNN_BATCH, parameters: network.parameters.length },
      };
    },
  },
};
