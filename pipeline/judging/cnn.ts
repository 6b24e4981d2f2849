/**
 * The convolutional judge: what does a network read that has seen digits through noise, and much that is no digit?
 *
 * The one discriminative judge of the panel, and the one that learnt what is no digit.
 */
import type { ConvNet, LayerShape } from '../engine/convNet.ts';
import type { Engine } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { logSumExp } from '../math/rows.ts';
import { ANSWERS, answersTo, NOT_A_DIGIT } from './answers.ts';
import type { EvidenceModel } from './evidenceModel.ts';

/** 201,899 parameters. A first stride of 2 halves the work; 5 x 5 pixels together are what averages noise out. */
export const CNN_LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 32 }, // -> [32, 14, 14]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 32, outputs: 32 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 32, outputs: 64 }, // -> [64, 7, 7]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 64, outputs: 64 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 64, outputs: 64 }, // -> [64, 4, 4]
  { kind: 'dense', inputs: 1024, outputs: 96 },
  { kind: 'dense', inputs: 96, outputs: ANSWERS },
];

/** Opens the evidence model of a trained `network`: its logits, and the log odds of "not a digit" to any digit. */
export async function openCnn(engine: Engine, network: ConvNet): Promise<EvidenceModel> {
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
