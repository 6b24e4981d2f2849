/** Makes judges anew and holds them against those that are frozen in the repository. */
import type { Engine } from '../engine/engine.ts';
import type { FrozenJudge, FrozenRecord } from '../judging/frozen.ts';
import {
  readFrozenJudge,
  readPanelRecord,
  writeFrozenJudge,
  writePanelRecord,
} from '../judging/frozenRecords.ts';
import type { JudgeName } from '../study/config.ts';
import { UserError } from '../study/errors.ts';
import { finishJudge, type Origin } from './finishJudge.ts';
import { makePanelRecord } from './makePanelRecord.ts';
import { MAKERS, type MadeJudge, type Tell } from './makers.ts';
import { gatherMaterial, type JudgeMaterial } from './material.ts';

/** What is to be made, and whether it takes the place of what is frozen. */
export interface MakeTask {
  readonly judges: readonly JudgeName[];
  readonly origin: Origin;
  readonly isFreezing: boolean;
}

/**
 * Makes every judge of `task`; returns the names of those that are not the same as the frozen ones, byte by byte, and
 * `panel` where that is so of what is frozen of them together.
 */
export async function makeJudges(engine: Engine, task: MakeTask, tell: Tell): Promise<string[]> {
  tell('judges: drawing the ideas of untrained models');
  const material = await gatherMaterial(engine);
  const others: string[] = [];
  for (const name of task.judges) {
    const made = await MAKERS[name](engine, material, tell);
    tell(`${name}: made; calibrating and measuring`);
    const record = await finishJudge(engine, material, made, task.origin);
    const difference = await compareWithFrozen(name, record, made);
    tell(`${name}: ${difference === null ? 'the same as the frozen one, bit for bit' : difference}`);
    if (difference === null) continue;
    others.push(name);
    if (task.isFreezing) await writeFrozenJudge(name, record, made.weights);
  }
  if (others.length > 0 && !task.isFreezing) return others;
  return (await checkPanel(engine, material, task, tell)) ? others : [...others, 'panel'];
}

/** Whether what is frozen of panels is of today's judges; it is written where it is not and that is asked for. */
async function checkPanel(
  engine: Engine,
  material: JudgeMaterial,
  { isFreezing }: MakeTask,
  tell: Tell,
): Promise<boolean> {
  tell('panel: calibrating and measuring the judges together');
  const record = await makePanelRecord(engine, material);
  const frozen = await readPanelRecord().catch(toUserError);
  const isSame = JSON.stringify(record) === JSON.stringify(frozen);
  tell(isSame ? 'panel: the same as the frozen one' : 'panel: differs from the frozen one');
  if (!isSame && isFreezing) await writePanelRecord(record);
  return isSame;
}

async function compareWithFrozen(
  name: JudgeName,
  record: FrozenRecord,
  made: MadeJudge,
): Promise<string | null> {
  const frozen = await readFrozenJudge(name).catch(toUserError);
  return frozen instanceof UserError
    ? `nothing to compare with: ${frozen.message}`
    : describeDifference(frozen, record, made.weights);
}

/** An error that the user can mend, such as a missing file; anything else is thrown again. */
function toUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

/** One line on the first difference, origin apart; null where all is the same. */
export function describeDifference(
  frozen: FrozenJudge,
  record: FrozenRecord,
  weights: Uint8Array | null,
): string | null {
  const isSame =
    (frozen.weights === null) === (weights === null) &&
    (weights ?? []).every((byte, at) => byte === frozen.weights![at]);
  if (!isSame || frozen.weights?.length !== weights?.length)
    return 'differs from the frozen one: its weights';
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
