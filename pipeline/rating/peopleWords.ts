/** What people's ratings say, in sentences; and what is said where nobody has rated. */
import { mean } from 'simple-statistics';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { HALF } from './noiseReading.ts';
import { formatEnds, formatNullable, formatShare } from './peopleFormats.ts';
import type { AgreementRecord, PeopleSummary } from './ratingRecords.ts';

/** Of a study of whose ideas no rating counts. */
export const NOT_VALIDATED =
  'Not validated by people: nobody whose answers count has rated these ideas, and the score is machine-judged. ' +
  'make rate writes a page on which people can, and make rate-import takes their answers in.';

/** What people's ratings say, in sentences. */
export function describePeople(people: PeopleSummary): string {
  const { images, raters } = people;
  const counted = raters.filter(({ isExcluded }) => !isExcluded);
  const excluded = raters.length - counted.length;
  const leftOut =
    excluded === 0 ? '' : ` Left out for failing the attention checks: ${formatQuantity(excluded, 'rater')}.`;
  if (images.length === 0) return `No idea has a rating that counts.${leftOut}`;
  const [ours, theirs] = [
    mean(images.map((image) => image.people)),
    mean(images.map((image) => image.panel)),
  ];
  return [
    `${formatQuantity(counted.length, 'rater')} saw ${formatQuantity(images.length, 'idea')}: to people they have a mean ` +
      `recognisability of ${formatScore(ours)}, to the panel of ${formatScore(theirs)}.`,
    ...describeCorrected(people),
    ...describeNoise(people),
    `${describeAgreement(people)}${leftOut}`,
  ].join(' ');
}

function describeCorrected({ corrected }: PeopleSummary): string[] {
  if (corrected === null) return [];
  const { cells, ideas, panel, people } = corrected.all;
  return [
    `Over all ${formatQuantity(ideas, 'idea')} of ${formatQuantity(cells, 'cell')} the panel’s mean is ${formatScore(panel)}; ` +
      `corrected by the ideas that people rated it is ${formatNullable(people.value)} (95% interval ${formatEnds(people)}).`,
  ];
}

function describeNoise({ noise: { levels, halfPoint, interval, panel } }: PeopleSummary): string[] {
  const last = levels.at(-1);
  // Who stopped early may have seen no level at which most digits are named.
  if (last === undefined || last.flipRate === 0 || (halfPoint === null && last.named <= HALF)) return [];
  const people =
    halfPoint === null
      ? `People name more than half of the real digits with ${formatShare(last.flipRate)} of their pixels flipped`
      : `People name half of the real digits with ${formatShare(halfPoint)} of their pixels flipped` +
        `${interval === null ? '' : ` (95% interval ${formatShare(interval[0])} to ${formatShare(interval[1])})`}`;
  const measured = [
    ...(panel.little.halfPoint === null ? [] : [`with ${formatShare(panel.little.halfPoint)}`]),
    ...(panel.much.halfPoint === null
      ? []
      : [`where much noise is tolerated, with ${formatShare(panel.much.halfPoint)}`]),
  ];
  return [
    measured.length === 0
      ? `${people}.`
      : `${people}; the panel gives them one half ${measured.join(' and, ')}.`,
  ];
}

function describeAgreement({ correlations, ceiling }: PeopleSummary): string {
  const panel = correlations[0]?.spearman;
  if (panel === undefined || panel.value === null) {
    return 'The rank correlation of the panel with people is undefined: it takes two images and scores that differ.';
  }
  const found = `Over ideas, the panel’s rank correlation with the mean of people (Spearman) is ${formatAgreement(panel)}.`;
  if (ceiling.spearman === null) {
    return `${found} Raters’ noise ceiling cannot be given: it takes two raters of the same ideas.`;
  }
  return (
    `${found} With one rater at a time it is ${formatNullable(panel.perRater)}, where a rater and the mean of the ` +
    `others reach ${formatNullable(ceiling.spearman)}, the noise ceiling.`
  );
}

function formatAgreement(agreement: AgreementRecord): string {
  const { value, interval } = agreement;
  return `${formatNullable(value)}${interval === null ? '' : ` (95% interval ${formatEnds(agreement)})`}`;
}

/** Where intervals come from. */
export function describeIntervals(): string {
  return (
    'Intervals of correlations come from a bootstrap that resamples models, each with all its ideas. Those of corrected ' +
    'means and slopes say how much other ideas of such models would change them (prediction-powered inference: the panel’s ' +
    'mean over all ideas, plus the mean of rating less score over the rated), not what other seeds or raters would.'
  );
}
