/** The command of an experiment. */
import { HINTS } from '../experiments/hints/hints.ts';
import { runExperimentCommand } from './experimentCommand.ts';

await runExperimentCommand(HINTS);
