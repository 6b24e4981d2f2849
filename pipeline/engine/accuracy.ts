/** How many images a model reads as their labels say. */
import { CLASSES } from '../math/images.ts';
import { argmax, rowOf } from '../math/rows.ts';

/** Share of rows of logits [n, classes] whose largest entry is the label's, in [0, 1]. */
export function measureAccuracy(logits: Float32Array, labels: Uint8Array, classes = CLASSES): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if (argmax(rowOf(logits, row, classes)) === labels[row]) right++;
  }
  return right / labels.length;
}
