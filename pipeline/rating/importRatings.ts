/** The step that takes in what people have said of a study's ideas. */
import { resolve } from 'node:path';
import type { Study } from '../models/study.ts';
import { formatQuantity, joinWords } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { Problem } from '../store/csvFile.ts';
import { exists, writeFileAtomic, writeJson } from '../store/files.ts';
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
import { correctedCsv, noiseCsv } from './peopleCsv.ts';
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

/** Hears what an import has to say of the files that it reads. */
export interface ImportListener {
  /** Of each line that is left out. */
  problem(problem: Problem): void;
  /** Of what a reader should know, a line each. */
  remark(line: string): void;
}

/**
 * Reads `files`, names every line that is left out and who loses how many to `listener`, and writes rating/ratings.csv, rating/summary.json,
 * rating/corrected.csv and rating/noise.csv from them and the ratings of earlier imports, of which those that can not be used today are kept. What is `shown`
 * is as it is today. Throws a UserError where `files` have no rating that can be used.
 */
export async function importRatings(
  study: Study,
  shown: Omit<Shown, 'attacks'>,
  files: readonly string[],
  listener: ImportListener,
): Promise<RatingImport> {
  const path = study.folder.rating.ratings;
  const key = await openKey(study, shown.ideas);
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
  for (const problem of problems) listener.problem(problem);
  for (const remark of [...describeLosses(all, problems), ...describeRaters(all)]) listener.remark(remark);
  if (given.ratings.length === 0) {
    throw expected(files.join(', '), 'at least one rating', 'none that can be used', 'mend the rows');
  }
  const summary = summarisePeople(ratings, { ...shown, attacks: key.attacks });
  await writeVouched(study.folder.rating.ratings, ratingsCsv([...ratings, ...before.setAside]));
  await writeJson(study.folder.rating.summary, summary);
  await writeFileAtomic(study.folder.rating.corrected, correctedCsv(summary));
  await writeFileAtomic(study.folder.rating.noise, noiseCsv(summary));
  const there = before.ratings.length;
  return {
    rows: ratings.length,
    there,
    added: ratings.length - there,
    replaced: countReplaced(before.ratings, ratings),
    summary,
  };
}

/** Who loses how many of the rows that `files` have. */
function describeLosses(files: readonly RatingFile[], problems: readonly Problem[]): string[] {
  const read = files.flatMap(({ rows }) => rows.map(({ row }) => row.rater));
  const unread = files.flatMap((file) => file.problems).map(({ whose }) => whose);
  const given = groupBy([...read, ...unread], (rater) => rater ?? '');
  const isOfFile = ({ file }: Problem) => files.some((one) => one.file === file);
  const lost = groupBy(problems.filter(isOfFile), ({ whose }) => whose ?? '');
  return [...lost].map(([rater, own]) => {
    const rows = formatQuantity(given.get(rater)!.length, 'row');
    return `${rater === '' ? 'nobody by name' : `'${rater}'`}: ${own.length} of ${rows} left out`;
  });
}

/** What there is to say of letters that were guessed, and of raters that may be one. */
function describeRaters(files: readonly RatingFile[]): string[] {
  const names = new Set(files.flatMap(({ rows }) => rows.map(({ row }) => row.rater)));
  const alike = [...groupBy([...names], (name) => name.toLowerCase()).values()].filter(
    (group) => group.length > 1,
  );
  return [
    ...files.flatMap(({ remarks }) => remarks),
    ...alike.map((group) => {
      const all = joinWords(group.map((name) => `'${name}'`));
      return `${all} are taken for different people; where they are one, write the name in one way`;
    }),
  ];
}

/** How many of `before` have another rating of the same image by the same rater in `after`. */
function countReplaced(before: readonly Rating[], after: readonly Rating[]): number {
  const earlier = new Map(before.map((rating) => [nameRating(rating), rating]));
  return after.filter((rating) => {
    const old = earlier.get(nameRating(rating));
    return old !== undefined && !isSameRating(old, rating);
  }).length;
}
