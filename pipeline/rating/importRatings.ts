/** The step that takes in what people have said of a study's ideas. */
import { resolve } from 'node:path';
import type { Study } from '../models/study.ts';
import type { Problem } from '../store/csvFile.ts';
import { exists, writeJson } from '../store/files.ts';
import { writeVouched } from '../store/vouchedFile.ts';
import { expected } from '../study/errors.ts';
import {
  isSameRating,
  joinRatings,
  nameRating,
  openKey,
  type RatingFile,
  readImportedRatings,
  readRatingFile,
} from './joinRatings.ts';
import { ratingsCsv } from './ratingFiles.ts';
import type { PeopleSummary, Rating } from './ratingRecords.ts';
import { type Shown, summarisePeople } from './summarisePeople.ts';

/** What an import took in. */
export interface RatingImport {
  readonly rows: number;
  /** Ratings of earlier imports, those that are new, and those of earlier imports that a later one replaced. */
  readonly there: number;
  readonly added: number;
  readonly replaced: number;
  readonly summary: PeopleSummary;
}

/**
 * Reads `files`, names every line that is left out to `onProblem`, and writes rating/ratings.csv and rating/summary.json
 * from them and the ratings of earlier imports, of which those that can not be used today are kept. The ideas are
 * those of today, scored by `scoreVersion`. Throws a UserError where `files` have no rating that can be used.
 */
export async function importRatings(
  study: Study,
  { ideas, scoreVersion }: Omit<Shown, 'attacks'>,
  files: readonly string[],
  onProblem: (problem: Problem) => void,
): Promise<RatingImport> {
  const path = study.folder.rating.ratings;
  const key = await openKey(study, ideas);
  const isNamed = files.some((file) => resolve(file) === resolve(path));
  const read = isNamed ? readRatingFile : readImportedRatings;
  const earlier = (await exists(path)) ? [await read(path)] : [];
  const isEarlier = (file: string) => earlier.length > 0 && resolve(file) === resolve(path);
  const others: RatingFile[] = [];
  for (const file of files) if (!isEarlier(file)) others.push(await readRatingFile(file));
  const all = [...earlier, ...others];
  const before = joinRatings(key, earlier);
  const given = joinRatings(key, files.some(isEarlier) ? all : others);
  const { ratings, problems } = joinRatings(key, all);
  for (const problem of problems) onProblem(problem);
  if (given.ratings.length === 0) {
    throw expected(files.join(', '), 'at least one rating', 'none that can be used', 'mend the rows');
  }
  const summary = summarisePeople(ratings, { ideas, attacks: key.attacks, scoreVersion });
  await writeVouched(study.folder.rating.ratings, ratingsCsv([...ratings, ...before.setAside]));
  await writeJson(study.folder.rating.summary, summary);
  const there = before.ratings.length;
  return {
    rows: ratings.length,
    there,
    added: ratings.length - there,
    replaced: countReplaced(before.ratings, ratings),
    summary,
  };
}

/** How many of `before` have another rating of the same image by the same rater in `after`. */
function countReplaced(before: readonly Rating[], after: readonly Rating[]): number {
  const earlier = new Map(before.map((rating) => [nameRating(rating), rating]));
  return after.filter((rating) => {
    const old = earlier.get(nameRating(rating));
    return old !== undefined && !isSameRating(old, rating);
  }).length;
}
