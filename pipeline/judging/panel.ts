/**
 * The panel: every judge of a study, fitted once, frozen and versioned before any idea is read.
 *
 * This is the one place that knows the judges by name; a new judge joins here and no caller changes.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Engine, LabelledImages } from '../engine/engine.ts';
import type { StudyConfig } from '../study/config.ts';
import type { JudgeCard } from '../study/records.ts';
import type { Judge, JudgeFit } from './judge.ts';
import { splitHeldOut } from './judgingData.ts';
import { describeKde, openKde } from './kde.ts';
import { fitKde, kdeFit } from './kdeFit.ts';

/** The schema of a panel's fits, one for each judge: plain JSON, so that it can be cached. */
export const panelFit = z.array(z.discriminatedUnion('judge', [kdeFit])).min(1);
export type PanelFit = z.output<typeof panelFit>;

/** Judges that read together. Call `dispose` when done. */
export interface Panel {
  /** Names the judges and, by a hash, what they are made of. */
  readonly version: string;
  readonly cards: readonly JudgeCard[];
  readonly judges: readonly Judge[];
  dispose(): Promise<void>;
}

/** Whom to fit and to what. `training` is the whole training set; the judges hold out a part of it themselves. */
export interface PanelTask {
  readonly judges: StudyConfig['judging']['judges'];
  readonly training: LabelledImages;
  readonly test: LabelledImages;
}

/** Fits every judge of the panel; the same task always gives the same fits. */
export async function fitPanel(engine: Engine, task: PanelTask): Promise<PanelFit> {
  const fitters = { kde: fitKde };
  const data = { ...splitHeldOut(task.training), test: task.test };
  const fits: PanelFit = [];
  for (const name of task.judges) fits.push(await fitters[name](engine, data));
  return fits;
}

/** Opens the panel that `fits` describes, with the whole training set that it was fitted to. */
export async function openPanel(engine: Engine, training: LabelledImages, fits: PanelFit): Promise<Panel> {
  const openers = { kde: openKde };
  const { train } = splitHeldOut(training);
  const judges: Judge[] = [];
  for (const fit of fits) judges.push(await openers[fit.judge](engine, train, fit));
  return assemblePanel(judges, scoreVersion(fits));
}

/** The cards of the judges that `fits` describe, without opening them. */
export function describePanel(fits: PanelFit): JudgeCard[] {
  const describers = { kde: describeKde };
  return fits.map((fit) => describers[fit.judge](fit));
}

/** A panel of judges that are already open, which it disposes of. */
export function assemblePanel(judges: readonly Judge[], version: string): Panel {
  return {
    version,
    cards: judges.map((judge) => judge.card),
    judges,
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/**
 * `kde-1a2b3c4d`: the judges' names in alphabetical order, joined by '+', and the first 8 hexadecimal digits of the
 * SHA-256 of their revisions, parameters and data. Two scores are comparable only when it is the same.
 */
export function scoreVersion(fits: readonly JudgeFit[]): string {
  const byName = [...fits].sort((a, b) => (a.judge < b.judge ? -1 : 1));
  const identity = byName.map((fit) => [
    fit.judge,
    fit.revision,
    sortEntries(fit.parameters),
    sortEntries(fit.dataSha256),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 8);
  return `${byName.map((fit) => fit.judge).join('+')}-${hash}`;
}

function sortEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
