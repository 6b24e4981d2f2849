/** What came of the ladder, in words. */
import type { Expectation, LadderRecord } from '../../study/ladder.ts';
import { joinWords } from '../wording.ts';

/** What the rungs are, by number. */
export const RUNG_TITLES: Readonly<Record<number, string>> = {
  1: 'No digit at all',
  2: 'Ideas that mean nothing',
  3: 'Real digits, scored for a wrong one',
  4: 'Images made to fool a judge',
  5: 'Real digits in more and more noise',
  6: 'Two digits in one image',
  7: 'Real digits, changed but still themselves',
  8: 'What should be clearer than an ordinary idea',
  9: 'Real digits',
};

/** Lines for a terminal: the verdict on the panel, then every failure, judge by judge. */
export function describeLadder(record: LadderRecord): string[] {
  const lines = [describeVerdict(record)];
  for (const { reader, expectation, measured } of listFailures(record)) {
    lines.push(
      `${reader} fails rung ${expectation.rung}: ${expectation.statement} Measured: ${formatMeasured(measured)}`,
    );
  }
  return lines;
}

/** One sentence on the panel as a whole. */
export function describeVerdict({ expectations, scoreVersion }: LadderRecord): string {
  const failed = expectations.filter(({ panel }) => !panel.holds).map(({ rung }) => String(rung));
  const version = `Panel ${scoreVersion}`;
  if (failed.length === 0) return `${version}: every expectation of the nine rungs holds.`;
  const rungs = [...new Set(failed)];
  return `${version}: ${failed.length} of ${expectations.length} expectations fail, on ${rungs.length === 1 ? 'rung' : 'rungs'} ${joinWords(rungs)}.`;
}

/** A reader that did not do what was expected of it. */
export interface Failure {
  readonly reader: string;
  readonly expectation: Expectation;
  readonly measured: number;
}

/** Every failure: the panel's first, then each judge's. */
export function listFailures({ expectations, judges }: LadderRecord): Failure[] {
  return ['panel', ...judges].flatMap((reader) =>
    expectations.flatMap((expectation) => {
      const finding = reader === 'panel' ? expectation.panel : expectation.judges[reader]!;
      return finding.holds ? [] : [{ reader, expectation, measured: finding.measured }];
    }),
  );
}

/** A mean, a difference or an area, with three decimals. */
export function formatMeasured(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
