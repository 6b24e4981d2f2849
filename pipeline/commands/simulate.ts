/** Command: simulated studies with known effects, on which the statistics are tried. */
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const OPTIONS = {
  studies: { type: 'number', default: 1000, requiresArg: true, describe: 'Studies of each kind' },
  seeds: {
    type: 'number',
    array: true,
    default: [3, 5, 10] as number[],
    requiresArg: true,
    describe: 'Numbers of seeds that a study has',
  },
  ideas: {
    type: 'string',
    requiresArg: true,
    describe:
      'The ideas.csv of a finished study, such as artifacts/sweep/ideas.csv: studies like it are drawn too',
  },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of everything drawn' },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/simulate.ts',
  purpose:
    'Tries the statistics on simulated studies whose effects are known: how often 95% intervals contain the truth, and how ' +
    'often an effect is found where there is none, for several numbers of seeds. Prints tables; takes a few minutes.',
  options: OPTIONS,
  async run({ studies, seeds, ideas, seed }) {
    assertWhole('--studies', studies, 1);
    for (const count of seeds) assertWhole('--seeds', count, 2, 'a study needs at least 2 seeds');
    assertWhole('--seed', seed, 0);
    const { PROTOTYPE, populationOf } = await import('../analysis/simulation/population.ts');
    const { simulatePopulation } = await import('../analysis/simulation/simulationTable.ts');
    const { readIdeaTable } = await import('../report/ideaTable.ts');
    const { endAtOnceDuring } = await import('../store/interrupts.ts');
    const { expected } = await import('../study/errors.ts');
    const populations = [PROTOTYPE];
    if (ideas !== undefined) {
      const found = populationOf(await readIdeaTable(ideas), ideas);
      if (found === null) {
        throw expected(
          ideas,
          'at least 2 seeds with every idea, and 2 digits',
          'fewer',
          'add seeds to its grid',
        );
      }
      populations.push(found);
    }
    for (const population of populations) {
      console.log(`${endAtOnceDuring(() => simulatePopulation(population, { studies, seeds, seed }))}\n`);
    }
    return 0;
  },
});

await runIfMain(import.meta, command);
