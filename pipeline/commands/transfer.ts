/** The command of an experiment. */
import { TRANSFER } from '../experiments/transfer/transfer.ts';
import { runExperimentCommand } from './experimentCommand.ts';

await runExperimentCommand(TRANSFER);
