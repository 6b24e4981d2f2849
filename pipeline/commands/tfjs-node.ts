/** Command: makes @tensorflow/tfjs-node work, whose native library npm does not bring. */
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

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

export const command = defineCommand({
  script: 'pipeline/commands/tfjs-node.ts',
  purpose: 'Makes @tensorflow/tfjs-node work, for --engine tfjs.',
  options: OPTIONS,
  async run(options) {
    const { resolveCacheFolder } = await import('../tfjsNode/cacheFolder.ts');
    const { locatePackages, openPackage } = await import('../tfjsNode/package.ts');
    const { describeWorking, inspectTfjsNode, provideTfjsNode } = await import('../tfjsNode/provide.ts');
    const { tfjsNode, headers } = locatePackages();
    const source = await openPackage(tfjsNode);
    const cache = resolveCacheFolder(options.cache);
    const { env } = process;
    if (options.check) {
      console.log(describeWorking(await inspectTfjsNode({ source, cache, env })));
      return;
    }
    const { chooseWheel, readSystem } = await import('../tfjsNode/wheels.ts');
    const system = readSystem();
    const plan = { source, headers, cache, system, wheel: chooseWheel(system) };
    const provided = await provideTfjsNode(plan, { env, onProgress: (doing) => console.error(doing) });
    console.log(`${describeWorking(provided)} (${DONE[provided.done]})`);
  },
});

await runIfMain(import.meta, command);
