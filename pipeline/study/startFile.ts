/** The file that searches start from, where `search.start` is `file:PATH`. */
import type { SearchConfig } from './config.ts';

const FILE = 'file:';

/** The path of the image that searches start from; null where they start from none in a file. */
export function findStartFile({ start }: Pick<SearchConfig, 'start'>): string | null {
  return start.startsWith(FILE) ? start.slice(FILE.length) : null;
}
