/** Images of the ladder that were made to fool a judge: only people can say which of them show the digit. */
import { z } from 'zod';
import { ladderRecord } from '../ladder/ladderRecord.ts';
import { bytesToUnit } from '../math/images.ts';
import type { Study } from '../models/study.ts';
import { exists, readJson, writeJson } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { type AttackImage, attackImage } from './ratingRecords.ts';

const RUN_LADDER = 'run make ladder and name the ladder.json that it writes';

/** All examples of images made to fool a judge in the ladder's record. Throws a UserError where it is none or has none. */
export async function readLadderAttacks(path: string): Promise<AttackImage[]> {
  const { kinds } = await readJson(path, ladderRecord, RUN_LADDER);
  const attacks = kinds
    .filter(({ attacked }) => attacked !== null)
    .flatMap(({ kind, examples }) => examples.map((shown, example) => ({ kind, example, ...shown })));
  if (attacks.length === 0) throw expected(path, 'images made to fool a judge', 'none', RUN_LADDER);
  return attacks;
}

/** Those that the study's rating page shows; none where it shows none. Throws a UserError where their file is damaged. */
export async function readShownAttacks({ folder }: Study): Promise<AttackImage[]> {
  const path = folder.rating.attacks;
  return (await exists(path)) ? readJson(path, z.array(attackImage), 'run make rate again') : [];
}

/** Keeps those that the study's rating page shows. */
export async function writeShownAttacks({ folder }: Study, attacks: readonly AttackImage[]): Promise<void> {
  await writeJson(folder.rating.attacks, attacks);
}

/** The image [784] in [0, 1]. */
export function imageOf({ pixels }: AttackImage): Float32Array {
  return bytesToUnit(new Uint8Array(Buffer.from(pixels, 'base64')));
}
