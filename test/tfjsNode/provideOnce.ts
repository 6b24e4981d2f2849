/** The script of the interrupt's test: provides tfjs-node as the plan in the first argument says. */
import type { BuildPlan } from '../../pipeline/tfjsNode/makeBuild.ts';
import { provideTfjsNode } from '../../pipeline/tfjsNode/provide.ts';

const plan = JSON.parse(process.argv[2]!) as BuildPlan;
process.once('SIGTERM', () => process.exit(143));
await provideTfjsNode(plan, { env: process.env, onProgress: () => undefined });
