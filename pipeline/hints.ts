/** Stage: helps trained models to read what they misread, with pixels of their own ideas, and reports. */
import { HINTS } from './steps/experiments/hints.ts';
import { runExperimentStage } from './steps/experiments/stage.ts';

await runExperimentStage(
  'hints',
  "Borrows pixels from a model's idea of the right digit until it reads test digits that it misread.",
  HINTS,
);
