/** The command of an experiment. */
import { COUNTERFEITS } from '../experiments/counterfeits/counterfeits.ts';
import { runExperimentCommand } from './experimentCommand.ts';

await runExperimentCommand(COUNTERFEITS);
