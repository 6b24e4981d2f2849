/** Stage: extracts the ideas of trained models, of the grid or of one file. */
import { join } from 'node:path';
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from './steps/command.ts';
import { loadDataset } from './steps/dataset.ts';
import { findIdeas, searchCell, searchModelFile } from './steps/searchCell.ts';
import { findSearchOption, readSearchOptions, SEARCH_OPTIONS } from './steps/searchOptions.ts';
import { findTraining } from './steps/trainCell.ts';
import { FILE_NAMES } from './store/models/formats.ts';
import { expected } from './study/errors.ts';
import { formatQuantity } from './view/wording.ts';

const FILE_OPTIONS = {
  model: {
    type: 'string',
    requiresArg: true,
    describe: `A model of your own instead of a study's: ${FILE_NAMES}`,
  },
  out: { type: 'string', requiresArg: true, describe: 'With --model: folder to write to' },
} as const;

function parseOptions() {
  return parseCommand(
    'ideas',
    'Finds an idea per digit: an image that the model takes for the digit most surely.',
    {
      ...STUDY_OPTIONS,
      ...CELL_OPTION,
      ...FILE_OPTIONS,
      ...SEARCH_OPTIONS,
    },
  );
}
type IdeasOptions = ReturnType<typeof parseOptions>;

async function searchFile(model: string, options: IdeasOptions): Promise<void> {
  if (options.out === undefined) throw expected('--out', 'a folder to write to', 'none', 'add --out DIR');
  const config = readSearchOptions(options);
  const ideas = await searchModelFile(
    model,
    options.engine ?? 'onnx',
    config,
    join(options.out, 'ideas.json'),
  );
  const certified = ideas.filter((idea) => idea.certified).length;
  console.log(
    `ideas: ${ideas.length} written to ${options.out}, ${certified} of them certified 1-flip optima`,
  );
}

async function searchGrid(options: IdeasOptions): Promise<void> {
  const stray = findSearchOption(options);
  if (stray !== undefined) {
    throw expected(`--${stray}`, '--model beside it', 'none', `for a study, --set "search.${stray}=..."`);
  }
  const study = await openNamedStudy(options);
  const data = await loadDataset(study);
  const done = { searched: 0, found: 0, untrained: 0 };
  for (const cell of selectCells(study, options.cell)) {
    const training = await findTraining(study, cell, data.identity);
    if (training.result === null) done.untrained++;
    else if ((await findIdeas(study, cell, training.result)).stale === null) done.found++;
    else {
      await searchCell(study, cell, training.result);
      done.searched++;
    }
  }
  console.log(
    `ideas: ${formatQuantity(done.searched, 'model')} searched, ${done.found} searched before, ${done.untrained} not trained yet`,
  );
}

await runCommand(async () => {
  const options = parseOptions();
  if (options.model !== undefined) await searchFile(options.model, options);
  else await searchGrid(options);
});
