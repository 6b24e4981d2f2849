/** Events that TensorBoard has read, and what it made of their file. */
import type { ScalarEvent } from '../../../pipeline/store/eventFile.ts';
import tensorboard from './events.json' with { type: 'json' };

/** Seconds since 1970. */
export const WALL_TIME = 1_700_000_000;

/** Steps below and above 32 bits, a negative number, a large one, and more than one tag. */
export const EVENTS: readonly ScalarEvent[] = [
  { step: 0, scalars: { 'epoch/train_loss': 2.3125, 'epoch/test_accuracy': 0.0985 } },
  { step: 600, scalars: { 'epoch/train_loss': 0.2585, 'epoch/test_accuracy': 0.9261 } },
  { step: 5_000_000_000, scalars: { 'epoch/train_loss': -1.5e30, 'epoch/test_accuracy': 1 } },
];

export { tensorboard };
