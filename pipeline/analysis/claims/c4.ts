/** C4: who knows the idea knows what to draw, so that the model reads it. */
import { estimate } from '../effects.ts';
import type { HintedModel } from '../experimentTable.ts';
import { asEffect } from '../hypotheses/factorTest.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { formatEffect } from '../words.ts';
import { blockExperiment } from './experimentBlocks.ts';

/** What pixels are borrowed from instead, and what it is called. */
const CONTROLS = { mean: "the digit's mean image", random: 'random pixels' } as const;
type Control = keyof typeof CONTROLS;

export const C4: Hypothesis = {
  id: 'C4',
  statement:
    "Of images that a model misreads, pixels borrowed from its idea of the digit make it read more than pixels of the digit's mean image, or random ones, do.",
  test({ experiments: { hints } }) {
    const against = (Object.keys(CONTROLS) as Control[]).map((control) => {
      const found = blockExperiment(hints, (row) => gain(row, control));
      return { control, found };
    });
    const fewest = Math.min(...against.map(({ found }) => found.values.length));
    if (fewest < 2)
      return { untested: `needs the experiment with hints on at least 2 models, got ${fewest}` };
    const effects = against.map((one) => ({ ...one, effect: estimate(one.found.values) }));
    // The idea has to do better than either control: the one against which it does less decides.
    const weaker = effects.reduce((least, one) =>
      one.effect.estimate < least.effect.estimate ? one : least,
    );
    return {
      effect: asEffect(weaker.effect),
      unit: `share of the images read rightly with ${hints[0]!.pixels} pixels of the idea, minus that with ${CONTROLS[weaker.control]},`,
      n: weaker.found.n,
      expected: 1,
      blocks: weaker.found.blocks,
      ways: [],
      small: effects.map(({ found }) => found.values),
      hurdles: [],
      notes: [
        ...effects.map(
          ({ control, effect }) => `against ${CONTROLS[control]} ${formatEffect(asEffect(effect))}`,
        ),
        ...weaker.found.notes,
      ],
    };
  },
};

function gain({ images, recognised }: HintedModel, control: Control): number | null {
  return images === 0 ? null : (recognised.idea - recognised[control]) / images;
}
