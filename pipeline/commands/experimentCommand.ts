/**
 * The stage that an experiment on single models is: over the cells that a sweep would do it on, or the one that is named,
 * then the report anew.
 */

import type { CellExperiment } from '../experiments/experiment.ts';
import { runExperiment } from '../experiments/gatherExperiments.ts';
import type { Study } from '../models/study.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from './command.ts';

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
    const cells = selectExperimentCells(study, experiment, options.cell);
    const { done, found, unsearched } = await runExperiment(study, data, experiment, cells);
    console.log(
      `${name}: ${formatQuantity(done, 'model')} done, ${found} done before, ${unsearched} without ideas yet`,
    );
    const { publish } = await import('../report/publish.ts');
    await publish(study, data);
  });
}

/** The cell `name`, whichever it is; without a name those that a sweep would do the experiment on. */
export function selectExperimentCells(
  study: Study,
  experiment: Pick<CellExperiment<unknown>, 'covers'>,
  name: string | undefined,
): Study['cells'] {
  const cells = selectCells(study, name);
  return name === undefined ? cells.filter((cell) => experiment.covers(study, cell)) : cells;
}
