/** Command: locks the analysis of a study before its models are trained, so that its verdicts are confirmatory. */
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

export const command = defineCommand({
  script: 'pipeline/commands/lock-analysis.ts',
  purpose:
    'Locks analysis, judges, hypotheses and config of a study in a file beside the config: models trained from then on are ' +
    'confirmatory, as long as none of that changes.',
  options: {
    config: STUDY_OPTIONS.config,
    set: STUDY_OPTIONS.set,
    check: {
      type: 'boolean',
      default: false,
      describe: 'Write nothing; exit with 2 when there is no lock, or one that no longer fits',
    },
  },
  async run({ config: file, set, check }) {
    const { splitOverrides } = await import('../study/override.ts');
    const { readStudyConfig } = await import('../store/configFile.ts');
    const { lockPathOf, readLock } = await import('../models/analysisLock.ts');
    const config = await readStudyConfig(file, splitOverrides(set.join(' ')));
    const path = lockPathOf(file);
    const before = await readLock(path);
    if (check) {
      const { assertLockFits } = await import('../models/lockState.ts');
      await assertLockFits(path, before, config);
      console.log(`lock-analysis: ${path} fits (${before!.digest.slice(0, 8)})`);
      return;
    }
    const { writeLock } = await import('../models/composeLock.ts');
    const lock = await writeLock(path, config, new Date().toISOString().slice(0, 10));
    const isSame = before?.digest === lock.digest;
    const what = isSame
      ? 'is as it was'
      : before === null
        ? 'written'
        : 'written anew, so that models trained before are exploratory';
    console.log(`lock-analysis: ${path} ${what} (${lock.digest.slice(0, 8)})`);
  },
});

await runIfMain(import.meta, command);
