/** How numbers and names of cells are written in a report: one way everywhere. */
import type { ClassGap } from '../study/classCounts.ts';
import type { Model } from '../study/grid.ts';
import type { DatasetRecord } from '../study/records.ts';
import type { SeedSummary } from '../study/tables.ts';

/** A score in [0, 1] with two decimals: `0.83`. */
export function formatScore(score: number): string {
  return score.toFixed(2);
}

/** A share in [0, 1] as a percentage with two decimals, as MNIST accuracies are usually given: `98.26%`. */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

/** An energy to a hundredth, with the minus sign of print: `−1.25`. */
export function formatEnergy(energy: number): string {
  return energy.toFixed(2).replace('-', '−');
}

/** A whole number with a comma between thousands: `60,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 cell`, `12 cells`. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A model of the grid in words: `hidden 784, batch 1,000, seed 0`. */
export function titleModel({ name, cell, seed }: Pick<Model, 'name' | 'cell' | 'seed'>): string {
  // A model that was given is a cell of its own and has no seed.
  return cell.name === name ? cell.title : `${cell.title}, seed ${seed}`;
}

/** That some imported ratings are not in a report, and why. */
export function describeRatingsLeftOut(reason: string): string {
  return `Imported ratings are left out: ${reason}`;
}

/**
 * Classes that are missing or rare: `no training image of 4, 5; of the training images only 12 of 3 (an equal share is 400)`.
 */
export function describeClassGap({ kind, models, missing, rare, equalShare }: ClassGap): string {
  const few = rare.map(({ label, count }) => `${formatCount(count)} of ${label}`).join(', ');
  const share = formatCount(Math.round(equalShare));
  const parts = [
    ...(missing.length > 0 ? [`no ${kind} image of ${missing.join(', ')}`] : []),
    ...(few !== '' ? [`of the ${kind} images only ${few} (an equal share is ${share})`] : []),
  ];
  return `${parts.join('; ')}${models === undefined ? '' : ` for models with ${models}`}`;
}

/** What is to be said of test images that models are trained on. */
export function describeSharedImages(shared: number, test: number): string {
  return `${formatCount(shared)} of ${formatQuantity(test, 'test image')} are training images too, so that accuracy is too high`;
}

const EMNIST_NOTE =
  'files of EMNIST hold images column by column, so that these lie on their side; dataset.transpose=true turns them upright';

/**
 * What is worth saying of a dataset that was prepared or found: files that lie below the named folder, images on their side,
 * its class gaps, and how many of its test images are training images too.
 */
export function listDatasetNotes(record: DatasetRecord, gaps: readonly ClassGap[], shared: number): string[] {
  const [first = ''] = Object.keys(record.sourceSha256);
  const below = first.includes('/') ? [`the images are below the folder: ${first} and three more files`] : [];
  const isOnItsSide = /(^|\/)emnist-/.test(first) && !record.config.transpose;
  const side = isOnItsSide ? [EMNIST_NOTE] : [];
  const same = shared === 0 ? [] : [describeSharedImages(shared, record.counts.test)];
  return [...below, ...side, ...gaps.map(describeClassGap), ...same].map((note) => `dataset: ${note}`);
}

/** A mean with its interval, if it has one: `0.83 (95% interval 0.79 to 0.87)`. */
export function describeSummary(summary: SeedSummary, format: (value: number) => string): string {
  const { mean, interval } = summary;
  if (interval === null) return format(mean);
  return `${format(mean)} (95% interval ${format(interval[0])} to ${format(interval[1])})`;
}

/**
 * A median of pixels over `images` images: `more` where most of them need more than were allowed, a dash where there are
 * none.
 */
export function formatMedian(value: number | null, images: number): string {
  if (images === 0) return '–';
  return value === null ? 'more' : formatCount(value);
}

/** An interval for a tight place: `0.79–0.87`, or `no interval`. */
export function formatInterval(summary: SeedSummary, format: (value: number) => string): string {
  const { interval } = summary;
  return interval === null ? 'no interval' : `${format(interval[0])}–${format(interval[1])}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A correlation with two decimals and the minus sign of print: `−0.12`. */
export function formatCorrelation(correlation: number): string {
  return formatScore(correlation).replace('-', '−');
}

/** A statistic with its interval, if it has one: `0.12 (0.05 to 0.20)`; `undefined` where it has no value. */
export function formatEstimate(
  value: number | null,
  interval: readonly [low: number, high: number] | null,
  format: (value: number) => string,
): string {
  if (value === null) return 'undefined';
  if (interval === null) return format(value);
  return `${format(value)} (${format(interval[0])} to ${format(interval[1])})`;
}

/** A change of a score with three decimals and its sign: `+0.021`, `−0.004`, `0.000`. */
export function formatChange(change: number): string {
  const text = Math.abs(change).toFixed(3);
  const sign = Math.sign(Math.round(1000 * change));
  return sign === 0 ? text : `${sign < 0 ? '−' : '+'}${text}`;
}

/** A p value with three decimals: `0.012`, `< 0.001`; nothing where there is none. */
export function formatProbability(p: number | null): string {
  if (p === null) return '';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
