/** What a former export has left in the folder of the next one: a study is exported again, and to where no other one is. */
import { join } from 'node:path';
import { listFolder } from '../store/fileList.ts';
import { exists, readBytes, removeFile } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { listFormerFigures, titleFiguresReadme } from './figures.ts';
import { titleTablesReadme } from './tablesReadme.ts';

const tablesReadmeOf = (out: string) => join(out, 'tables', 'README.md');
const figuresReadmeOf = (out: string) => join(out, 'figures', 'README.md');

/** A README that is there; null where there is none. */
async function readReadme(path: string): Promise<string | null> {
  return (await exists(path)) ? new TextDecoder().decode(await readBytes(path)) : null;
}

/** Throws a UserError where `out` has the export of another study than `name`, or a README that no export wrote. */
export async function assertOwnExport(out: string, name: string): Promise<void> {
  const titles = [
    [tablesReadmeOf(out), titleTablesReadme(name)],
    [figuresReadmeOf(out), titleFiguresReadme(name)],
  ] as const;
  for (const [path, wanted] of titles) {
    const readme = await readReadme(path);
    if (readme === null || readme.startsWith(`${wanted}\n`)) continue;
    const title = readme.split('\n')[0]!.slice(0, 100);
    throw expected(path, `none, or that of an export of ${name}`, `'${title}'`, 'give another --out');
  }
}

/** Removes the tables of the former export that are not in `names`, by its README. */
export async function removeFormerTables(out: string, names: readonly string[]): Promise<void> {
  const former = (await readReadme(tablesReadmeOf(out)))?.matchAll(/^## ([\w-]+)\.csv$/gm) ?? [];
  for (const [, name] of former) {
    if (!names.includes(name!)) await removeFile(join(out, 'tables', `${name}.csv`));
  }
}

/** Removes the figures of the former export that are not in `names`, by its README. */
export async function removeFormerFigures(out: string, names: readonly string[]): Promise<void> {
  const readme = await readReadme(figuresReadmeOf(out));
  const gone = listFormerFigures(readme ?? '').filter((name) => !names.includes(name));
  const files = gone.flatMap((name) => [`${name}.svg`, `${name}.png`]);
  for (const file of files) await removeFile(join(out, 'figures', file));
}

/** Removes event files of ours in the `folder` of a run but for `kept`: TensorBoard would take them for one run with it. */
export async function removeFormerEvents(folder: string, kept: string): Promise<void> {
  if (!(await exists(folder))) return;
  for (const name of await listFolder(folder, 'a folder')) {
    if (name !== kept && /^events\.out\.tfevents\.\d+\.digit-ideas$/.test(name))
      await removeFile(join(folder, name));
  }
}
