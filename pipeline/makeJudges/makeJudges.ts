/** Makes judges anew and holds them against those that are frozen in the repository. */
import type { Engine } from '../engine/engine.ts';
import { type FrozenJudge, readFrozenJudge, writeFrozenJudge } from '../judging/frozenJudge.ts';
import { readPanelRecord, writePanelRecord } from '../judging/frozenPanel.ts';
import type { JudgingImages } from '../judging/judgingData.ts';
import { UserError } from '../study/errors.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { gatherJudgeData, type Making, type MakingSizes } from './judgeData.ts';
import { type MadeJudge, makeJudge, type Origin } from './makeJudge.ts';
import { makePanelRecord } from './makePanelRecord.ts';

/** What is to be made, and whether it takes the place of what is frozen. */
export interface MakeTask {
  readonly judges: readonly JudgeName[];
  readonly origin: Origin;
  readonly isFreezing: boolean;
  /** The folder of the frozen judges, the images and the sizes; those of the repository where not given. */
  readonly folder?: string;
  readonly images?: JudgingImages;
  readonly sizes?: MakingSizes;
}

/**
 * Makes every judge of `task`; returns the names of those that are not the same as the frozen ones, byte by byte, and
 * `panel` where that is so of what is frozen of them together.
 */
export async function makeJudges(
  engine: Engine,
  task: MakeTask,
  onProgress: Making['onProgress'],
): Promise<string[]> {
  onProgress('judges: searching the ideas of untrained models');
  const making = { engine, data: await gatherJudgeData(engine, task.sizes, task.images), onProgress };
  const changed: string[] = [];
  for (const name of task.judges) {
    const made = await makeJudge(making, name, task.origin);
    const difference = await compareWithFrozen(name, made, task.folder);
    onProgress(`${name}: ${difference === null ? 'the same as the frozen one, bit for bit' : difference}`);
    if (difference === null) continue;
    changed.push(name);
    if (task.isFreezing) await writeFrozenJudge(name, made.record, made.weights, task.folder);
  }
  // What is frozen of panels is of the frozen judges: while those made differ there is nothing to compare with.
  if (changed.length > 0 && !task.isFreezing) return changed;
  return (await checkPanel(making, task)) ? changed : [...changed, 'panel'];
}

/** Whether what is frozen of panels is of today's judges; it is written where it is not and that is asked for. */
async function checkPanel(making: Making, { isFreezing, folder }: MakeTask): Promise<boolean> {
  making.onProgress('panel: calibrating and measuring the judges together');
  const record = await makePanelRecord(making, folder);
  const frozen = await readPanelRecord(folder).catch(toUserError);
  const isSame = JSON.stringify(record) === JSON.stringify(frozen);
  making.onProgress(isSame ? 'panel: the same as the frozen one' : 'panel: differs from the frozen one');
  if (!isSame && isFreezing) await writePanelRecord(record, folder);
  return isSame;
}

async function compareWithFrozen(name: JudgeName, made: MadeJudge, folder?: string): Promise<string | null> {
  const frozen = await readFrozenJudge(name, folder).catch(toUserError);
  return frozen instanceof UserError
    ? `nothing to compare with: ${frozen.message}`
    : describeDifference(frozen, made);
}

/** An error that the user can mend, such as a missing file; anything else is thrown again. */
function toUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

/** One line on the first difference, origin apart; null where all is the same. */
export function describeDifference(frozen: FrozenJudge, { record, weights }: MadeJudge): string | null {
  if (Buffer.compare(frozen.weights, weights) !== 0) return 'differs from the frozen one: its weights';
  const { commit, date } = frozen.record.card;
  const had = flatten(frozen.record);
  const wanted = flatten({ ...record, card: { ...record.card, commit, date } });
  for (const key of new Set([...had.keys(), ...wanted.keys()])) {
    if (had.get(key) === wanted.get(key)) continue;
    return `differs from the frozen one: ${key} was ${had.get(key)}, is ${wanted.get(key)}`;
  }
  return null;
}

/** The leaves of plain JSON by their paths. */
function flatten(value: unknown, path = '', leaves = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return leaves.set(path, value);
  for (const [key, part] of Object.entries(value))
    flatten(part, path === '' ? key : `${path}.${key}`, leaves);
  return leaves;
}
