/** The stage that an experiment on single models is: over the grid or one cell, then the report anew. */
import { formatQuantity } from '../../view/wording.ts';
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from '../command.ts';
import { loadDataset } from '../dataset.ts';
import type { CellExperiment } from './cellExperiment.ts';
import { runExperiment } from './gather.ts';

/** Runs the stage `name`, whose --help begins with `purpose`. */
export function runExperimentStage(
  name: string,
  purpose: string,
  experiment: CellExperiment<unknown>,
): Promise<void> {
  return runCommand(async () => {
    const options = parseCommand(name, purpose, { ...STUDY_OPTIONS, ...CELL_OPTION });
    const study = await openNamedStudy(options);
    const data = await loadDataset(study);
    const cells = selectCells(study, options.cell);
    const { done, found, unsearched } = await runExperiment(study, data, experiment, cells);
    console.log(
      `${name}: ${formatQuantity(done, 'model')} done, ${found} done before, ${unsearched} without ideas yet`,
    );
    const { publish } = await import('../publish.ts');
    await publish(study, data);
  });
}
