/** Damage to random files of a finished study: each must be noticed and put to its stage, and made again or refused. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { drawBelow, openStream, type Stream } from '../../pipeline/math/streams.ts';
import type { Run } from '../commands/commandLine.ts';
import { Trials } from './table.ts';
import { describeRun, FIRST, hashAll, isOfTimes, listAll, listDifferences, STUDY, sweep } from './trial.ts';

/** Damage to a file's bytes. */
export type Damage = (bytes: Uint8Array, stream: Stream) => Uint8Array;

/** One bit flips. */
export function flipBit(bytes: Uint8Array, stream: Stream): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[drawBelow(stream, bytes.length)]! ^= 1 << drawBelow(stream, 8);
  return flipped;
}

/** The end is missing: of two files one is empty. */
export function cutEnd(bytes: Uint8Array, stream: Stream): Uint8Array {
  return drawBelow(stream, 2) === 0 ? new Uint8Array() : bytes.slice(0, drawBelow(stream, bytes.length));
}

/** A stage, the files that are of it, and what a sweep says of damage to one: on standard output, or where it refuses. */
interface Stage {
  readonly name: string;
  readonly files: RegExp;
  /** What is said, by the file's path, its model and its name; null where it is written anew in any case. */
  says(path: string, model: string, name: string): string | null;
  readonly isRefused?: boolean;
}

/** The first that a path is of counts. */
const STAGES: readonly Stage[] = [
  {
    name: 'config',
    files: /^study\.json$/,
    says: () => 'smoke/study.json: expected the config that its folder was made with',
    isRefused: true,
  },
  {
    name: 'dataset',
    files: /^dataset\//,
    says: (path) => `dataset prepared again: .*smoke/${path}: expected`,
  },
  { name: 'times', files: /^models\/.*times\.json$/, says: (_, model) => `${model}: times.json is damaged` },
  {
    name: 'scores',
    files: /scores(\.key)?\.json$|^(judges-check|transfer)(\.key)?\.json$/,
    says: (path) => `${path} is damaged; it is made again`,
  },
  {
    name: 'checkpoints',
    files: /^models\/.*\/checkpoints\//,
    says: (_, model, name) => `${model}: (train|ideas) again: .*${name}`,
  },
  {
    name: 'search',
    files: /^models\/.*\/ideas\//,
    says: (_, model, name) => `${model}: ideas again: .*${name}`,
  },
  {
    name: 'experiments',
    files: /^models\/.*\/(hints|counterfeits)\//,
    says: (_, model, name) => `${model}: experiments again: .*${name}`,
  },
  { name: 'training', files: /^models\//, says: (_, model, name) => `${model}: train again: .*${name}` },
  {
    name: 'report',
    files: /^[^/]*\.csv$|^(manifest|environment|provenance|verdicts)\.json$|^report\//,
    says: () => null,
  },
];

/** Damages `count` files of the finished study below `artifacts` in turn, and sweeps after each. */
export async function damageFiles(
  artifacts: string,
  damage: Damage,
  { count, what }: { readonly count: number; readonly what: string },
): Promise<readonly string[]> {
  const trials = new Trials(what);
  const hashes = await hashAll(artifacts);
  for (let k = FIRST; k < FIRST + count; k++) {
    const stream = openStream(k, `faults/${what}`);
    const paths = (await listAll(join(artifacts, STUDY))).filter((path) => path !== 'times.csv');
    const path = paths[drawBelow(stream, paths.length)]!;
    const file = join(artifacts, STUDY, path);
    const intact = await readFile(file);
    await writeFile(
      file,
      change(path, intact, () => damage(intact, stream)),
    );
    const run = await sweep(artifacts);
    const { stage, faults, isRefused } = judge(path, run);
    if (isRefused || isOfTimes(path)) await writeFile(file, intact);
    const differences = listDifferences(hashes, await hashAll(artifacts));
    // Whatever is wrong now is no fault of the next.
    if (differences.length > 0) await sweep(artifacts);
    trials.add(
      [...faults, ...differences].map((fault) => `${k}, ${path}: ${fault}`),
      `in ${stage}`,
    );
  }
  return trials.close();
}

/** Whether a run said of the file at `path` what its stage says of damage. */
function judge(path: string, run: Run): { stage: string; faults: string[]; isRefused: boolean } {
  const stage = STAGES.find(({ files }) => files.test(path));
  if (stage === undefined) throw new Error(`${path}: a file of no stage`);
  const [, model = '', name = ''] = /^models\/([^/]+)\/(?:.*\/)?([^/]+)$/.exec(path) ?? [];
  const wanted = stage.says(path, model, name.replaceAll('.', '\\.'));
  const isRefused = stage.isRefused ?? false;
  const said = isRefused ? run.stderr : run.stdout;
  const isSaid = wanted === null || new RegExp(wanted, 'm').test(said);
  const isEnded = run.code === (isRefused ? 2 : 0) && (isRefused || run.stderr === '');
  const faults = isEnded ? [] : [describeRun(run)];
  if (!isSaid) faults.push(`expected '${wanted}', got ${JSON.stringify(said.slice(0, 500))}`);
  return { stage: stage.name, faults, isRefused };
}

/** What `damage` gives; again where it leaves JSON of the same value, such as 1E-7 for 1e-7, in which nothing is wrong. */
function change(path: string, intact: Uint8Array, damage: () => Uint8Array): Uint8Array {
  for (;;) {
    const damaged = damage();
    if (!isSameValue(path, intact, damaged)) return damaged;
  }
}

/** Whether two JSON files have the same value. */
function isSameValue(path: string, intact: Uint8Array, damaged: Uint8Array): boolean {
  if (!path.endsWith('.json')) return false;
  const [had, has] = [intact, damaged].map((bytes) => {
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    } catch {
      return undefined;
    }
  });
  return had !== undefined && isDeepStrictEqual(had, has);
}
