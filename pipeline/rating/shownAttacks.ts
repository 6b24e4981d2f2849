/** Images of the ladder that were made to fool a judge: only people can say which of them show the digit. */
import { z } from 'zod';
import { ladderRecord } from '../ladder/ladderRecord.ts';
import { bytesToUnit } from '../math/images.ts';
import type { Study } from '../models/study.ts';
import { exists, readJson } from '../store/files.ts';
import { readRecord } from '../store/recordFile.ts';
import { assertVouched, writeVouched } from '../store/vouchedFile.ts';
import { expected } from '../study/errors.ts';
import { type AttackImage, attackImage } from './ratingRecords.ts';

const RUN_LADDER = 'run make ladder and name the ladder.json that it writes';
const RATE_AGAIN = 'run make rate again with the same LADDER';

/** All examples of images made to fool a judge in the ladder's record. Throws a UserError where it is none or has none. */
export async function readLadderAttacks(path: string): Promise<AttackImage[]> {
  const { kinds } = await readRecord(path, ladderRecord, RUN_LADDER);
  const attacks = kinds
    .filter(({ attacked }) => attacked !== null)
    .flatMap(({ kind, examples }) => examples.map((shown, example) => ({ kind, example, ...shown })));
  if (attacks.length === 0) throw expected(path, 'images made to fool a judge', 'none', RUN_LADDER);
  return attacks;
}

/** Those that the study's rating page shows; none where it shows none. Throws a UserError where their file is damaged. */
export async function readShownAttacks({ folder }: Study): Promise<AttackImage[]> {
  const path = folder.rating.attacks;
  if (!(await exists(path))) return [];
  await assertVouched(path, RATE_AGAIN);
  return readJson(path, z.array(attackImage), RATE_AGAIN);
}

/** Keeps those that the study's rating page shows. */
export async function writeShownAttacks({ folder }: Study, attacks: readonly AttackImage[]): Promise<void> {
  await writeVouched(folder.rating.attacks, `${JSON.stringify(attacks, null, 2)}\n`);
}

/** The image [784] in [0, 1]. */
export function imageOf({ pixels }: AttackImage): Float32Array {
  return bytesToUnit(new Uint8Array(Buffer.from(pixels, 'base64')));
}
