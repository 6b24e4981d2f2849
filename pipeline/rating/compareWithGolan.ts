/** The step that holds a study's panel against the people of Golan, Raju and Kriegeskorte (PNAS 2020). */

import { ANSWERS } from '../judging/answers.ts';
import { openFrozenPanel, readFrozenPanel } from '../judging/frozenPanel.ts';
import { readTogether } from '../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import type { Study } from '../models/study.ts';
import { writeJson } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { readGolanRatings, readImageFolder } from './golanFiles.ts';
import { type CategoryRating, compareWithSubjects, type ReaderProbabilities } from './golanSummary.ts';
import type { ImportListener } from './importRatings.ts';
import type { GolanSummary } from './ratingRecords.ts';

/** Where the published data is. */
export interface GolanData {
  readonly csv: string;
  readonly images: string;
  /** Whether the pictures are dark on white; the judges read white on black. */
  readonly isInverted: boolean;
}

/** Ratings by index of the image, and the images [n, 784]. */
interface Rated {
  readonly ratings: readonly CategoryRating[];
  readonly images: Float32Array;
}

/**
 * Compares every judge and the panel with the subjects and writes rating/golan.json. Lines and pictures that are left
 * out are named to `listener`. Throws a UserError where nothing is left.
 */
export async function compareWithGolan(
  study: Study,
  source: GolanData,
  listener: ImportListener,
): Promise<GolanSummary & { readonly scoreVersion: string }> {
  const { ratings, images } = await readRated(source, listener);
  const panel = await openFrozenPanel(study.engine, await readFrozenPanel(study.config.judging.judges));
  try {
    const { judges, ...together } = (await readTogether(panel, images))[PRIMARY_TOLERANCE];
    const readers: ReaderProbabilities[] = [['panel', together] as const, ...Object.entries(judges)].map(
      ([name, { probabilities }]) => ({ name, probabilities: pickDigits(probabilities) }),
    );
    const summary = compareWithSubjects(ratings, readers);
    const versioned = { scoreVersion: panel.version, ...summary };
    await writeJson(study.folder.rating.golan, versioned);
    return versioned;
  } finally {
    await panel.dispose();
  }
}

async function readRated(source: GolanData, listener: ImportListener): Promise<Rated> {
  const table = await readGolanRatings(source.csv);
  const folder = await readImageFolder(source.images);
  for (const problem of [...table.problems, ...folder.problems]) listener.problem(problem);
  for (const remark of table.remarks) listener.remark(remark);
  const names = [...new Set(table.rows.map(({ row }) => row.image))].sort();
  const present = names.filter((name) => folder.images.has(name));
  for (const name of names.filter((candidate) => !folder.images.has(candidate))) {
    listener.problem({ file: source.images, line: null, what: `expected a picture ${name}.png, got none` });
  }
  const places = new Map(present.map((name, i) => [name, i]));
  const ratings = table.rows.flatMap(({ row: { subject, image, category, rating } }) => {
    const at = places.get(image);
    return at === undefined ? [] : [{ subject, image: at, category, rating }];
  });
  if (ratings.length === 0) {
    throw expected(source.csv, `ratings of pictures in ${source.images}`, 'none', 'check both paths');
  }
  const images = new Float32Array(present.length * PIXELS);
  present.forEach((name, i) => {
    const image = folder.images.get(name)!;
    images.set(source.isInverted ? image.map((value) => 1 - value) : image, i * PIXELS);
  });
  if (mean(images) > 0.5) {
    const next = source.isInverted ? 'leave --golan-invert out' : 'add --golan-invert';
    listener.remark(
      `${source.images}: the pictures are mostly light, and the judges read white on black; ${next}`,
    );
  }
  return { ratings, images };
}

/** P(digit) [n, 10] of probabilities [n, 11]: without "not a digit". */
function pickDigits(answers: Float64Array): Float64Array {
  return answers.filter((_, at) => at % ANSWERS < CLASSES);
}
