/** Results that held and were computed again because their code, packages or machine are others now: whether anything came of it. */
import { formatQuantity } from '../page/wording.ts';
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
  const still = same > 0 ? '; what was computed from those still holds' : '';
  const results = formatQuantity(before.size, 'result');
  return [
    `computed again by other code, packages or numerics: ${results}, ${same} to the same bytes${still}`,
  ];
}
