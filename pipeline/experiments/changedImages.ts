/** What hints and counterfeits share: images that are changed pixel by pixel, and what judges say of them before and after. */
import { median } from 'simple-statistics';
import { answersTo } from '../judging/answers.ts';
import type { Panel } from '../judging/panel.ts';
import { stackImages } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { Cell, Model } from '../study/grid.ts';

/** Mean P(digit) by the judges of images before and after they are changed. */
export interface Judged {
  readonly images: number;
  readonly before: number;
  readonly after: number;
}

/** The means of both over images; null of none. */
export function averageChange(
  images: readonly { readonly before: number; readonly after: number }[],
): Judged | null {
  if (images.length === 0) return null;
  return {
    images: images.length,
    before: mean(images.map(({ before }) => before)),
    after: mean(images.map(({ after }) => after)),
  };
}

/** The median, taking null for more than anything; null where the median itself is that, or there are no values. */
export function medianOrNull(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  const middle = median(values.map((value) => value ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(middle) ? middle : null;
}

/** The members of each cell, in the order in which the cells first appear: that of the grid. */
export function groupByCell<Member extends { readonly model: Model }>(
  records: readonly Member[],
): { cell: Cell; members: Member[] }[] {
  return [...groupBy(records, ({ model }) => model.cell.name).values()].map((members) => ({
    cell: members[0]!.model.cell,
    members,
  }));
}

/**
 * The panel's probabilities of each of `images` [784]: eleven an image. Images are read whole, as they are: those that were
 * changed are real digits, and what was changed where digits have no ink is part of what judges are asked about.
 */
export async function askPanel(
  panel: Pick<Panel, 'probabilities'>,
  images: readonly Float32Array[],
): Promise<Float64Array[]> {
  if (images.length === 0) return [];
  const answers = await panel.probabilities(stackImages(images));
  return images.map((_, row) => answersTo(row, answers));
}
