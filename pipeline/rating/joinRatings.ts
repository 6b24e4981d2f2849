/** What people have said of a study's ideas, and of the ladder's attacks among them: read, joined with what the images are, and summed up. */

import type { Study } from '../models/study.ts';
import { formatQuantity } from '../page/wording.ts';
import { nameLine, type Problem } from '../store/csvFile.ts';
import { exists } from '../store/files.ts';
import { assertVouched } from '../store/vouchedFile.ts';
import { expected, UserError } from '../study/errors.ts';
import type { IdeaRow } from '../study/tables.ts';
import { hashImage } from './pageImages.ts';
import type { KeyedRating } from './raterChecks.ts';
import { type Checked, readKey, readRatings } from './ratingFiles.ts';
import type { AttackImage, KeyRow, PeopleSummary, Rating } from './ratingRecords.ts';
import { imageOf, readShownAttacks } from './shownAttacks.ts';
import { nameIdea, placeAttack, summarisePeople } from './summarisePeople.ts';

/** What ratings of a study are held against: the key of its page, and its images as they are now. */
export interface OpenedKey {
  /** Of key.csv. */
  readonly path: string;
  /** By name on the page what each image is, and why its ratings cannot be used; null where they can. */
  readonly images: ReadonlyMap<string, { readonly row: KeyRow; readonly fault: string | null }>;
  /** The images of the ladder that the page shows. */
  readonly attacks: readonly AttackImage[];
  /** Lines of the key that are no row. */
  readonly problems: readonly Problem[];
}

/** Opens the key of the study's page. Throws a UserError where it has none. */
export async function openKey(study: Study, ideas: readonly IdeaRow[]): Promise<OpenedKey> {
  const path = study.folder.rating.key;
  const key = await readKey(path);
  if (key === null) throw expected(path, 'the key of a rating page', 'none', 'run make rate first');
  const attacks = await readShownAttacks(study);
  const pixels = placePixels(ideas, attacks);
  const images = new Map(key.rows.map(({ row }) => [row.image, { row, fault: findFault(row, pixels) }]));
  return { path, images, attacks, problems: key.problems };
}

/** A file of ratings, read. */
export interface RatingFile extends Checked<Rating> {
  readonly file: string;
}

/** Reads a file of ratings. Throws as {@link readRatings} does. */
export async function readRatingFile(file: string): Promise<RatingFile> {
  return { file, ...(await readRatings(file)) };
}

/** Reads what an import wrote. Throws a UserError where it has been changed since: a person may want that, but has to say so. */
export async function readImportedRatings(file: string): Promise<RatingFile> {
  await assertVouched(file, `take it in as it is with make rate-import CSV=${file}`);
  return readRatingFile(file);
}

/** Ratings of the study's images as they are now, and the lines that are none. */
export interface JoinedRatings {
  readonly ratings: readonly KeyedRating[];
  /** Good ratings of images that the study does not have, or not as they were rated: they may come back. */
  readonly setAside: readonly Rating[];
  readonly problems: readonly Problem[];
}

/**
 * The ratings in `files`, each with what its image is. Where a rater has rated an image more than once, the later
 * timestamp counts, and of equal ones the later row; the rating that is left out is a problem.
 */
