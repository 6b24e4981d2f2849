/** Results that held and were computed again because their code, packages or machine are others now: whether anything came of it. */
import { exists, sha256File } from '../store/files.ts';
import type { Plan } from './plan.ts';

/** SHA-256 of the records of all planned results that hold, by path. */
export async function digestOutdated({ models }: Pick<Plan, 'models'>): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const path of models.flatMap(({ outdated }) => outdated)) digests.set(path, await sha256File(path));
  return digests;
}

/** One line on how many of the results are the same bytes again; none where none was to be computed again. */
export async function describeRenewals(before: ReadonlyMap<string, string>): Promise<string[]> {
  if (before.size === 0) return [];
  let same = 0;
  for (const [path, digest] of before) {
    if ((await exists(path)) && (await sha256File(path)) === digest) same++;
  }
  const follows = same > 0 ? '; what came from those was kept' : '';
  return [
    `computed again by other code, packages or numerics than before: ${before.size}, the same bytes: ${same}${follows}`,
  ];
}
