/** Stage: makes @tensorflow/tfjs-node work, whose native library npm does not bring. */

import { resolveCacheFolder } from '../tfjsNode/cacheFolder.ts';
import { locatePackages, openPackage } from '../tfjsNode/package.ts';
import { describeWorking, inspectTfjsNode, provideTfjsNode } from '../tfjsNode/provide.ts';
import { chooseWheel, readSystem } from '../tfjsNode/wheels.ts';
import { parseCommand, runCommand } from './command.ts';

const OPTIONS = {
  check: { type: 'boolean', default: false, describe: 'Only say what there is' },
  cache: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder that keeps it between installs, instead of $DIGIT_IDEAS_CACHE or ~/.cache/digit-ideas',
  },
} as const;

/** What is said after the state, by what was done. */
const DONE = { nothing: 'nothing to do', linked: 'linked again', built: 'built' };

await runCommand(async () => {
  const options = parseCommand('tfjs-node', 'Makes @tensorflow/tfjs-node work, for --engine tfjs.', OPTIONS);
  const { tfjsNode, headers } = locatePackages();
  const source = await openPackage(tfjsNode);
  const cache = resolveCacheFolder(options.cache);
  const { env } = process;
  if (options.check) {
    console.log(describeWorking(await inspectTfjsNode({ source, cache, env })));
    return;
  }
  const system = readSystem();
  const plan = { source, headers, cache, system, wheel: chooseWheel(system) };
  const provided = await provideTfjsNode(plan, { env, report: (doing) => console.error(doing) });
  console.log(`${describeWorking(provided)} (${DONE[provided.done]})`);
});
