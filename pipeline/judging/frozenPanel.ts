/**
 * The frozen panel: the judges of the repository together. `panel.json` holds the temperature of every choice of two
 * judges or more, and how well all of them read; a score's version names judges and temperature to the byte.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { decodeJson, sha256 } from '../store/files.ts';
import type { JudgeName, StudyConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { type JudgeCard, type PanelCard, panelCard } from '../study/records.ts';
import { FROZEN_FOLDER, RESTORE_JUDGE, readFrozenFile, writeFrozenFile } from './frozenFiles.ts';
import {
  assertReferences,
  encodeLines,
  type FrozenJudge,
  openFrozenJudge,
  readFrozenJudge,
} from './frozenJudge.ts';
import type { Judge } from './judge.ts';
import { JUDGES } from './judges.ts';
import { readJudgingImages } from './judgingData.ts';
import { assemblePanel, type Panel } from './panel.ts';

/** What is frozen of the judges together; plain JSON. */
const panelRecord = z.strictObject({
  /** The temperatures of panels of two judges or more; a judge alone is calibrated already. */
  temperatures: z.array(z.strictObject({ scoreVersion: z.string(), temperature: z.number().positive() })),
  /** Of all judges together. */
  card: panelCard,
});
export type PanelRecord = z.output<typeof panelRecord>;

/** Judges that are read but not opened. */
export interface FrozenPanel {
  readonly version: string;
  readonly temperature: number;
  readonly cards: readonly JudgeCard[];
  /** How well they read together; null for a panel that was never measured, such as one of some judges only. */
  readonly card: PanelCard | null;
  readonly judges: readonly FrozenJudge[];
}

/** Reads `panel.json`. Throws a UserError where it is missing or damaged. */
export async function readPanelRecord(folder = FROZEN_FOLDER): Promise<PanelRecord> {
  const bytes = await readFrozenFile(folder, 'panel.json');
  return decodeJson(bytes, join(folder, 'panel.json'), panelRecord, RESTORE_JUDGE);
}

/** Writes `panel.json`. */
export async function writePanelRecord(record: PanelRecord, folder = FROZEN_FOLDER): Promise<void> {
  await writeFrozenFile(folder, 'panel.json', encodeLines(panelRecord.parse(record)));
}

/**
 * `cnn+kde+mixture-1a2b3c4d`: the judges' names in alphabetical order, joined by '+', and the first 8 hexadecimal
 * digits of the SHA-256 of all their bytes and of the panel's temperature. Two scores are comparable only when it is the
 * same.
 */
export function scoreVersion(judges: readonly FrozenJudge[], temperature: number): string {
  const byName = [...judges].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = byName.flatMap(({ name, recordBytes, weights }) =>
    [recordBytes, weights ?? new Uint8Array(0)].flatMap((part) => [`${name} ${part.length}\n`, part]),
  );
  const bytes = [`temperature ${temperature}\n`, ...parts].map((part) => Buffer.from(part));
  return `${byName.map(({ name }) => name).join('+')}-${sha256(Buffer.concat(bytes)).slice(0, 8)}`;
}

/** The temperature of a panel of these judges, by what is frozen of panels; null where it is of other judges. */
export function findTemperature(
  { temperatures }: Pick<PanelRecord, 'temperatures'>,
  judges: readonly FrozenJudge[],
): number | null {
  if (judges.length === 1) return 1;
  const found = temperatures.find((panel) => panel.scoreVersion === scoreVersion(judges, panel.temperature));
  return found?.temperature ?? null;
}

/** The temperature of a panel of these judges. Throws a UserError where none is frozen for them as they are. */
export async function readTemperature(judges: readonly FrozenJudge[], folder?: string): Promise<number> {
  return demandTemperature(await readPanelRecord(folder), judges);
}

function demandTemperature(record: PanelRecord, judges: readonly FrozenJudge[]): number {
  const temperature = findTemperature(record, judges);
  if (temperature !== null) return temperature;
  const names = judges.map(({ name }) => name).join(', ');
  throw expected('panel.json', `a temperature for ${names} as they are frozen`, 'none', RESTORE_JUDGE);
}

/** Reads the judges' files. Throws a UserError where one is missing or damaged. */
export async function readFrozenPanel(names: readonly JudgeName[]): Promise<FrozenPanel> {
  const judges = await Promise.all(names.map((name) => readFrozenJudge(name)));
  const record = await readPanelRecord();
  const temperature = demandTemperature(record, judges);
  const version = scoreVersion(judges, temperature);
  const { card } = record;
  return {
    version,
    temperature,
    cards: judges.map((judge) => judge.record.card),
    card: card.scoreVersion === version ? card : null,
    judges,
  };
}

/** Throws a UserError where a judge of the study is missing or damaged: to be called before hours of work for it, not after. */
export async function assertPanelIntact({ judging }: Pick<StudyConfig, 'judging'>): Promise<void> {
  await readFrozenPanel(judging.judges);
}

/**
 * Opens the judges, around `references` where they need any: the images that all judges are made from, unless others are
 * given. Throws a UserError where those are not the images that a judge was made from.
 */
export async function openFrozenPanel(
  engine: Engine,
  panel: Pick<FrozenPanel, 'version' | 'temperature' | 'judges'>,
  references?: LabelledImages,
): Promise<Panel> {
  const isReferring = panel.judges.some(({ name }) => JUDGES[name].needsReferences);
  const around = isReferring ? (references ?? (await readJudgingImages()).train) : null;
  const judges: Judge[] = [];
  for (const frozen of panel.judges) {
    if (around) assertReferences(frozen, around);
    judges.push(await openFrozenJudge(frozen, { engine, references: around }));
  }
  return assemblePanel(judges, panel);
}

/** The panel of a study, which opens when it is first asked for: that takes seconds, and often nothing waits for it. */
export interface WaitingPanel {
  readonly version: string;
  open(): Promise<Panel>;
}

/** What of a study its panel depends on. */
export interface JudgedStudy {
  readonly config: Pick<StudyConfig, 'judging'>;
  readonly engine: Engine;
}

/** Has `work` done by the panel of a study, which is closed at the end where it was opened. */
export async function withPanel<Result>(
  study: JudgedStudy,
  work: (panel: WaitingPanel) => Promise<Result>,
): Promise<Result> {
  const panel = await readWaitingPanel(study);
  try {
    return await work(panel);
  } finally {
    await panel.close();
  }
}

/** The panel of a study; `close` closes it where it was opened. */
export async function readWaitingPanel({
  config,
  engine,
}: JudgedStudy): Promise<WaitingPanel & { close(): Promise<void> }> {
  const frozen = await readFrozenPanel(config.judging.judges);
  let opened: Promise<Panel> | undefined;
  return {
    version: frozen.version,
    open() {
      opened ??= openFrozenPanel(engine, frozen);
      return opened;
    },
    close: async () => (await opened)?.dispose(),
  };
}
