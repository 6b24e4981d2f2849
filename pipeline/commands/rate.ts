/** Command: writes the page on which people rate the ideas, without knowing where they come from. */
import type { Study } from '../models/study.ts';
import { formatQuantity, joinWords } from '../page/wording.ts';
import type { IdeaRow } from '../study/tables.ts';
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { withNamedStudy } from './studyCommand.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  images: {
    type: 'number',
    default: 200,
    requiresArg: true,
    describe: 'Ideas to show, equally many of each cell of the grid, at random within it',
  },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of the choice and of the order' },
  ladder: {
    type: 'string',
    requiresArg: true,
    describe:
      'A ladder.json whose images made to fool a judge are shown too: only people can tell what they show',
  },
} as const;

/** What is shown, and how it is chosen. */
interface PageOrder {
  readonly count: number;
  readonly seed: number;
  readonly ladder: string | undefined;
}

async function writePage(study: Study, order: PageOrder): Promise<number> {
  const { loadDataset } = await import('../models/studyDataset.ts');
  const { writeRatingPage } = await import('../rating/prepareRating.ts');
  const { PRIMARY_READING } = await import('../judging/imageReadings.ts');
  const { showAs } = await import('../judging/scoreIdeas.ts');
  const { summariseTraining } = await import('../judging/trainingSummary.ts');
  const { gatherResults } = await import('../report/gatherResults.ts');
  const { reportLeftOut } = await import('./leftOut.ts');
  const data = await loadDataset(study);
  const results = await gatherResults(study, data);
  const training = summariseTraining(data.train);
  const material = {
    ideas: results.ideas,
    show: (idea: IdeaRow) => showAs(PRIMARY_READING, idea, training),
    test: data.test,
  };
  const { ideas, attacks, checks, flipped } = await writeRatingPage(study, material, order);
  const shown = joinWords([
    formatQuantity(ideas, 'idea'),
    ...(attacks === 0 ? [] : [`${formatQuantity(attacks, 'attack')} on judges`]),
    formatQuantity(checks, 'check'),
    `${formatQuantity(flipped, 'real digit')} in noise`,
  ]);
  console.log(
    `rate: ${shown} in ${study.folder.rating.page}; its key stays here, in ${study.folder.rating.key}`,
  );
  return reportLeftOut(results.missing);
}

export const command = defineCommand({
  script: 'pipeline/commands/rate.ts',
  purpose:
    'Writes one HTML page on which people rate ideas blindly, between real digits and noise that check their ' +
    'attention, and real digits in noise that say how much of it they see through. Send it to raters; make rate-import ' +
    'reads the CSV that it exports.',
  options: OPTIONS,
  async run({ images: count, seed, ladder, ...named }) {
    assertWhole('--images', count, 1);
    assertWhole('--seed', seed, 0);
    return withNamedStudy('rate', named, (study) => writePage(study, { count, seed, ladder }));
  },
});

await runIfMain(import.meta, command);
