/** Command: fills the tables of the pages that people read from what is committed. */
import { basename, dirname, join } from 'node:path';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const OPTIONS = {
  check: {
    type: 'boolean',
    default: false,
    describe: 'Write nothing; exit with 2 where a page is not as it should be',
  },
  ladder: {
    type: 'string',
    requiresArg: true,
    describe: 'A folder that make ladder wrote, whose findings take the place of the committed ones',
  },
  results: {
    type: 'string',
    requiresArg: true,
    describe:
      'A finished study, such as artifacts/sweep, whose report and tables take the place of the committed ones',
  },
} as const;

/** Throws a UserError for what would be copied: a check writes nothing. */
async function refuseSources(sources: Readonly<Record<string, string | undefined>>): Promise<void> {
  const [name] = Object.entries(sources).find(([, path]) => path !== undefined) ?? [];
  if (name === undefined) return;
  const { expected } = await import('../study/errors.ts');
  throw expected(
    '--check',
    `no --${name} beside it`,
    sources[name]!,
    'leave one out: a check writes nothing',
  );
}

export const command = defineCommand({
  script: 'pipeline/commands/docs.ts',
  purpose:
    'Fills the generated tables of README and docs/ from the cards of the judges and the committed results.',
  options: OPTIONS,
  async run({ check, ladder, results }) {
    if (check) await refuseSources({ ladder, results });
    const { LADDER_FILE, renderDocuments } = await import('../docs/documents.ts');
    const { summariseLadders } = await import('../docs/ladderSummary.ts');
    const { ladderRecord } = await import('../ladder/ladderRecord.ts');
    const { secondRecord } = await import('../ladder/second/secondRecord.ts');
    const { prepareFolder, writeFileAtomic } = await import('../store/files.ts');
    const { readRecord } = await import('../store/recordFile.ts');
    if (ladder !== undefined) {
      const remedy = 'run make ladder';
      const first = await readRecord(join(ladder, 'ladder.json'), ladderRecord, remedy);
      const second = await readRecord(join(ladder, 'second.json'), secondRecord, remedy);
      await prepareFolder(dirname(LADDER_FILE));
      await writeFileAtomic(LADDER_FILE, `${JSON.stringify(summariseLadders(first, second), null, 1)}\n`);
    }
    if (results !== undefined) {
      const { copyResults, RESULTS_FOLDER } = await import('../docs/studyResults.ts');
      const to = join(RESULTS_FOLDER, basename(results));
      console.log(`docs: ${(await copyResults(results, to)).join(', ')} copied to ${to}`);
    }
    const stale = (await renderDocuments('.')).filter(({ written, wanted }) => written !== wanted);
    if (!check) for (const { path, wanted } of stale) await writeFileAtomic(path, wanted);
    for (const { path } of stale)
      console.log(`docs: ${path} ${check ? 'is not as its sources say: make docs' : 'filled'}`);
    if (stale.length === 0) console.log('docs: every table is as its sources say');
    return check && stale.length > 0 ? 2 : 0;
  },
});

await runIfMain(import.meta, command);
