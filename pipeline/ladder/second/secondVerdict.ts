/** What came of the second ladder, in words. */
import { formatCount, joinWords } from '../../page/wording.ts';
import { formatFinding } from '../verdict.ts';
import type { SecondExpectation, SecondFinding, SecondRecord } from './secondRecord.ts';

/** A scorer, the panel or a judge, that did not do what was expected of it. */
export interface SecondFailure {
  readonly scorer: string;
  readonly expectation: SecondExpectation;
  readonly finding: SecondFinding;
}

/** Every failure: the panel's first, then each judge's. */
export function listSecondFailures({ expectations, judges }: SecondRecord): SecondFailure[] {
  return ['panel', ...judges].flatMap((scorer) =>
    expectations.flatMap((expectation) => {
      const finding = scorer === 'panel' ? expectation.panel : expectation.judges[scorer]!;
      return finding.holds === false ? [{ scorer, expectation, finding }] : [];
    }),
  );
}

/** Lines for a terminal: the verdict, every failure, and whether this is the run that counts (`run`). */
export function describeSecond(record: SecondRecord, run: string): string[] {
  return [
    describeSecondVerdict(record),
    run,
    ...listSecondFailures(record).map(
      ({ scorer, expectation, finding }) =>
        `${scorer} fails the second ladder: ${expectation.statement} Measured: ${formatFinding(finding)}`,
    ),
  ];
}

/** How many expectations the panel and each judge fail, and whether rules and images are as they were sealed. */
export function describeSecondVerdict(record: SecondRecord): string {
  const { expectations, judges, scoreVersion } = record;
  const failures = listSecondFailures(record);
  const count = (scorer: string) => failures.filter((failure) => failure.scorer === scorer).length;
  const alone = judges.map((name) => `${name} ${count(name)}`);
  return [
    `Second ladder, panel ${scoreVersion}: of ${expectations.length} expectations that were sealed before the judges were frozen, the panel fails ${count('panel')}; alone fail ${joinWords(alone)}.`,
    describeSeal(record),
  ].join(' ');
}

function describeSeal({ broken, seed, share }: SecondRecord): string {
  if (broken === null) {
    return `This is no whole run (${formatCount(Math.round(100 * share))}% of the images, seed ${seed}): its images are not the sealed ones.`;
  }
  if (broken.length === 0) return 'Rules and images are as they were sealed.';
  return `The seal is broken: ${joinWords(broken)} ${broken.length === 1 ? 'is' : 'are'} not as sealed.`;
}
