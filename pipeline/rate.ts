/** Stage: writes the page on which people rate the ideas, without knowing where they come from. */
import { assertWhole, openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './steps/command.ts';
import { loadDataset } from './steps/dataset.ts';
import { writeRatingPage } from './steps/rate.ts';
import { formatQuantity } from './view/wording.ts';

const PURPOSE =
  'Writes one HTML page on which people rate ideas blindly, between real digits and noise that check their ' +
  'attention. Send it to raters; npx tsx pipeline/rate-import.ts reads the CSV that it exports.';

const OPTIONS = {
  ...STUDY_OPTIONS,
  images: {
    type: 'number',
    default: 200,
    requiresArg: true,
    describe: 'Ideas to show, spread evenly over cells and digits',
  },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of the choice and of the order' },
} as const;

await runCommand(async () => {
  const options = parseCommand('rate', PURPOSE, OPTIONS);
  assertWhole('--images', options.images, 1);
  assertWhole('--seed', options.seed, 0);
  const study = await openNamedStudy(options);
  const { ideas, checks } = await writeRatingPage(
    study,
    await loadDataset(study),
    options.images,
    options.seed,
  );
  const shown = `${formatQuantity(ideas, 'idea')} and ${formatQuantity(checks, 'check')}`;
  console.log(
    `rate: ${shown} in ${study.folder.rating.page}; its key stays here, in ${study.folder.rating.key}`,
  );
});
