/** The peer of the searches: a plain sequential program in C++, compiled here, that finds the same images. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { MlpParameters } from '../engine/engine.ts';
import { PIXELS, stackImages } from '../math/images.ts';
import type { SearchTask } from '../search/idea.ts';
import { decodeJson, readBytes, writeFileAtomic } from '../store/files.ts';
import { decodeFloat32, encodeFloat32 } from '../store/float32.ts';
import { encodeDat } from '../store/models/dat.ts';
import { makeTemporaryFolder } from '../store/temporaryFolder.ts';
import { expected } from '../study/errors.ts';
import { runProgram } from '../tfjsNode/processes.ts';

/** The peer's name in messages. */
export const SEQUENTIAL = 'sequential C++';

const SOURCE = fileURLToPath(new URL('coordinate.cc', import.meta.url));

/** No contraction into fused operations, and no other order of sums: the bits are to be those of ordered arithmetic. */
const OPTIONS = ['-std=c++17', '-O3', '-march=native', '-fopenmp', '-ffp-contract=off'];

/** In which order the program's innermost loops run: see coordinate.cc. */
export type LoopOrder = 'sums' | 'inputs';

/** What the program found, and its times in seconds. */
export interface PeerSearch {
  /** [784] each, in the order of the tasks. */
  readonly images: readonly Float32Array[];
  readonly seconds: number;
  /** Of all threads together. */
  readonly processorSeconds: number;
  readonly threads: number;
}

/** What to search, how long, and how. */
export interface PeerTask {
  readonly tasks: readonly Pick<SearchTask, 'digit' | 'start'>[];
  readonly passes: number;
  readonly loop: LoopOrder;
}

/** The compiled program. Call `dispose` when done. */
export interface CoordinatePeer {
  search(parameters: MlpParameters, task: PeerTask): Promise<PeerSearch>;
  dispose(): void;
}

const times = z.object({ seconds: z.number(), processorSeconds: z.number(), threads: z.number() });

/** Compiles the program. Throws a UserError where `compiler` is missing or refuses. */
export async function compileCoordinatePeer(compiler = 'g++'): Promise<CoordinatePeer> {
  const folder = makeTemporaryFolder();
  const program = join(folder.path, 'coordinate');
  const compiled = await runProgram([compiler, ...OPTIONS, SOURCE, '-o', program], { env: process.env });
  if (!compiled.hasSucceeded) {
    folder.remove();
    throw expected(
      SEQUENTIAL,
      `${compiler} to compile it`,
      compiled.reason,
      'install g++ with its OpenMP library',
    );
  }
  return {
    dispose: folder.remove,
    async search(parameters, { tasks, passes, loop }) {
      const path = (name: string) => join(folder.path, name);
      await writeFileAtomic(path('model.dat'), encodeDat(parameters));
      await writeFileAtomic(path('starts.vf'), encodeFloat32(stackImages(tasks.map(({ start }) => start))));
      const digits = tasks.map(({ digit }) => digit).join('');
      const words = [
        ...[path('model.dat'), String(parameters.hidden), path('starts.vf'), digits],
        ...[String(passes), loop, path('images.vf')],
      ];
      const { hasSucceeded, reason, stdout } = await runProgram([program, ...words], { env: process.env });
      if (!hasSucceeded)
        throw expected(SEQUENTIAL, 'an end without an error', reason, 'report this as a fault');
      const found = decodeFloat32(await readBytes(path('images.vf')), 'images.vf');
      return {
        images: tasks.map((_, k) => found.slice(k * PIXELS, (k + 1) * PIXELS)),
        ...decodeJson(Buffer.from(stdout), SEQUENTIAL, times, 'report this as a fault'),
      };
    },
  };
}
