/**
 * The convolutional judge: what does a network read that has seen digits through noise, and much that is no digit?
 *
 * The one discriminative judge of the panel, and the one with an answer "not a digit".
 */
import type { ConvNet } from '../../engine/convNet.ts';
import type { Engine } from '../../engine/engine.ts';
import type { JudgeCard } from '../../study/records.ts';
import { assertReadable, type Judge } from '../judge.ts';
import { toProbabilities, toReading } from './answers.ts';
import { ANSWERS } from './targets.ts';

/** Opens the judge with the frozen `network`, whose logits are divided by `temperature` before the softmax. */
export async function openCnn(
  engine: Engine,
  network: ConvNet,
  temperature: number,
  card: JudgeCard,
): Promise<Judge> {
  const classifier = await engine.openClassifier(network);
  return {
    card,
    async read(images, digits) {
      assertReadable('cnn', images, digits);
      const probabilities = toProbabilities(await classifier.logits(images), temperature);
      return digits.map((digit, row) =>
        toReading(probabilities.subarray(row * ANSWERS, (row + 1) * ANSWERS), digit),
      );
    },
    dispose: () => classifier.dispose(),
  };
}
