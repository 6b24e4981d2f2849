/**
 * The frozen panel: the judges of the repository together. `panel.json` holds the temperatures of every choice of two
 * judges or more, and how well all of them read; a score's version names judges and temperatures to the byte.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { decodeJson, sha256 } from '../store/files.ts';
import type { StudyConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { FAMILY_OF } from '../study/judgeNames.ts';
import { type JudgeCard, type PanelCard, panelCard } from '../study/records.ts';
import { FROZEN_FOLDER, RESTORE_JUDGE, readFrozenFile, writeFrozenFile } from './frozenFiles.ts';
import { encodeLines, type FrozenJudge, openFrozenJudge, readFrozenJudge } from './frozenJudge.ts';
import type { Judge } from './judge.ts';
import { assemblePanel, type Panel } from './panel.ts';

const temperaturesSchema = z.strictObject({ little: z.number().positive(), much: z.number().positive() });
export type Temperatures = z.output<typeof temperaturesSchema>;

/** What is frozen of the judges together; plain JSON. */
const panelRecord = z.strictObject({
  /** The temperatures, by tolerance of noise, of panels of two families or more; a family alone is calibrated already. */
  panels: z.array(z.strictObject({ scoreVersion: z.string(), temperatures: temperaturesSchema })),
  /** Of all judges together. */
  card: panelCard,
});
export type PanelRecord = z.output<typeof panelRecord>;

/** Judges that are read but not opened. */
export interface FrozenPanel {
  readonly version: string;
  readonly temperatures: Temperatures;
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
 * digits of the SHA-256 of all their bytes and of the panel's temperatures. Two scores are comparable only when it is the
 * same.
 */
export function scoreVersion(judges: readonly FrozenJudge[], { little, much }: Temperatures): string {
  const byName = [...judges].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = byName.flatMap(({ name, recordBytes, weights }) =>
    [recordBytes, weights].flatMap((part) => [`${name} ${part.length}\n`, part]),
  );
  const bytes = [`temperatures ${little} ${much}\n`, ...parts].map((part) => Buffer.from(part));
  return `${byName.map(({ name }) => name).join('+')}-${sha256(Buffer.concat(bytes)).slice(0, 8)}`;
}

/** Of a family alone, whose judges are calibrated already. */
const UNCHANGED: Temperatures = { little: 1, much: 1 };

/** The temperatures of a panel of these judges, by what is frozen of panels; null where it is of other judges. */
export function findTemperatures(
  { panels }: Pick<PanelRecord, 'panels'>,
  judges: readonly FrozenJudge[],
): Temperatures | null {
  if (new Set(judges.map(({ name }) => FAMILY_OF[name])).size === 1) return UNCHANGED;
  const found = panels.find((panel) => panel.scoreVersion === scoreVersion(judges, panel.temperatures));
  return found?.temperatures ?? null;
}

/** The temperatures of a panel of these judges. Throws a UserError where none are frozen for them as they are. */
export async function readTemperatures(
  judges: readonly FrozenJudge[],
  folder?: string,
): Promise<Temperatures> {
  return demandTemperatures(await readPanelRecord(folder), judges);
}

function demandTemperatures(record: PanelRecord, judges: readonly FrozenJudge[]): Temperatures {
  const temperatures = findTemperatures(record, judges);
  if (temperatures !== null) return temperatures;
  const names = judges.map(({ name }) => name).join(', ');
  throw expected('panel.json', `temperatures for ${names} as they are frozen`, 'none', RESTORE_JUDGE);
}

/** Reads the judges' files. Throws a UserError where one is missing or damaged. */
export async function readFrozenPanel(names: readonly JudgeName[]): Promise<FrozenPanel> {
  const judges = await Promise.all(names.map((name) => readFrozenJudge(name)));
  const record = await readPanelRecord();
  const temperatures = demandTemperatures(record, judges);
  const version = scoreVersion(judges, temperatures);
  const { card } = record;
  return {
    version,
    temperatures,
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
  panel: Pick<FrozenPanel, 'version' | 'temperatures' | 'judges'>,
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
