/** The engines that this machine has, for tests that hold each of them to the same meaning. */
import type { Engine } from '../../pipeline/engine/engine.ts';
import { openEngine } from '../../pipeline/engine/openEngine.ts';
import type { EngineName } from '../../pipeline/study/config.ts';
import { ENGINE_NAMES } from '../../pipeline/study/engineNames.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { readSwitch } from '../../pipeline/study/switches.ts';

/** Yes where tfjs-node has been provided, so that its tests cannot be left out by mistake. */
const REQUIRED = 'DIGIT_IDEAS_REQUIRE_TFJS';

/** Whether tests of the engine `name` can run here: tfjs may be missing, unless the environment says it is not. */
async function findEngine(name: EngineName): Promise<Engine | null> {
  try {
    return await openEngine(name);
  } catch (error) {
    if (name === 'tfjs' && error instanceof UserError && readSwitch(process.env[REQUIRED] ?? '') === false)
      return null;
    throw error;
  }
}

const found = await Promise.all(ENGINE_NAMES.map(findEngine));

/** The engines of this machine, by name. */
export const ENGINES = ENGINE_NAMES.flatMap((name, k) => {
  const engine = found[k];
  return engine ? [[name, engine] as const] : [];
});
