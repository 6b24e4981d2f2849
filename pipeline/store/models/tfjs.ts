/**
 * TF.js: a model.json and its weight files, of either kind. Layers models of fully connected layers are read as such; any other
 * is handed to the library.
 */
import { basename, dirname, join, posix } from 'node:path';
import type { TfjsNetwork } from '../../engine/opaqueNetwork.ts';
import { expected } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';
import { readBytes } from '../files.ts';
import { isBesideName } from './besideName.ts';
import { describeChain, NoChain, toMlp, toNetwork } from './denseChain.ts';
import { joinBytes } from './layout.ts';
import { FOUND, type ReadingOptions, type ReadModel } from './readModel.ts';
import { readLayersChain } from './tfjsChain.ts';
import { describeFile, NEXT_STEP, type TfjsFile, type TfjsWeights } from './tfjsFile.ts';
import { type GraphTopology, readGraphEnds } from './tfjsGraph.ts';
import { dropSoftmax, readTopology } from './tfjsTopology.ts';

const TOPOLOGY = 'model.json';

/** Path of the model.json that `path` means: itself, whatever its name, or the one in the folder. */
export function locateTopology(path: string): string {
  return path.toLowerCase().endsWith('.json') ? path : join(path, TOPOLOGY);
}

/**
 * Reads the model of a folder, or of a model.json and the files that it names. Throws a UserError where one is missing or damaged.
 */
export async function readTfjs(path: string, options: ReadingOptions = FOUND): Promise<ReadModel> {
  const where = locateTopology(path);
  const file = await readTfjsFile(where);
  const weights = takeWeights(file, await readWeights(file, where), where);
  return file.kind === 'graph'
    ? readGraph(file, weights, where, options)
    : readLayers(file, weights, where, options);
}

/** The model.json `where`, with weight files that are beside it. Throws a UserError for anything else. */
export async function readTfjsFile(where: string): Promise<TfjsFile> {
  const file = describeFile(parseJson(await readBytes(where), where), where);
  const { paths } = file;
  const outside = paths.find((path) => !isBesideName(path));
  if (outside !== undefined) {
    throw expected(where, 'weight files beside it', describeValue(outside), NEXT_STEP);
  }
  // One file named a thousand times would be read a thousand times.
  if (new Set(paths.map((path) => posix.normalize(path))).size < paths.length) {
    throw expected(where, 'every weight file once', `${paths.length} names, some the same`, NEXT_STEP);
  }
  return file;
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw expected(where, 'JSON', `${bytes.length} bytes that are not`, NEXT_STEP);
  }
}

/** The bytes of all weight files. */
async function readWeights({ paths }: TfjsFile, where: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const path of paths) {
    parts.push(await readBytes(join(dirname(where), path), `put it beside ${basename(where)}`));
  }
  return joinBytes(parts);
}

function takeWeights({ specs }: TfjsFile, bytes: Uint8Array, where: string): TfjsWeights {
  const length = specs.reduce((sum, spec) => sum + spec.bytes, 0);
  if (bytes.length !== length) {
    throw expected(where, `${length} bytes of weights`, `${bytes.length}`, 'copy all weight files again');
  }
  let at = 0;
  const parts: Uint8Array[] = [];
  for (const { isOfOptimizer, bytes: own } of specs) {
    if (!isOfOptimizer) parts.push(bytes.subarray(at, at + own));
    at += own;
  }
  const kept = specs.filter(({ isOfOptimizer }) => !isOfOptimizer);
  return { specs: kept, bytes: joinBytes(parts).buffer, passedOver: specs.length - kept.length };
}

/** What a network of either kind is made of. */
function toForm({ specs, bytes }: TfjsWeights, where: string) {
  return { form: 'tfjs', where, weightSpecs: specs.map(({ spec }) => spec), weights: bytes } as const;
}

function readGraph(file: TfjsFile, weights: TfjsWeights, where: string, options: ReadingOptions): ReadModel {
  const ends = readGraphEnds(file.topology as GraphTopology, options.outputs, where);
  const network: TfjsNetwork = {
    ...toForm(weights, where),
    kind: 'graph',
    modelTopology: file.topology,
    inputShape: ends.inputShape,
    node: ends.node,
    outputs: ends.isDropped ? 'logits' : options.outputs,
  };
  return { kind: 'opaque', network, reason: 'a graph model of TF.js', remarks: ends.remarks };
}

async function readLayers(
  file: TfjsFile,
  weights: TfjsWeights,
  where: string,
  { outputs }: ReadingOptions,
): Promise<ReadModel> {
  const read = readTopology(file.topology, where);
  const dropped = outputs === 'logits' ? null : dropSoftmax(read);
  const topology = dropped?.topology ?? read;
  const remarks = [
    ...(weights.passedOver > 0
      ? [`${weights.passedOver} of its weights are an optimizer's, and are passed over`]
      : []),
    ...(dropped?.remarks ?? []),
  ];
  try {
    const chain = await readLayersChain(topology, weights, where);
    const parameters = toMlp(chain);
    if (parameters !== null) return { kind: 'mlp', parameters, remarks };
    return { kind: 'opaque', network: toNetwork(chain, where), reason: describeChain(chain), remarks };
  } catch (error) {
    if (!(error instanceof NoChain)) throw error;
    const network: TfjsNetwork = {
      ...toForm(weights, where),
      kind: 'layers',
      modelTopology: topology.json,
      inputShape: topology.inputShape,
      node: null,
      outputs: dropped === null ? outputs : 'logits',
    };
    return { kind: 'opaque', network, reason: error.message, remarks };
  }
}
