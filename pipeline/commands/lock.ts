/** Command: writes down what a study gives, for make verify to hold it against. */
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { WHOLE_STUDY_OPTIONS, withWholeStudy } from './wholeStudy.ts';

export const command = defineCommand({
  script: 'pipeline/commands/lock.ts',
  purpose:
    'Computes a study and writes its lock of results beside its config: the hashes, numbers and conclusions that verify expects.',
  options: WHOLE_STUDY_OPTIONS,
  async run(options) {
    const { resultsLockPathOf, writeResultsLock } = await import('../verify/resultsLock.ts');
    const { summariseStudy } = await import('../verify/summariseStudy.ts');
    const { expected } = await import('../study/errors.ts');
    return withWholeStudy('lock', options, async (study) => {
      const { summary, damaged } = await summariseStudy(study);
      if (damaged.length > 0) {
        const next = 'make sweep computes it again';
        throw expected(study.folder.root, 'files as they were written', `${damaged[0]} changed`, next);
      }
      const path = resultsLockPathOf(options.config);
      const { isSame } = await writeResultsLock(path, summary);
      console.log(`lock: ${path} ${isSame ? 'is as it was' : 'written'}`);
      return 0;
    });
  },
});

await runIfMain(import.meta, command);
