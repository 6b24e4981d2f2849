/** Stage: helps trained models to read what they misread, with pixels of their own ideas, and reports. */
import { HINTS } from '../experiments/hints/hints.ts';
import { runExperimentStage } from './experimentCommand.ts';

await runExperimentStage(
  'hints',
  "Borrows pixels from a model's idea of the right digit until it reads test digits that it misread.",
  HINTS,
);
