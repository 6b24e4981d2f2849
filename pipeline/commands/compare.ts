/** Stage: compares the searches on trained models, from the same starts, and reports. */
import { COMPARISON } from '../experiments/comparison/comparison.ts';
import { runExperimentStage } from './experimentCommand.ts';

await runExperimentStage(
  'compare',
  'Compares every search on each trained model: energy against evaluations and time, and how alike the ideas are.',
  COMPARISON,
);
