/**
 * The one proof that counts: in a process of its own, tfjs-node loads a native library and multiplies two matrices.
 * A library that does not fit ends its process, so the check cannot be made in ours.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { exists } from '../store/files.ts';
import { BINDING } from './package.ts';
import { runProgram } from './processes.ts';

/** What came of the check: the version of TensorFlow, or why it does not work in one line. */
export type LoadCheck =
  | { readonly works: true; readonly tensorflow: string }
  | { readonly works: false; readonly reason: string };

/** Loading takes a second; a disk that has slept may take many. */
const LIMIT_MS = 120_000;

/**
 * Run as `node -e`, with the package's folder, the place where tfjs-node must look for its binding, and the place to
 * load it from instead. Node 23 took functions away that tfjs-node 4.22.0 calls (DEP0044, DEP0051).
 */
const SCRIPT = `
  const [folder, place, binding] = process.argv.slice(1);
  const util = require('node:util');
  util.isArray = Array.isArray;
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  const print = (answer) => console.log('\\n' + JSON.stringify(answer));
  try {
    const id = require.resolve('@mapbox/node-pre-gyp', { paths: [folder] });
    const { find } = require(id);
    let isAsked = false;
    require.cache[id].exports = {
      find(...given) {
        isAsked = true;
        const found = find(...given);
        if (found !== place) throw new Error('tfjs-node looks for its binding at ' + found);
        return binding;
      },
    };
    const tf = require(folder);
    if (!isAsked) throw new Error('tfjs-node took its binding from elsewhere');
    const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]]));
    print({
      backend: tf.getBackend(),
      product: [...product.dataSync()],
      tensorflow: tf.backend().binding.TF_Version,
    });
  } catch (error) {
    print({ error: String(error.message).split('\\n', 1)[0].replace(/[. ]+$/, '') });
  }
`;

/** By hand: [[1, 2], [3, 4]] [[5, 6], [7, 8]] = [[1*5 + 2*7, 1*6 + 2*8], [3*5 + 4*7, 3*6 + 4*8]]. */
const answerSchema = z.union([
  z.object({
    backend: z.literal('tensorflow'),
    product: z.tuple([z.literal(19), z.literal(22), z.literal(43), z.literal(50)]),
    tensorflow: z.string(),
  }),
  z.object({ error: z.string() }),
]);

/** Checks the package in `packageFolder` with the native library in `native`, the package's own unless given. */
export async function checkLoad(
  packageFolder: string,
  env: NodeJS.ProcessEnv,
  native: string = packageFolder,
): Promise<LoadCheck> {
  const binding = join(native, BINDING);
  if (!(await exists(binding))) return { works: false, reason: 'none' };
  const command = [process.execPath, '-e', SCRIPT, packageFolder, join(packageFolder, BINDING), binding];
  const outcome = await runProgram(command, {
    env: { ...env, TF_CPP_MIN_LOG_LEVEL: '3' },
    limitMs: LIMIT_MS,
  });
  if (!outcome.hasSucceeded) return { works: false, reason: outcome.reason };
  const answer = answerSchema.safeParse(parseLastLine(outcome.stdout));
  if (!answer.success) return { works: false, reason: 'one that multiplies two matrices wrongly' };
  if ('error' in answer.data) return { works: false, reason: answer.data.error };
  return { works: true, tensorflow: answer.data.tensorflow };
}

function parseLastLine(text: string): unknown {
  try {
    return JSON.parse(text.trimEnd().split('\n').at(-1)!) as unknown;
  } catch {
    return undefined;
  }
}
