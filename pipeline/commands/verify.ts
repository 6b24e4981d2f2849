/** Command: whether a study gives what its lock of results says, and if not, where and why it first differs. */
import { join } from 'node:path';
import type { Study } from '../models/study.ts';
import type { Verification } from '../verify/verification.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { WHOLE_STUDY_OPTIONS, withWholeStudy } from './wholeStudy.ts';

const OPTIONS = {
  ...WHOLE_STUDY_OPTIONS,
  level: {
    choices: ['identical', 'numbers', 'conclusions'] as const,
    requiresArg: true,
    describe:
      'What must hold: identical bytes, numbers within tolerance, or the same conclusions; the best that engine and machine allow unless given',
  },
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of verify.md, verify.xml and pictures; artifacts/verify/NAME unless given',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/verify.ts',
  purpose:
    'Computes a study from nothing and holds it against its lock of results: names the first stage, model and file that differ, and why. ' +
    'Exits with 0 where it is as asked, 3 where only numbers and conclusions hold, 4 where only conclusions do, 5 where nothing does.',
  options: OPTIONS,
  async run({ level, out, ...options }) {
    const { assertConcludes, readResultsLock, resultsLockPathOf } = await import('../verify/resultsLock.ts');
    const { exitCodeOf } = await import('../verify/levels.ts');
    const { prepareOut, verifyStudy } = await import('../verify/verifyStudy.ts');
    const lockFile = resultsLockPathOf(options.config);
    // Before the study is computed, not after.
    const lock = await readResultsLock(lockFile);
    if (level === 'conclusions') assertConcludes(lock, lockFile);
    const folderOf = (study: Study) => out ?? join('artifacts/verify', study.config.name);
    return withWholeStudy('verify', options, {
      prepare: (study) => prepareOut(study, folderOf(study)),
      async work(study) {
        const folder = folderOf(study);
        const verification = await verifyStudy(study, { lock, lockFile, level, out: folder });
        await tell(verification, folder);
        return exitCodeOf(verification.asked, verification.comparison.reached);
      },
    });
  },
});

/** Says what was found on standard output, and where GitHub Actions looks for it. */
async function tell(verification: Verification, folder: string): Promise<void> {
  const { describeFirst, describeReached } = await import('../verify/verification.ts');
  console.log(
    `verify: ${verification.study}: ${describeReached(verification)} (${join(folder, 'verify.md')})`,
  );
  for (const line of describeFirst(verification)) console.log(line);
  for (const { file, path, pixels } of verification.pictures) {
    console.log(`picture: ${join(folder, file)}: ${pixels} pixels of ${path} differ`);
  }
  if (process.env.GITHUB_ACTIONS === 'true') {
    const { listAnnotations } = await import('../verify/annotations.ts');
    const workspace = process.env.GITHUB_WORKSPACE;
    for (const line of listAnnotations(verification, workspace)) console.log(line);
  }
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendSummary(summary, verification);
}

/** What was found counts, and not whether GitHub can show it. */
async function appendSummary(path: string, verification: Verification): Promise<void> {
  const { appendText } = await import('../store/files.ts');
  const { UserError } = await import('../study/errors.ts');
  const { renderVerifyMarkdown } = await import('../verify/verifyMarkdown.ts');
  try {
    await appendText(path, renderVerifyMarkdown(verification));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`the summary of the step is left out: ${error.message}`);
  }
}

await runIfMain(import.meta, command);
