/** A graph that TensorFlow has loaded, and its functions. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-node';
import { expected } from '../../study/errors.ts';
import { type Graph, TAG } from './graph.ts';
import type { TensorFlow } from './library.ts';

type Loaded = Awaited<ReturnType<TensorFlow['node']['loadSavedModel']>>;

/** A loaded graph, with variables of its own. Call `dispose` when done. */
export interface LoadedGraph {
  /** Runs a function to its end. The results are tensors that the caller disposes of; the inputs stay as they are. */
  call(name: string, inputs: Readonly<Record<string, Tensor>>): NamedTensorMap;
  dispose(): void;
}

/**
 * Loads `graph`. TensorFlow reads it from a folder, which is gone again when it is loaded. Throws a UserError where the
 * temporary folder cannot be written.
 */
export async function loadGraph(tf: TensorFlow, graph: Graph): Promise<LoadedGraph> {
  const folder = await makeFolder();
  try {
    await writeFile(join(folder, 'saved_model.pb'), graph.toSavedModel());
    const functions = new Map<string, Loaded>();
    for (const name of graph.functions) {
      functions.set(name, await tf.node.loadSavedModel(folder, [TAG], name));
    }
    return {
      call: (name, inputs) => functions.get(name)!.predict({ ...inputs }) as NamedTensorMap,
      dispose() {
        for (const loaded of functions.values()) loaded.dispose();
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw expected(
      tmpdir(),
      'a temporary folder that can be written',
      `the error ${code}`,
      'set TMPDIR to one',
    );
  }
}

/** Graphs that stay loaded: loading one takes longer than many a call of it. */
export interface KeptGraphs {
  readonly tf: TensorFlow;
  /**
   * A graph of `key`, from `build` where none is idle. It has a function `clear`, and when it is disposed of it is cleared and
   * waits for the next.
   */
  open(key: string, build: () => Graph): Promise<LoadedGraph>;
}

/** Begins to keep graphs. */
export function keepGraphs(tf: TensorFlow): KeptGraphs {
  const idle = new Map<string, LoadedGraph[]>();
  return {
    tf,
    async open(key, build) {
      const graph = idle.get(key)?.pop() ?? (await loadGraph(tf, build()));
      return {
        call: graph.call,
        dispose() {
          tf.dispose(graph.call('clear', {}));
          idle.set(key, [...(idle.get(key) ?? []), graph]);
        },
      };
    },
  };
}
