/** What both ladders found, as Markdown for pages that people read. */
import { escapeMarkdown } from '../page/table.ts';
import { formatQuantity } from '../page/wording.ts';
import { formatPoints, plainTable } from './figures.ts';
import type { LadderSummary } from './ladderSummary.ts';

/** A figure, and whether it is as expected; null where nothing is expected of it. */
interface Found {
  readonly measured: number | null;
  readonly holds: boolean | null;
}

/**
 * How many limits of the second ladder the panel fails, and of the first by when they were stated. `isOfFormerPanel`: whether the run
 * of the second that counts was another panel's, whose findings the makers of this one knew.
 */
export function describeLadders(
  { first, second, scoreVersion, images, seed }: LadderSummary,
  isOfFormerPanel: boolean,
): string {
  const [decided, undecided] = [
    first.filter((one) => one.undecided === null),
    first.filter((one) => one.undecided !== null),
  ];
  const count = (of: readonly { readonly panel: Found }[]) =>
    of.filter(({ panel }) => panel.holds === false).length;
  const [original, later] = [
    decided.filter((one) => one.isOriginal),
    decided.filter((one) => !one.isOriginal),
  ];
  return (
    `\`make ladder IMAGES=${images} SEED=${seed}\` on \`${scoreVersion}\`: of ${formatQuantity(second.length, 'expectation')} of the second ` +
    `ladder, which were sealed before its first run${isOfFormerPanel ? ', that of a former panel' : ''}, the panel fails ${count(second)}; of ${original.length} of the first that were stated before ` +
    `its first run it fails ${count(original)}, of ${later.length} that were added later ${count(later)}, and of ${undecided.length} more about images whose answer nobody knows ` +
    `${count(undecided)}.`
  );
}

/** Every expectation of the second ladder, for the panel and each judge; what fails is bold. */
export function renderSecondLadder({ judges, second }: LadderSummary): string {
  return plainTable([
    ['expectation', 'panel', ...judges],
    ...second.map((one) => [
      escapeMarkdown(one.statement),
      formatFound(one.panel),
      ...judges.map((name) => formatFound(one.judges[name]!)),
    ]),
  ]);
}

/** Every expectation of the first ladder; what was not stated before its first run says so. */
export function renderFirstLadder({ judges, first }: LadderSummary): string {
  return plainTable([
    ['rung', 'expectation', 'stated', 'panel', ...judges],
    ...first.map((one) => [
      String(one.rung),
      escapeMarkdown(one.statement),
      one.undecided !== null ? 'undecided without people' : one.isOriginal ? 'before the first run' : 'later',
      formatFound(one.panel),
      ...judges.map((name) => formatFound(one.judges[name]!)),
    ]),
  ]);
}

function formatFound({ measured, holds }: Found): string {
  const text = measured === null ? 'none' : formatPoints(measured);
  return holds === false ? `**${text}**` : text;
}
