/** The step that makes the page on which people rate a study's ideas, and the key to it. */

import type { Study } from '../models/study.ts';
import { sha256, writeFileAtomic } from '../store/files.ts';
import { writeVouched } from '../store/vouchedFile.ts';
import { expected } from '../study/errors.ts';
import { choosePageImages, type PageMaterial } from './pageImages.ts';
import { keyCsv, readKey } from './ratingFiles.ts';
import { renderRatingPage } from './ratingPage.ts';
import type { ImageKind, KeyRow } from './ratingRecords.ts';
import { readLadderAttacks, writeShownAttacks } from './shownAttacks.ts';

/** What can be shown: the study's finished ideas, and test images for the checks. */
export type RatingMaterial = Omit<PageMaterial, 'attacks'>;

/** What a page is to have. */
export interface RatingTask {
  /** Most ideas. */
  readonly count: number;
  readonly seed: number;
  /** The ladder.json whose images made to fool a judge are shown too. */
  readonly ladder?: string | undefined;
}

/** How many images of each sort a page has. */
export interface RatingPage {
  readonly ideas: number;
  readonly attacks: number;
  /** Real digits, and noise. */
  readonly checks: number;
  /** Real digits with pixels flipped. */
  readonly flipped: number;
}

/**
 * Writes rating/rate.html and rating/key.csv. Rows of an earlier key are kept, so that ratings made on an earlier page
 * can still be imported. Throws a UserError, and writes nothing, where the study has no idea yet, the earlier key is
 * damaged, or the ladder cannot be read.
 */
export async function writeRatingPage(
  study: Study,
  material: RatingMaterial,
  { count, seed, ladder }: RatingTask,
): Promise<RatingPage> {
  const earlier = await readEarlierKey(study.folder.rating.key);
  if (material.ideas.length === 0) {
    throw expected(study.folder.root, 'ideas with their scores', 'none', 'run make sweep first');
  }
  const attacks = ladder === undefined ? [] : await readLadderAttacks(ladder);
  const images = choosePageImages({ ...material, attacks }, count, seed);
  const keys = images.map(({ key }) => key);
  await writeVouched(study.folder.rating.key, keyCsv(joinEarlier(earlier, keys)));
  if (attacks.length > 0) await writeShownAttacks(study, attacks);
  const page = renderRatingPage({
    name: study.config.name,
    // Names are drawn from what the images are, so they stand for the page.
    identity: sha256(keys.map(({ image }) => image).join(' ')).slice(0, 16),
    images: images.map(({ image, key }) => ({ name: key.image, pixels: image })),
  });
  await writeFileAtomic(study.folder.rating.page, page);
  const countKind = (...kinds: readonly ImageKind[]) =>
    keys.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    ideas: countKind('idea'),
    attacks: attacks.length,
    checks: countKind('digit', 'noise'),
    flipped: countKind('flipped'),
  };
}

/** The key at `path`, none where there is none; throws a UserError where a row is damaged, which would be lost. */
async function readEarlierKey(path: string): Promise<KeyRow[]> {
  const key = await readKey(path);
  const [fault] = key?.problems ?? [];
  if (fault !== undefined) {
    const next = `mend line ${fault.line}, or move the file away`;
    throw expected(path, 'a key without damage', `'${fault.what}'`, next);
  }
  return key?.rows.map(({ row }) => row) ?? [];
}

/** The rows of `earlier` whose images are not in `keys`, then `keys`, ordered by name. */
function joinEarlier(earlier: readonly KeyRow[], keys: readonly KeyRow[]): KeyRow[] {
  const names = new Set(keys.map(({ image }) => image));
  const all = [...earlier.filter(({ image }) => !names.has(image)), ...keys];
  return all.sort((a, b) => (a.image < b.image ? -1 : 1));
}
