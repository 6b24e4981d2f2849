/** Command: how many seeds, starts and digits show an effect, from what a finished study's scores vary by. */
import { formatQuantity } from '../page/wording.ts';
import { expected } from '../study/errors.ts';
import { isGivenStudy } from '../study/givenModels.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { openNamedStudy, STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  effect: {
    type: 'number',
    default: 0.01,
    requiresArg: true,
    describe: 'Change of the score a doubling that is to be shown',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/power.ts',
  purpose:
    "Says how many seeds, starts and digits show an effect of a given size with 80% power at 5%, from the variances of a finished study's scores.",
  options: OPTIONS,
  async run({ effect, ...named }) {
    if (!(effect > 0 && effect < 1)) {
      throw expected('--effect', 'a number between 0 and 1', String(effect), 'give another');
    }
    const { openPilot } = await import('../analysis/power.ts');
    const { describePower } = await import('../analysis/powerTable.ts');
    const { assertIdle, assertSameConfig } = await import('../models/claimStudy.ts');
    const { readIdeaTable } = await import('../report/ideaTable.ts');
    const { assertTableOf } = await import('../report/tableModels.ts');
    const { exists } = await import('../store/files.ts');
    const study = await openNamedStudy(named);
    const { folder, config } = study;
    if (isGivenStudy(config))
      throw expected(
        'power',
        'a study with a grid',
        'one of given models, which have no seeds',
        'name another',
      );
    await assertIdle(study);
    await assertSameConfig(study);
    const path = folder.table('ideas');
    if (!(await exists(path))) {
      throw expected('power', `a finished study with ${path}`, 'none', 'make sweep writes it');
    }
    const ideas = await readIdeaTable(path);
    await assertTableOf(study, path, 'grid');
    const pilot = openPilot(ideas);
    if (pilot === null) {
      const count = (values: readonly number[]) => new Set(values).size;
      const seeds = formatQuantity(count(ideas.map(({ seed }) => seed)), 'seed');
      const got = `${seeds} and ${formatQuantity(count(ideas.map(({ digit }) => digit)), 'digit')}`;
      throw expected(
        path,
        'at least 2 seeds that have every idea, and 2 digits',
        got,
        'add seeds to its grid: it needs at least 2 seeds',
      );
    }
    console.log(describePower(pilot, effect));
    return 0;
  },
});

await runIfMain(import.meta, command);
