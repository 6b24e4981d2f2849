/**
 * The frozen panel: the judges of the repository together. `panel.json` holds the calibrations of every choice of two
 * judges or more, and how well all of them read; a score's version names judges and calibrations to the byte.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { decodeJson } from '../store/files.ts';
import type { StudyConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { FAMILY_OF } from '../study/judgeNames.ts';
import { type JudgeCard, type PanelCard, panelCard } from '../study/records.ts';
import { calibrationSchema } from './calibrationSchema.ts';
import { FROZEN_FOLDER, RESTORE_JUDGE, readFrozenFile, writeFrozenFile } from './frozenFiles.ts';
import { encodeLines, type FrozenJudge, openFrozenJudge, readFrozenJudge } from './frozenJudge.ts';
import type { Judge } from './judge.ts';
import { AS_POOLED, assemblePanel, type Panel } from './panel.ts';

const calibrationsSchema = z.strictObject({ little: calibrationSchema, much: calibrationSchema });
export type Calibrations = z.output<typeof calibrationsSchema>;

/** What is frozen of the judges together; plain JSON. */
const panelRecord = z.strictObject({
  /** The calibrations, by tolerance of noise, of panels of two families or more; a family alone is calibrated already. */
  panels: z.array(z.strictObject({ scoreVersion: z.string(), calibrations: calibrationsSchema })),
  /** Of all judges together. */
  card: panelCard,
});
export type PanelRecord = z.output<typeof panelRecord>;

/** Judges that are read but not opened. */
export interface FrozenPanel {
  readonly version: string;
  readonly calibrations: Calibrations;
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
 * `abs+cnn+mixture+shape-1a2b3c4d`: the judges' names in alphabetical order, joined by '+', and the first 8 hexadecimal
 * digits of the SHA-256 of all their bytes and of the panel's calibrations. Two scores are comparable only when it is the
 * same.
 */
export function scoreVersion(judges: readonly FrozenJudge[], calibrations: Calibrations): string {
  const hash = createHash('sha256');
  hash.update(`calibrations ${JSON.stringify([calibrations.little, calibrations.much])}\n`);
  for (const { name, recordBytes, weights } of orderByName(judges)) {
    for (const part of [recordBytes, weights]) hash.update(`${name} ${part.length}\n`).update(part);
  }
  return `${joinNames(judges)}-${hash.digest('hex').slice(0, 8)}`;
}

const orderByName = (judges: readonly FrozenJudge[]): FrozenJudge[] =>
  [...judges].sort((a, b) => (a.name < b.name ? -1 : 1));

const joinNames = (judges: readonly FrozenJudge[]): string =>
  orderByName(judges)
    .map(({ name }) => name)
    .join('+');

/** The calibrations of a panel of these judges, by what is frozen of panels; null where it is of other judges. */
export function findCalibrations(
  { panels }: Pick<PanelRecord, 'panels'>,
  judges: readonly FrozenJudge[],
): Calibrations | null {
  if (new Set(judges.map(({ name }) => FAMILY_OF[name])).size === 1) return AS_POOLED;
  // Megabytes are hashed of the panels of these names alone.
  const ofNames = panels.filter((panel) => panel.scoreVersion.startsWith(`${joinNames(judges)}-`));
  const found = ofNames.find((panel) => panel.scoreVersion === scoreVersion(judges, panel.calibrations));
  return found?.calibrations ?? null;
}

/** The calibrations of a panel of these judges. Throws a UserError where none are frozen for them as they are. */
export async function readCalibrations(
  judges: readonly FrozenJudge[],
  folder?: string,
): Promise<Calibrations> {
  return demandCalibrations(await readPanelRecord(folder), judges);
}

function demandCalibrations(record: PanelRecord, judges: readonly FrozenJudge[]): Calibrations {
  const calibrations = findCalibrations(record, judges);
  if (calibrations !== null) return calibrations;
  const names = judges.map(({ name }) => name).join(', ');
  throw expected('panel.json', `calibrations for ${names} as they are frozen`, 'none', RESTORE_JUDGE);
}

/** The panels that this process has read, by their judges: several of its steps want theirs, and the files are megabytes. */
const panels = new Map<string, Promise<FrozenPanel>>();

/** The panel of these judges, from their files. Throws a UserError where one is missing or damaged. */
export async function readFrozenPanel(names: readonly JudgeName[]): Promise<FrozenPanel> {
  const key = names.join(' ');
  const panel = panels.get(key) ?? readPanelFiles(names);
  panels.set(key, panel);
  try {
    return await panel;
  } catch (error) {
    panels.delete(key);
    throw error;
  }
}

async function readPanelFiles(names: readonly JudgeName[]): Promise<FrozenPanel> {
  const judges = await Promise.all(names.map((name) => readFrozenJudge(name)));
  const record = await readPanelRecord();
  const calibrations = demandCalibrations(record, judges);
  const version = scoreVersion(judges, calibrations);
  const { card } = record;
  return {
    version,
    calibrations,
    cards: judges.map((judge) => judge.record.card),
    card: card.scoreVersion === version ? card : null,
    judges,
  };
}

/** Throws a UserError where a judge of the study is missing or damaged: to be called before hours of work for it, not after. */
export async function assertPanelIntact({ judging }: Pick<StudyConfig, 'judging'>): Promise<void> {
  await readFrozenPanel(judging.judges);
}

/** Opens the judges. */
export async function openFrozenPanel(
  engine: Engine,
  panel: Pick<FrozenPanel, 'version' | 'calibrations' | 'judges'>,
): Promise<Panel> {
  const judges: Judge[] = [];
  for (const frozen of panel.judges) judges.push(await openFrozenJudge(frozen, engine));
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
