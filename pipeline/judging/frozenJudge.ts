/**
 * A frozen judge: one that lies in the repository, as `NAME.json` and its weights, `NAME.bin`. This file knows
 * what is stored of it, reads and writes it, and opens it again. Any byte of it is part of the version of every score.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { decodeJson, sha256 } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { judgeCard } from '../study/records.ts';
import { calibrationSchema } from './calibrationSchema.ts';
import type { EvidenceModel } from './evidenceModel.ts';
import { FROZEN_FOLDER, RESTORE_JUDGE, readFrozenFile, writeFrozenFile } from './frozenFiles.ts';
import { type Judge, openJudge } from './judge.ts';
import { JUDGES } from './judges.ts';

/** Everything about a judge but its weights; plain JSON. */
export const judgeRecord = z.strictObject({
  /** By tolerance of noise. */
  calibrations: z.strictObject({ little: calibrationSchema, much: calibrationSchema }),
  /** For each digit, log p(x | digit) of held-out images in nats, ascending; null where the judge has no density. */
  typicality: z.array(z.array(z.number())).length(CLASSES).nullable(),
  card: judgeCard,
});
export type JudgeRecord = z.output<typeof judgeRecord>;

/** A judge as it lies in the repository. */
export interface FrozenJudge {
  readonly name: JudgeName;
  readonly record: JudgeRecord;
  /** The bytes of its record, and of its weights. */
  readonly recordBytes: Uint8Array;
  readonly weights: Uint8Array;
}

/** Reads a frozen judge. Throws a UserError where a file is missing, damaged, or not the other's. */
export async function readFrozenJudge(name: JudgeName, folder = FROZEN_FOLDER): Promise<FrozenJudge> {
  const [recordFile, weightsFile] = [`${name}.json`, `${name}.bin`];
  const recordBytes = await readFrozenFile(folder, recordFile);
  const weights = await readFrozenFile(folder, weightsFile);
  const record = decodeJson(recordBytes, join(folder, recordFile), judgeRecord, RESTORE_JUDGE);
  const [wanted, digest] = [record.card.sha256.weights, sha256(weights)];
  if (digest !== wanted) {
    throw expected(join(folder, weightsFile), `SHA-256 ${wanted}`, digest, RESTORE_JUDGE);
  }
  return { name, record, recordBytes, weights };
}

/** Writes a judge in the place of the one that is frozen, the weights first. */
export async function writeFrozenJudge(
  name: JudgeName,
  record: JudgeRecord,
  weights: Uint8Array,
  folder = FROZEN_FOLDER,
): Promise<void> {
  await writeFrozenFile(folder, `${name}.bin`, weights);
  // Parsed, so that the fields stand in the schema's order whoever made the record.
  await writeFrozenFile(folder, `${name}.json`, encodeLines(judgeRecord.parse(record)));
}

/** JSON with one line a field and lists of numbers on one line, so that a change can be seen. */
export function encodeLines(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '))}\n`;
}

/** Opens the evidence model of a frozen judge. */
export function openEvidenceModel({ name, weights }: FrozenJudge, engine: Engine): Promise<EvidenceModel> {
  return JUDGES[name].open(weights, engine);
}

/** Opens a frozen judge. */
export async function openFrozenJudge(frozen: FrozenJudge, engine: Engine): Promise<Judge> {
  const { calibrations, typicality } = frozen.record;
  return openJudge(await openEvidenceModel(frozen, engine), { name: frozen.name, calibrations, typicality });
}
