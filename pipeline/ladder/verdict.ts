/** What came of the ladder, in words. */

import { formatCount, joinWords } from '../page/wording.ts';
import type { Expectation, Finding, LadderRecord } from './ladderRecord.ts';
import { WHOLE_RUN } from './ladderSize.ts';

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

/** Lines for a terminal: the verdict on the panel, every failure, judge by judge, and what only people can decide. */
export function describeLadder(record: LadderRecord): string[] {
  const lines = [describeVerdict(record)];
  for (const { reader, expectation, finding } of listFailures(record)) {
    lines.push(
      `${reader} fails rung ${expectation.rung}: ${expectation.statement} Measured: ${formatFinding(finding)}`,
    );
  }
  for (const { rung, statement, panel } of listUndecided(record)) {
    lines.push(`undecided without people, rung ${rung}: ${statement} Measured: ${formatFinding(panel)}`);
  }
  return lines;
}

/** The panel as a whole: expectations from before the first run, those added since, and images that do fool a judge. */
export function describeVerdict(record: LadderRecord): string {
  const { expectations, scoreVersion } = record;
  const originals = countFailures(expectations.filter(({ isOriginal }) => isOriginal));
  const later = countFailures(expectations.filter(({ isOriginal }) => !isOriginal));
  return [
    `Panel ${scoreVersion}: of the expectations stated before the first run, ${originals}; of those added later, ${later}.`,
    ...describeFooling(record),
    ...describeSize(record),
  ].join(' ');
}

function countFailures(expectations: readonly Expectation[]): string {
  const decided = expectations.filter(isDecided);
  const left = expectations.length - decided.length;
  const more = left === 0 ? '' : ` (${left} more cannot be decided without people)`;
  const failed = decided.filter(({ panel }) => !panel.holds).map(({ rung }) => String(rung));
  if (failed.length === 0) return `all ${decided.length} hold${more}`;
  const rungs = [...new Set(failed)];
  return `${failed.length} of ${decided.length} fail, on ${rungs.length === 1 ? 'rung' : 'rungs'} ${joinWords(rungs)}${more}`;
}

/** Rung 4's direction is about 0, which its limits do not ask for: what is so is said whatever they say. */
function describeFooling({ kinds }: LadderRecord): string[] {
  const found = kinds.flatMap(({ fooling }) => (fooling === null || fooling.panel === null ? [] : [fooling]));
  const images = found.reduce((sum, each) => sum + each.images, 0);
  if (images === 0) return [];
  const mean = found.reduce((sum, each) => sum + each.images * each.panel!, 0) / images;
  return [
    `On rung 4, where about 0 is expected, the ${formatCount(images)} images that do fool a judge score ${formatMeasured(mean)} on average with the others.`,
  ];
}

function describeSize({ images }: LadderRecord): string[] {
  if (images >= WHOLE_RUN) return [];
  return [
    `This is a small run: ${formatCount(images)} images of each kind made from digits, where a whole run has ${formatCount(WHOLE_RUN)}.`,
  ];
}

/** A reader that did not do what was expected of it. */
export interface Failure {
  readonly reader: string;
  readonly expectation: Expectation;
  readonly finding: Finding;
}

/** Whether it is known what the images of an expectation should score. */
export function isDecided({ undecided }: Expectation): boolean {
  return undecided === null;
}

/** The expectations of which only people can say whether they should hold. */
export function listUndecided({ expectations }: LadderRecord): Expectation[] {
  return expectations.filter((each) => !isDecided(each));
}

/** Every failure of what is decided: the panel's first, then each judge's. */
export function listFailures({ expectations, judges }: LadderRecord): Failure[] {
  return ['panel', ...judges].flatMap((reader) =>
    expectations.filter(isDecided).flatMap((expectation) => {
      const finding = reader === 'panel' ? expectation.panel : expectation.judges[reader]!;
      return finding.holds ? [] : [{ reader, expectation, finding }];
    }),
  );
}

/** What was measured, with its interval. */
export function formatFinding({ measured, interval }: Finding): string {
  return `${formatMeasured(measured)} (${interval.map(formatMeasured).join(' to ')})`;
}

/** A mean, a difference or an area, with three decimals. */
export function formatMeasured(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
