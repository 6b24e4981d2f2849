/** What came of the ladder, in words, and what was changed on the way. */
import { formatCount, joinWords } from '../page/wording.ts';
import type { Expectation, Finding, LadderRecord } from './ladderRecord.ts';
import { WHOLE_RUN } from './ladderSize.ts';

/** Changes that were made knowing a failure, the latest first; limits were never changed. */
export const HISTORY: readonly string[] = [
  'All rungs: images were read whole. They are now read as the primary score reads an idea: pixels that no training image inks are 0.',
  'Rung 4: the expectation on noise made to fool another judge stood before the first run and failed it at 0.80, with 0.10 wanted. It was then called undecided. That was wrong: it counts again, and that panel failed it.',
  'Rung 4: an attack that never succeeded counted as 0 and passed. It is now said to have come to nothing, and neither holds nor fails.',
  'Rung 4 against rung 5: images made to fool a judge were read by the panel of the others, and flipped digits by the panel of all. Now the same judges read both.',
  'Rung 4: digits that are too far from another were chosen by the distance to training images alone, which is how a density measures. They must now be clearly more alike to their own digit by structural similarity (SSIM) too.',
  'Rung 4: attacks followed slopes that two of the judges had. Now every judge is attacked in the same way, without slopes, by trying 40 flips of each image in each of 8 rounds, on 20 images a method; they succeed less often.',
  'Rung 4: of images whose answer is known, those that do fool a judge were counted with digits too far away alone, where they scored 0.02. Noise with few flips, where 13 images fooled a judge and scored 0.13, is now counted with them.',
  'Rung 4: three expectations failed, at most 0.10 wanted: noise made to fool another judge scored 0.80, real digits with as many flips as it takes 0.32, and those few flips that do fool a judge 0.20. The images were looked at: many show the digit plainly. The expectations, one of them from before the first run, are kept with what they measure, but called undecided; images of which the answer is known, since so few flips cannot make a digit of them, now stand beside them.',
  'Rung 7: half eroded digits failed at 0.80, with 0.62 by kde and 0.75 by mixture. kde now reads images of little ink also with strokes half a pixel wider, and mixture knows prints with a quarter or half of their ink missing. Both were chosen on held-out training images.',
  'All rungs: the panel was the plain mean of its judges, whose calibration error was 0.108. Since then it has a temperature, fitted to held-out training images and non-digits, and known to raise scores of real and of changed digits: with the mean, rung 7’s half eroded digits failed at 0.76.',
  'Rung 2: models on shuffled labels had seen 60,000 images and hardly learnt. Now they see 600,000, no fewer than ordinary ones.',
  'Rung 4: few flips seemed harmless because most of those images fooled nobody. Those that do fool a judge are now counted apart as well.',
  'All rungs: expectations were added after the first whole run; no limit was loosened.',
  'Rung 4: attacks started from noise alone. Attacks on real digits, with few flips and with many, stand beside them.',
  'Rung 7: kde and mixture read shifted digits badly; images are centred before they read them.',
  'Rung 7: thinned digits were half eroded. Digits cut at a grey of 0.8 stand beside them.',
  'Rung 8: models in noise saw 20,000 images three times with the same noise each time, and their ideas scored below ordinary ones (area 0.24): they had learnt the noise by heart. Now both kinds of model see 540,000 images, those in noise with fresh noise every time.',
  'Rung 9: real digits scored 0.92. “Not a digit” is now weighed quadratically in noise, chosen on held-out training digits, and the rung has four times as many images.',
];

/** Lines for a terminal: the verdict on the panel, every failure, judge by judge, and what only people can decide. */
export function describeLadder(record: LadderRecord): string[] {
  const lines = [describeVerdict(record)];
  for (const { scorer, expectation, finding } of listFailures(record)) {
    lines.push(
      `${scorer} fails rung ${expectation.rung}: ${expectation.statement} Measured: ${formatFinding(finding)}`,
    );
  }
  const decided = record.expectations.filter(isDecided);
  for (const { rung, statement } of decided.filter(({ panel }) => panel.holds === null)) {
    lines.push(`not measured, rung ${rung}: ${statement} ${NO_SUCCESS}`);
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
  const unmeasured = decided.filter(({ panel }) => panel.holds === null).length;
  const asides = [
    ...(unmeasured === 0 ? [] : [`${unmeasured} not measured, since no attack succeeded`]),
    ...(left === 0 ? [] : [`${left} more cannot be decided without people`]),
  ];
  const more = asides.length === 0 ? '' : ` (${asides.join('; ')})`;
  const failed = decided.filter(({ panel }) => panel.holds === false).map(({ rung }) => String(rung));
  if (failed.length === 0)
    return `${unmeasured === 0 ? `all ${decided.length} hold` : `none of ${decided.length} fails`}${more}`;
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

/** A scorer, the panel or a judge, that did not do what was expected of it. */
export interface Failure {
  readonly scorer: string;
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
  return ['panel', ...judges].flatMap((scorer) =>
    expectations.filter(isDecided).flatMap((expectation) => {
      const finding = scorer === 'panel' ? expectation.panel : expectation.judges[scorer]!;
      return finding.holds === false ? [{ scorer, expectation, finding }] : [];
    }),
  );
}

/** What is said where there was nothing to measure. */
export const NO_SUCCESS = 'No attack succeeded.';

/** What was measured, with its interval. */
export function formatFinding({ measured, interval }: Pick<Finding, 'measured' | 'interval'>): string {
  if (measured === null) return NO_SUCCESS;
  return `${formatMeasured(measured)}${interval === null ? '' : ` (${formatInterval(interval)})`}`;
}

/** An interval's ends. */
export function formatInterval(interval: readonly [number, number]): string {
  return interval.map(formatMeasured).join(' to ');
}

/** A mean, a difference or an area, with three decimals. */
export function formatMeasured(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
