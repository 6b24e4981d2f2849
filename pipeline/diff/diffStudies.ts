/** Compares two studies that are there, and writes the page that shows what differs. */
import { writeFileAtomic } from '../store/files.ts';
import { compareSides, type StudyDiff } from './compareSides.ts';
import { renderDiff } from './diffPage.ts';
import { openSide } from './side.ts';
import type { Pair } from './twoSides.ts';

/** Compares what is at the two paths and writes the page to `page`. Throws a UserError where one is no study and no lock. */
export async function diffStudies(paths: Pair<string>, page: string): Promise<StudyDiff> {
  const diff = await compareSides({ a: await openSide(paths.a), b: await openSide(paths.b) });
  await writeFileAtomic(page, renderDiff(diff));
  return diff;
}
