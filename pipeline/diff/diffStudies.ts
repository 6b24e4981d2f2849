/** Compares two studies that are there, and writes the page that shows what differs. */
import { isFolder } from '../store/fileList.ts';
import { exists, writeFileAtomic } from '../store/files.ts';
import { assertNoInputs, assertOutsideStudies, assertOutsideStudy } from '../store/outputs.ts';
import { expected } from '../study/errors.ts';
import { compareSides, type StudyDiff } from './compareSides.ts';
import { renderDiff } from './diffPage.ts';
import { openSide } from './side.ts';
import type { Pair } from './twoSides.ts';

/**
 * Compares what is at the two paths and writes the page to `page`. Throws a UserError where one is no study and no lock, and where
 * the page would lie in any study or in the place of a lock that is compared.
 */
export async function diffStudies(paths: Pair<string>, page: string): Promise<StudyDiff> {
  for (const path of [paths.a, paths.b]) {
    if ((await exists(path)) && (await isFolder(path))) assertOutsideStudy(page, path);
    else assertNoInputs([page], [path]);
  }
  await assertOutsideStudies(page);
  if (!page.endsWith('.html')) throw expected('--out', 'the name of a page, .html', page, 'give another');
  const diff = await compareSides({ a: await openSide(paths.a), b: await openSide(paths.b) });
  await writeFileAtomic(page, renderDiff(diff));
  return diff;
}
