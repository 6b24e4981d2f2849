/** Stage: finds the fewest flips that make trained models read a digit as another, and reports. */
import { COUNTERFEITS } from '../experiments/counterfeits/counterfeits.ts';
import { runExperimentStage } from './experimentCommand.ts';

await runExperimentStage(
  'counterfeits',
  'Finds the fewest flips that make a model read a test digit as each of the nine others.',
  COUNTERFEITS,
);
