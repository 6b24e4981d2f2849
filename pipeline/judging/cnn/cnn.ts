/**
 * The convolutional judge: what does a network read that has seen digits through noise, and much that is no digit?
 *
 * The one discriminative judge of the panel, and the one that learnt what is no digit.
 */
import type { ConvNet } from '../../engine/convNet.ts';
import type { Engine } from '../../engine/engine.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { answersTo, NOT_A_DIGIT } from '../answers.ts';
import { logSumExp } from '../calibration.ts';
import type { Witness } from '../judge.ts';

/** Opens the witness of the frozen `network`: its logits, and the log odds of "not a digit" to any digit. */
export async function openCnn(engine: Engine, network: ConvNet): Promise<Witness> {
  const classifier = await engine.openClassifier(network);
  return {
    async evidence(images) {
      const logits = Float64Array.from(await classifier.logits(images));
      const digits = new Float64Array((images.length / PIXELS) * CLASSES);
      const none = Float64Array.from({ length: images.length / PIXELS }, (_, row) => {
        const answers = answersTo(row, logits);
        digits.set(answers.subarray(0, CLASSES), row * CLASSES);
        return answers[NOT_A_DIGIT]! - logSumExp(answers.subarray(0, CLASSES));
      });
      return { digits, none, noisiness: new Float64Array(none.length) };
    },
    dispose: () => classifier.dispose(),
  };
}
