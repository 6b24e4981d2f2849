/** The step that takes in what people have said of a study's ideas. */
import { summarisePeople } from '../analysis/people.ts';
import { writeFileAtomic, writeJson } from '../store/files.ts';
import { ratingsCsv } from '../store/ratings.ts';
import type { Problem } from '../store/table.ts';
import { expected } from '../study/errors.ts';
import type { PeopleSummary } from '../study/ratings.ts';
import type { StudyData } from './dataset.ts';
import { joinRatings } from './ratePeople.ts';
import { gatherResults } from './results.ts';
import type { Study } from './study.ts';

/** What an import took in. */
export interface RatingImport {
  readonly rows: number;
  readonly summary: PeopleSummary;
}

/**
 * Reads `files`, names every line that is left out to `report`, and writes rating/ratings.csv and rating/summary.json
 * in place of those of an earlier import. Throws a UserError where nothing is left.
 */
export async function importRatings(
  study: Study,
  data: StudyData,
  files: readonly string[],
  report: (problem: Problem) => void,
): Promise<RatingImport> {
  const { ideas, scoreVersion } = await gatherResults(study, data);
  const { ratings, problems } = await joinRatings(study, ideas, files);
  for (const problem of problems) report(problem);
  if (ratings.length === 0) {
    throw expected(files.join(', '), 'at least one rating', 'none that can be used', 'mend the rows');
  }
  const summary = summarisePeople(ratings, ideas, scoreVersion);
  await writeFileAtomic(study.folder.rating.ratings, ratingsCsv(ratings));
  await writeJson(study.folder.rating.summary, summary);
  return { rows: ratings.length, summary };
}
