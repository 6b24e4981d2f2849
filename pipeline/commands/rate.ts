/** Stage: writes the page on which people rate the ideas, without knowing where they come from. */

import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity, joinWords } from '../page/wording.ts';
import { writeRatingPage } from '../rating/prepareRating.ts';
import { gatherResults } from '../report/gatherResults.ts';
import { assertWhole, openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './command.ts';

const PURPOSE =
  'Writes one HTML page on which people rate ideas blindly, between real digits and noise that check their ' +
  'attention. Send it to raters; npx tsx pipeline/commands/rate-import.ts reads the CSV that it exports.';

const OPTIONS = {
  ...STUDY_OPTIONS,
  images: {
    type: 'number',
    default: 200,
    requiresArg: true,
    describe: 'Ideas to show, spread evenly over models and digits',
  },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of the choice and of the order' },
  ladder: {
    type: 'string',
    requiresArg: true,
    describe:
      'A ladder.json whose images made to fool a judge are shown too: only people can tell what they show',
  },
} as const;

await runCommand(async () => {
  const options = parseCommand('rate', PURPOSE, OPTIONS);
  assertWhole('--images', options.images, 1);
  assertWhole('--seed', options.seed, 0);
  const study = await openNamedStudy(options);
  const { images: count, seed, ladder } = options;
  const data = await loadDataset(study);
  const material = { ideas: (await gatherResults(study, data)).ideas, test: data.test };
  const { ideas, attacks, checks } = await writeRatingPage(study, material, { count, seed, ladder });
  const shown = joinWords([
    formatQuantity(ideas, 'idea'),
    ...(attacks === 0 ? [] : [`${formatQuantity(attacks, 'attack')} on judges`]),
    formatQuantity(checks, 'check'),
  ]);
  console.log(
    `rate: ${shown} in ${study.folder.rating.page}; its key stays here, in ${study.folder.rating.key}`,
  );
});
