/** Who is measured: every engine that this machine has, and the plain loop that they are measured against. */
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { openTensorFlow } from '../engine/tfjs/library.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import { UserError } from '../study/errors.ts';
import { openPlainLoop } from './plainLoop.ts';
import type { Contender } from './trainingBench.ts';

/** Name of the plain loop in the table. */
export const PLAIN_LOOP = 'plain tfjs-node loop';

/** The contenders of this machine, and one line for each engine that it lacks. */
export interface Contenders {
  readonly engines: readonly Engine[];
  readonly plainLoop: Contender | null;
  readonly missing: readonly string[];
}

/** Opens every engine that can be opened. */
export async function openContenders(): Promise<Contenders> {
  const engines: Engine[] = [];
  const missing: string[] = [];
  for (const name of ENGINE_NAMES) {
    try {
      const engine = await openEngine(name);
      await engine.load();
      engines.push(engine);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      missing.push(error.message);
    }
  }
  const hasTensorFlow = engines.some(({ name }) => name === 'tfjs');
  return { engines, plainLoop: hasTensorFlow ? await createPlainLoop() : null, missing };
}

async function createPlainLoop(): Promise<Contender> {
  const tf = await openTensorFlow();
  return { name: PLAIN_LOOP, openTrainer: async (task) => openPlainLoop(tf, task) };
}
