/** What TensorBoard is given of a model: its training by epoch, and what was measured at its checkpoints. */
import type { Checkpoint } from '../analysis/studyTable.ts';
import { mean } from '../math/rows.ts';
import type { ScalarEvent } from '../store/eventFile.ts';
import type { EpochRecord } from '../study/records.ts';

/** A moment of each epoch; a number that was not measured has no scalar. The step is the count of updates. */
export function listEpochEvents(training: readonly EpochRecord[]): ScalarEvent[] {
  return training.map(({ updates, trainLoss, testAccuracy, validationAccuracy }) => ({
    step: updates,
    scalars: keepMeasured({
      'epoch/train_loss': trainLoss,
      'epoch/test_accuracy': testAccuracy,
      'epoch/validation_accuracy': validationAccuracy,
    }),
  }));
}

/** A moment of each checkpoint; scores are means over the ideas of all digits and starts, and left out where `showsScores` is false. */
export function listCheckpointEvents(
  checkpoints: readonly Checkpoint[],
  showsScores: boolean,
): ScalarEvent[] {
  return checkpoints.map(({ ideas, ...measured }) => ({
    step: measured.updates,
    scalars: keepMeasured({
      'checkpoint/training_loss': measured.trainingLoss,
      'checkpoint/validation_loss': measured.validationLoss,
      'checkpoint/test_accuracy': measured.testAccuracy,
      'checkpoint/distance': measured.distance,
      'checkpoint/gradient_norm': measured.gradientNorm,
      'checkpoint/recognisability':
        showsScores && ideas.length > 0 ? mean(ideas.map(({ scores }) => scores.masked)) : null,
    }),
  }));
}

function keepMeasured(values: Readonly<Record<string, number | null>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}