export function joinRatings(key: OpenedKey, files: readonly RatingFile[]): JoinedRatings {
  const problems: Problem[] = [...key.problems];
  const ratings = new Map<string, PlacedRating>();
  const setAside: Rating[] = [];
  for (const { file, rows, problems: own } of files) {
    problems.push(...own);
    for (const { line, row } of rows) {
      const found = key.images.get(row.image);
      const fault = found ? found.fault : `expected an image of ${key.path}, got '${row.image}'`;
      if (fault === null) {
        problems.push(...placeRating(ratings, { file, line, rating: { ...row, key: found!.row } }));
      } else {
        problems.push({ file, line, what: fault });
        setAside.push(row);
      }
    }
  }
  // Within a file, those that are no CSV were found first.
  const places = [key.path, ...files.map(({ file }) => file)];
  problems.sort((a, b) => places.indexOf(a.file) - places.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
  return { ratings: [...ratings.values()].map(({ rating }) => rating), setAside, problems };
}

/** A rating and the line it comes from. */
interface PlacedRating {
  readonly file: string;
  readonly line: number;
  readonly rating: KeyedRating;
}

/** One text a pair of rater and image; two ratings that have it cannot both count. */
export function nameRating({ rater, image }: Rating): string {
  return JSON.stringify([rater, image]);
}

/** Whether two ratings of one image by one rater say the same at the same time. */
export function isSameRating(a: Rating, b: Rating): boolean {
  return a.answer === b.answer && a.sureness === b.sureness && a.timestamp === b.timestamp;
}

/** Puts a rating where it belongs, unless there is a later one; names the one that is left out, if it differs. */
function placeRating(ratings: Map<string, PlacedRating>, placed: PlacedRating): Problem[] {
  const name = nameRating(placed.rating);
  const earlier = ratings.get(name);
  const timeOf = ({ rating }: PlacedRating) => Date.parse(rating.timestamp);
  const isLater = earlier === undefined || timeOf(placed) >= timeOf(earlier);
  if (isLater) ratings.set(name, placed);
  if (earlier === undefined || isSameRating(earlier.rating, placed.rating)) return [];
  const [kept, lost] = isLater ? [placed, earlier] : [earlier, placed];
  const { rater, image } = lost.rating;
  const what = `expected one rating of ${image} by '${rater}', got a later one in ${kept.file}:${kept.line}`;
  return [{ file: lost.file, line: lost.line, what }];
}

/** The images that can be rated, by name. */
function placePixels(
  ideas: readonly IdeaRow[],
  attacks: readonly AttackImage[],
): ReadonlyMap<string, Float32Array> {
  return new Map([
    ...ideas.map((idea) => [nameIdea({ ...idea, model: idea.model.name }), idea.image] as const),
    ...attacks.map((attack) => [nameIdea(placeAttack(attack)), imageOf(attack)] as const),
  ]);
}

/** Why a rating cannot be held against the study's images; null where it can. */
function findFault(key: KeyRow, pixels: ReadonlyMap<string, Float32Array>): string | null {
  if (key.kind !== 'idea' && key.kind !== 'attack') return null;
  const what = key.kind === 'idea' ? 'idea' : 'image of the ladder';
  const image = pixels.get(nameIdea(key));
  if (image === undefined)
    return `expected a finished ${what}, got ${nameIdea(key)}, which the study does not have`;
  return hashImage(image) === key.sha256
    ? null
    : `expected the ${what} ${nameIdea(key)} as rated, got another`;
}

/** What is known of people, and why something that was imported is not in it; neither where nobody has rated. */
export interface FoundPeople {
  readonly people?: PeopleSummary;
  readonly ratingsLeftOut?: string;
}

/**
 * What was imported of people's ratings, held against today's ideas and scores. What is damaged, or of ideas that have
 * changed since, is left out and named: a report, and the next import, do without it.
 */
export async function findPeople(
  study: Study,
  ideas: readonly IdeaRow[],
  scoreVersion: string,
): Promise<FoundPeople> {
  const { ratings: path, summary } = study.folder.rating;
  if (!(await exists(summary))) return {};
  try {
    const key = await openKey(study, ideas);
    const { ratings, problems } = joinRatings(key, [await readImportedRatings(path)]);
    const leftOut = problems.length === 0 ? {} : { ratingsLeftOut: describeProblems(problems) };
    if (ratings.length === 0) return leftOut;
    const { attacks } = key;
    return { people: summarisePeople(ratings, { ideas, attacks, scoreVersion }), ...leftOut };
  } catch (error) {
    if (error instanceof UserError) return { ratingsLeftOut: error.message };
    throw error;
  }
}

/** How many lines cannot be used, and why the first cannot. */
function describeProblems(problems: readonly Problem[]): string {
  const { file, line, what } = problems[0]!;
  return `${formatQuantity(problems.length, 'line')}, the first ${nameLine({ file, line })}: ${what}`;
}
