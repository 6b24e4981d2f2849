/** The command of an experiment. */
import { COMPARISON } from '../experiments/comparison/comparison.ts';
import { runExperimentCommand } from './experimentCommand.ts';

await runExperimentCommand(COMPARISON);
