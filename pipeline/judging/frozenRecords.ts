/** Frozen judges from their files, and back. */

import { decodeJson, sha256 } from '../store/files.ts';
import type { JudgeName } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import {
  type FrozenJudge,
  type FrozenRecord,
  findTemperature,
  frozenRecord,
  HAS_WEIGHTS,
  type PanelRecord,
  panelRecord,
} from './frozen.ts';
import {
  RESTORE_JUDGE,
  readJudgeFiles,
  readPanelFile,
  writeJudgeFiles,
  writePanelFile,
} from './frozenFiles.ts';

/** Reads a frozen judge. Throws a UserError where a file is missing, damaged, or not the other's. */
export async function readFrozenJudge(name: JudgeName, folder?: string): Promise<FrozenJudge> {
  const files = await readJudgeFiles(name, HAS_WEIGHTS[name], folder);
  const record = decodeJson(files.record, files.recordPath, frozenRecord, RESTORE_JUDGE);
  if (files.weights !== null) {
    const [wanted, digest] = [record.card.sha256.weights, sha256(files.weights)];
    if (digest !== wanted) throw expected(files.weightsPath, `SHA-256 ${wanted}`, digest, RESTORE_JUDGE);
  }
  return { name, record, recordBytes: files.record, weights: files.weights };
}

/** Writes a judge in the place of the one that is frozen. */
export async function writeFrozenJudge(
  name: JudgeName,
  record: FrozenRecord,
  weights: Uint8Array | null,
  folder?: string,
): Promise<void> {
  await writeJudgeFiles(name, encodeRecord(record), weights, folder);
}

/** Reads what is frozen of panels. Throws a UserError where it is missing or damaged. */
export async function readPanelRecord(folder?: string): Promise<PanelRecord> {
  const { path, bytes } = await readPanelFile(folder);
  return decodeJson(bytes, path, panelRecord, RESTORE_JUDGE);
}

/** Writes what is frozen of panels. */
export async function writePanelRecord(record: PanelRecord, folder?: string): Promise<void> {
  await writePanelFile(encodeLines(panelRecord.parse(record)), folder);
}

/** The temperature of a panel of these judges. Throws a UserError where none is frozen for them as they are. */
export async function readTemperature(judges: readonly FrozenJudge[], folder?: string): Promise<number> {
  const temperature = findTemperature(await readPanelRecord(folder), judges);
  if (temperature !== null) return temperature;
  const names = judges.map(({ name }) => name).join(', ');
  throw expected('panel.json', `a temperature for ${names} as they are frozen`, 'none', RESTORE_JUDGE);
}

/** The text of a record, its fields in the schema's order whoever made it. */
export function encodeRecord(record: FrozenRecord): string {
  return encodeLines(frozenRecord.parse(record));
}

/** JSON with one line a field and lists of numbers on one line, so that a change can be seen. */
function encodeLines(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '))}\n`;
}
