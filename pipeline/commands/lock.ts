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
    const { dirname } = await import('node:path');
    const { prepareFolder } = await import('../store/files.ts');
    const { assertLockable } = await import('../verify/lockable.ts');
    const { readFormerLock, resultsLockPathOf, writeResultsLock } = await import('../verify/resultsLock.ts');
    const { summariseStudy } = await import('../verify/summariseStudy.ts');
    const path = resultsLockPathOf(options.config);
    return withWholeStudy('lock', options, {
      async prepare() {
        await readFormerLock(path);
        await prepareFolder(dirname(path));
      },
      async work(study) {
        const found = await summariseStudy(study);
        await assertLockable(study, found);
        const { isSame } = await writeResultsLock(path, found.summary);
        console.log(`lock: ${path} ${isSame ? 'is as it was' : 'written'}`);
        return 0;
      },
    });
  },
});

await runIfMain(import.meta, command);
