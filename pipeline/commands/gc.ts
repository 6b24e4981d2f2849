/** Command: removes what no config names any more, and what killed runs have left. */
import { formatQuantity } from '../page/wording.ts';
import type { Garbage } from '../sweep/garbage.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { withFolder } from './studyCommand.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

export const command = defineCommand({
  script: 'pipeline/commands/gc.ts',
  purpose:
    'Removes models that neither the config of their study nor any in the folder of configs names, and what killed runs have left. ' +
    'What one of these configs names is never touched.',
  options: {
    artifacts: STUDY_OPTIONS.artifacts,
    configs: {
      type: 'string',
      default: 'configs',
      requiresArg: true,
      describe: 'Folder of configs whose models are kept',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Only say what would be removed' },
  },
  async run({ artifacts, configs: folder, 'dry-run': isDryRun }) {
    const { findGarbage, findTemporaryFolders, findWhyUnreadable, listStudies, readConfigs } = await import(
      '../sweep/garbage.ts'
    );
    const { describeHolder } = await import('../store/lock.ts');
    const { openStudyFolder } = await import('../store/studyFolder.ts');
    const configs = await readConfigs(folder);
    const all: Garbage[] = [];
    for (const name of await listStudies(artifacts)) {
      const { root } = openStudyFolder(artifacts, name);
      const reason = (await describeHolder(root)) ?? (await findWhyUnreadable(artifacts, name));
      if (reason !== null) console.log(`${root} is left as it is: ${reason}`);
      else if (isDryRun) all.push(...(await findGarbage(artifacts, name, configs)));
      else {
        const found = () => findGarbage(artifacts, name, configs);
        // What was half-written goes when the lock is taken: it is listed before.
        const left = (await found()).filter(({ path }) => path.endsWith('.tmp'));
        await withFolder('gc', root, async () => all.push(...left, ...(await clear(await found()))));
      }
    }
    const temporary = await findTemporaryFolders(Date.now());
    all.push(...(isDryRun ? temporary : await clear(temporary)));
    for (const { path, bytes, reason } of all) console.log(`${path}: ${formatSize(bytes)}: ${reason}`);
    const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
    const things = `${formatQuantity(all.length, 'thing')}, ${formatSize(bytes)}`;
    console.log(isDryRun ? `would be removed: ${things}` : `removed: ${things}`);
  },
});

async function clear(garbage: readonly Garbage[]): Promise<readonly Garbage[]> {
  const { removeAll } = await import('../store/folderSize.ts');
  for (const { path } of garbage) await removeAll(path);
  return garbage;
}

function formatSize(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

await runIfMain(import.meta, command);
