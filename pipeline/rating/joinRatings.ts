/** What people have said of a study's ideas, and of the ladder's attacks among them: read, joined with what the images are, and summed up. */

import type { Study } from '../models/study.ts';
import { formatQuantity } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { nameLine, type Problem } from '../store/csvFile.ts';
import { exists } from '../store/files.ts';
import { assertVouched } from '../store/vouchedFile.ts';
import { readDecimal } from '../store/writtenNumbers.ts';
import { expected, UserError } from '../study/errors.ts';
import type { IdeaRow } from '../study/tables.ts';
import { hashImage } from './pageImages.ts';
import { nameIdea, placeAttack } from './ratedImages.ts';
import { type Checked, readKey, readRatings } from './ratingFiles.ts';
import type { AttackImage, KeyedRating, KeyRow, PeopleSummary, Rating } from './ratingRecords.ts';
import { imageOf, readShownAttacks } from './shownAttacks.ts';
import { type Shown, summarisePeople } from './summarisePeople.ts';

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
 * The ratings in `files`, each with what its image is. Where a rater has rated an image more than once, one counts
 * ({@link replaces}); each that is left out, and says something else, is a problem.
 */
export function joinRatings(key: OpenedKey, files: readonly RatingFile[]): JoinedRatings {
  const problems: Problem[] = [...key.problems, ...files.flatMap((file) => file.problems)];
  const setAside: Rating[] = [];
  const usable: PlacedRating[] = [];
  for (const { file, rows } of files) {
    for (const { line, row } of rows) {
      const found = findImage(key, row.image);
      const fault = found ? found.fault : `expected an image of ${key.path}, got '${row.image}'`;
      if (fault === null) {
        usable.push({ file, line, rating: { ...row, image: found!.row.image, key: found!.row } });
      } else {
        problems.push({ file, line, what: fault, whose: row.rater });
        setAside.push(row);
      }
    }
  }
  const groups = [...groupBy(usable, ({ rating }) => nameRating(rating)).values()].map(chooseRating);
  problems.push(...groups.flatMap((group) => group.problems));
  // Within a file, those that are no CSV were found first.
  const places = [key.path, ...files.map(({ file }) => file)];
  problems.sort((a, b) => places.indexOf(a.file) - places.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
  return { ratings: groups.map(({ counts }) => counts), setAside, problems };
}

/** A rating and the line it comes from. */
interface PlacedRating {
  readonly file: string;
  readonly line: number;
  readonly rating: KeyedRating;
}

/** The image that a row names; undefined where the key has none of the name. */
function findImage({ images }: OpenedKey, name: string) {
  const found = images.get(name);
  if (found !== undefined) return found;
  const meant = [...images.keys()].filter((image) => isNumberOf(image, name));
  return meant.length === 1 ? images.get(meant[0]!) : undefined;
}

/**
 * Whether `written` is the name `image` as a spreadsheet writes it that has taken it for a number: `1.23457E+11` of
 * `123456789012`, `12345` of `000000012345`.
 */
function isNumberOf(image: string, written: string): boolean {
  const [value, number] = [readDecimal(image), readDecimal(written)];
  if (value === null || number === null) return false;
  const digits = written.replace(/e.*$/i, '').replace(/\D/g, '').length;
  return /e/i.test(written)
    ? value.toExponential(digits - 1) === number.toExponential(digits - 1)
    : value === number;
}

/** One text a pair of rater and image; two ratings that have it cannot both count. */
export function nameRating({ rater, image }: Rating): string {
  return JSON.stringify([rater, image]);
}

/**
 * Whether two ratings of one image by one rater are the same: they say the same, and at the same time unless a program
 * has written a time in its own way.
 */
export function isSameRating(a: Rating, b: Rating): boolean {
  const [timeOfA, timeOfB] = [readTime(a), readTime(b)];
  const isSameTime =
    timeOfA === null || timeOfB === null ? a.milliseconds === b.milliseconds : timeOfA === timeOfB;
  return a.answer === b.answer && a.sureness === b.sureness && isSameTime;
}

const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * When a rating was made, in milliseconds, where its time is written as the page does, by ISO 8601 with its zone; null for
 * any other, in which a day may look like a month.
 */
export function readTime({ timestamp }: Rating): number | null {
  if (!ISO_TIME.test(timestamp)) return null;
  const time = Date.parse(timestamp.replace(' ', 'T'));
  return Number.isNaN(time) ? null : time;
}

/**
 * Whether `next`, which comes further on in the files and lines as given, takes the place of `held`: where the times of both
 * are known, if it is not earlier; else always, but for the same rating that has lost its time.
 */
function replaces(next: Rating, held: Rating): boolean {
  const [time, heldTime] = [readTime(next), readTime(held)];
  if (time !== null && heldTime !== null) return time >= heldTime;
  return time !== null || heldTime === null || !isSameRating(next, held);
}

/** Which of the ratings of one image by one rater counts, and the others that say something else. */
function chooseRating(given: readonly PlacedRating[]): { counts: KeyedRating; problems: Problem[] } {
  const kept = given.reduce((held, next) => (replaces(next.rating, held.rating) ? next : held));
  const lost = given.filter(({ rating }) => !isSameRating(rating, kept.rating));
  const problems = lost.map(({ file, line, rating }): Problem => {
    const isLater = (readTime(kept.rating) ?? Number.NaN) >= (readTime(rating) ?? Number.NaN);
    const how = isLater ? 'a later one' : 'one further on';
    const what = `expected one rating of ${rating.image} by '${rating.rater}', got ${how} in ${kept.file}:${kept.line}`;
    return { file, line, what, whose: rating.rater };
  });
  return { counts: kept.rating, problems };
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
export async function findPeople(study: Study, shown: Omit<Shown, 'attacks'>): Promise<FoundPeople> {
  const { ratings: path, summary } = study.folder.rating;
  if (!(await exists(summary))) return {};
  try {
    const key = await openKey(study, shown.ideas);
    const { ratings, problems } = joinRatings(key, [await readImportedRatings(path)]);
    const leftOut = problems.length === 0 ? {} : { ratingsLeftOut: describeProblems(problems) };
    if (ratings.length === 0) return leftOut;
    return { people: summarisePeople(ratings, { ...shown, attacks: key.attacks }), ...leftOut };
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
