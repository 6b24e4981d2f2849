/** How images that are changed pixel by pixel are spoken of: shared by hints and counterfeits. */
import type { Row } from '../page/markdownTable.ts';
import { formatCount } from '../page/wording.ts';

/** A table of a report, for the page and for Markdown alike. */
export interface ReportTable {
  readonly caption: string;
  readonly header: Row;
  readonly rows: readonly Row[];
}

/** A median of pixels: `more` where most of the images need more than were allowed, a dash where there are no images. */
export function formatMedian(value: number | null, images: number): string {
  if (images === 0) return '–';
  return value === null ? 'more' : formatCount(value);
}
