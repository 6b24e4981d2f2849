/** Command: takes in what people have said, and holds the judges against them. */
import type { Study } from '../models/study.ts';
import { formatQuantity } from '../page/wording.ts';
import type { ImportListener } from '../rating/importRatings.ts';
import { expected } from '../study/errors.ts';
import { defineCommand } from './command.ts';
import { readNames } from './nameList.ts';
import { runIfMain } from './runIfMain.ts';
import { withNamedStudy } from './studyCommand.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  csv: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Files that the rating page has exported',
  },
  'csv-list': {
    type: 'string',
    requiresArg: true,
    describe:
      "Such files as one text: names between spaces, in quotes where they hold some ('my a.csv' b.csv)",
  },
  'golan-csv': { type: 'string', requiresArg: true, describe: 'Ratings of Golan et al.' },
  'golan-images': { type: 'string', requiresArg: true, describe: 'Folder of their pictures, PNG by name' },
  'golan-invert': { type: 'boolean', default: false, describe: 'Their pictures are dark on white' },
} as const;

/** Prints each problem of a table that is read, and each remark, as one line. */
async function openPrinter(): Promise<ImportListener> {
  const { nameLine } = await import('../store/csvFile.ts');
  return {
    problem: (problem) => console.error(`${nameLine(problem)}: ${problem.what}; left out`),
    remark: (line) => console.error(`rate-import: ${line}`),
  };
}

async function importPages(study: Study, files: readonly string[]): Promise<void> {
  const { loadDataset } = await import('../models/studyDataset.ts');
  const { importRatings } = await import('../rating/importRatings.ts');
  const { renderPeopleTable } = await import('../rating/peopleSection.ts');
  const { printCheck } = await import('../report/describeCheck.ts');
  const { gatherResults } = await import('../report/gatherResults.ts');
  const results = await gatherResults(study, await loadDataset(study));
  const imported = await importRatings(study, results, files, await openPrinter());
  const { rows, there, added, replaced, summary } = imported;
  process.stdout.write(renderPeopleTable(summary));
  if (results.check !== null) printCheck(results.check, study.config.dataset);
  const people = formatQuantity(summary.raters.length, 'rater');
  const seen = formatQuantity(summary.images.length, 'idea');
  console.log(
    `rate-import: ${formatQuantity(rows, 'rating')} by ${people}, of ${seen}, in ${study.folder.rating.ratings}; make report shows them`,
  );
  console.log(`rate-import: ${there} were there, ${added} added, ${replaced} replaced`);
}

async function importGolan(study: Study, csv: string, images: string, isInverted: boolean): Promise<void> {
  const { compareWithGolan } = await import('../rating/compareWithGolan.ts');
  const { renderGolanTable } = await import('../rating/peopleTables.ts');
  const summary = await compareWithGolan(study, { csv, images, isInverted }, await openPrinter());
  process.stdout.write(renderGolanTable(summary));
  console.log(
    `rate-import: ${formatQuantity(summary.ratings, 'rating')} by ${formatQuantity(summary.subjects, 'subject')}, of ${formatQuantity(summary.images, 'image')}; written to ${study.folder.rating.golan}`,
  );
}

export const command = defineCommand({
  script: 'pipeline/commands/rate-import.ts',
  purpose:
    'Reads the CSV files that the rating page exports, all of a study at once, and says how well the judges agree ' +
    'with people. Or does the same with the published data of Golan et al. (PNAS 2020, experiment 1).',
  options: OPTIONS,
  async run(options) {
    const { 'csv-list': list = '', 'golan-csv': golanCsv, 'golan-images': golanImages } = options;
    const csv = [...(options.csv ?? []), ...(await readNames('--csv-list', list))];
    const hasGolan = golanCsv !== undefined && golanImages !== undefined;
    const isHalf = !hasGolan && (golanCsv ?? golanImages) !== undefined;
    if (isHalf || (csv.length === 0 && !hasGolan)) {
      const what = '--csv FILE ..., or both --golan-csv FILE and --golan-images DIR';
      throw expected('rate-import', what, isHalf ? 'one of the two' : 'neither', 'see --help');
    }
    return withNamedStudy('rate-import', options, async (study) => {
      if (csv.length > 0) await importPages(study, csv);
      if (hasGolan) await importGolan(study, golanCsv, golanImages, options['golan-invert']);
      return 0;
    });
  },
});

await runIfMain(import.meta, command);
