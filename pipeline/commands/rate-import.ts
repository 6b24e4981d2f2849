/** Stage: takes in what people have said, and holds the judges against them. */

import type { Study } from '../models/study.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { compareWithGolan } from '../rating/compareWithGolan.ts';
import { importRatings } from '../rating/importRatings.ts';
import { renderPeopleTable } from '../rating/peopleSection.ts';
import { renderGolanTable } from '../rating/peopleTables.ts';
import { gatherResults } from '../report/gatherResults.ts';
import { nameLine, type Problem } from '../store/table.ts';
import { expected } from '../study/errors.ts';
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './command.ts';

const PURPOSE =
  'Reads the CSV files that the rating page exports, all of a study at once, and says how well the judges agree ' +
  'with people. Or does the same with the published data of Golan et al. (PNAS 2020, experiment 1).';

const OPTIONS = {
  ...STUDY_OPTIONS,
  csv: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Files that the rating page has exported',
  },
  'golan-csv': { type: 'string', requiresArg: true, describe: 'Ratings of Golan et al.' },
  'golan-images': { type: 'string', requiresArg: true, describe: 'Folder of their pictures, PNG by name' },
  'golan-invert': { type: 'boolean', default: false, describe: 'Their pictures are dark on white' },
} as const;

function nameProblem(problem: Problem): void {
  console.error(`${nameLine(problem)}: ${problem.what}; left out`);
}

async function importPages(study: Study, files: readonly string[]): Promise<void> {
  const results = await gatherResults(study, await loadDataset(study));
  const imported = await importRatings(study, results, files, nameProblem);
  const { rows, there, added, replaced, summary } = imported;
  process.stdout.write(renderPeopleTable(summary));
  const people = formatQuantity(summary.raters.length, 'rater');
  const seen = formatQuantity(summary.images.length, 'idea');
  console.log(
    `rate-import: ${formatQuantity(rows, 'rating')} by ${people}, of ${seen}, in ${study.folder.rating.ratings}; make report shows them`,
  );
  console.log(`rate-import: ${there} were there, ${added} added, ${replaced} replaced`);
}

async function importGolan(study: Study, csv: string, images: string, isInverted: boolean): Promise<void> {
  const summary = await compareWithGolan(study, { csv, images, isInverted }, nameProblem);
  process.stdout.write(renderGolanTable(summary));
  console.log(
    `rate-import: ${formatQuantity(summary.ratings, 'rating')} by ${formatQuantity(summary.subjects, 'subject')}, of ${formatQuantity(summary.images, 'image')}; written to ${study.folder.rating.golan}`,
  );
}

await runCommand(async () => {
  const options = parseCommand('rate-import', PURPOSE, OPTIONS);
  const { csv = [], 'golan-csv': golanCsv, 'golan-images': golanImages } = options;
  const hasGolan = golanCsv !== undefined && golanImages !== undefined;
  const isHalf = !hasGolan && (golanCsv ?? golanImages) !== undefined;
  if (isHalf || (csv.length === 0 && !hasGolan)) {
    const what = '--csv FILE ..., or both --golan-csv FILE and --golan-images DIR';
    throw expected('rate-import', what, isHalf ? 'one of the two' : 'neither', 'see --help');
  }
  const study = await openNamedStudy(options);
  if (csv.length > 0) await importPages(study, csv);
  if (hasGolan) await importGolan(study, golanCsv, golanImages, options['golan-invert']);
});
