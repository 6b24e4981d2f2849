/**
 * Error consistency: whether two readers fail on the same images more often than their accuracies alone explain.
 *
 * Cohen's kappa of "right" and "wrong": Geirhos, Meding and Wichmann, "Beyond accuracy: quantifying trial-by-trial
 * behaviour of CNNs and humans by measuring error consistency", NeurIPS 2020, arXiv 2006.16736.
 */

/** Two readers of the same images, and the condition that each image belongs to: a kind at a level. */
export interface PairedAnswers {
  /** Whether each reader is right, image by image. */
  readonly first: readonly boolean[];
  readonly second: readonly boolean[];
  readonly conditions: readonly string[];
}

/** Counts of images by whether the readers are right. */
interface Counts {
  images: number;
  first: number;
  second: number;
  same: number;
}

/**
 * kappa = (o - e) / (1 - e) over all images, in [-1, 1]: o is the share on which both are right or both wrong, and
 * e = p q + (1 - p)(1 - q) what accuracies p and q give where errors are independent. Null where e = 1, for readers that are
 * always right or always wrong alike. `indices`: the images that count, all where not given.
 */
export function pooledKappa(answers: PairedAnswers, indices?: readonly number[]): number | null {
  return toKappa(countAnswers(answers, indices, () => '').get(''));
}

/**
 * The mean over conditions of their kappas, as Geirhos et al. have it: pooled over easy and hard images, readers agree for
 * the reason alone that some are hard. Conditions without a kappa are left out; null where none has one.
 */
export function meanKappa(answers: PairedAnswers, indices?: readonly number[]): number | null {
  const counts = countAnswers(answers, indices, (row) => answers.conditions[row]!);
  const kappas = [...counts.values()].map(toKappa).filter((kappa) => kappa !== null);
  return kappas.length === 0 ? null : kappas.reduce((sum, kappa) => sum + kappa, 0) / kappas.length;
}

function countAnswers(
  { first, second }: PairedAnswers,
  indices: readonly number[] | undefined,
  conditionOf: (row: number) => string,
): Map<string, Counts> {
  const all = new Map<string, Counts>();
  const count = indices?.length ?? first.length;
  for (let k = 0; k < count; k++) {
    const row = indices === undefined ? k : indices[k]!;
    const condition = conditionOf(row);
    let counts = all.get(condition);
    if (counts === undefined) {
      counts = { images: 0, first: 0, second: 0, same: 0 };
      all.set(condition, counts);
    }
    counts.images++;
    counts.first += Number(first[row]!);
    counts.second += Number(second[row]!);
    counts.same += Number(first[row] === second[row]);
  }
  return all;
}

function toKappa(counts: Counts | undefined): number | null {
  if (counts === undefined) return null;
  const { images, first, second, same } = counts;
  // In whole numbers, so that equal shares are equal.
  const chance = first * second + (images - first) * (images - second);
  if (chance === images * images) return null;
  return (same * images - chance) / (images * images - chance);
}
