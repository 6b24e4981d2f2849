/** Tables about the judges: where their scores are right, what damage and small changes do to them, and how they agree. */
import type { Markup } from '../page/html.ts';
import { html } from '../page/html.ts';
import { table } from '../page/table.ts';
import { formatCorrelation, formatCount, formatEstimate, formatScore } from '../page/wording.ts';
import type { FamilyAgreement, Measurements } from '../study/records.ts';

/** A judge or the panel, with what was measured of it. */
export type Measured = Measurements & { readonly name: string };

/** What a fifth of [0, 1] is called. */
const FIFTHS = ['0 to 0.2', '0.2 to 0.4', '0.4 to 0.6', '0.6 to 0.8', '0.8 to 1'] as const;

/** More than that between two families is not counted as nearly independent. */
const LARGE_KAPPA = 0.3;

/** Errors of P(intended) where it lies, and by the share of digits among all images. */
export function calibrationTables(readers: readonly Measured[]): Markup {
  const fifths = readers.map(({ name, calibration }) => [
    name,
    ...calibration.fifths.map(({ error, answers }) =>
      error === null ? '' : `${error.toFixed(3)} (${formatCount(answers)})`,
    ),
  ]);
  const shares = readers[0]!.calibration.priors.map(({ digitShare }) => digitShare);
  const priors = readers.map(({ name, calibration }) => [
    name,
    ...calibration.priors.map((prior) => {
      const errors = prior.fifths.filter((error) => error !== null);
      return `${prior.calibrationError.toFixed(3)} (${Math.max(...errors).toFixed(3)})`;
    }),
  ]);
  return html`${table('How far P(intended) is from the share that is right, by where it lies (answers)', ['P(intended)', ...FIFTHS], fifths)}
${table(
  'The same in the mean of the fifths, by the share of digits among all images (and in the worst fifth)',
  ['share of digits', ...shares.map(formatShare)],
  priors,
)}
<p class="note">Probabilities depend on how many of all images are taken to be digits, which nobody knows of ideas. It is ${formatShare(readers[0]!.calibration.digitShare)} of the images here, as of those that judges are calibrated on; digits in more noise than they may see through count as none. Where digits are rarer, a score says too much.</p>`;
}

/** Where the scores of a study's ideas lie, and how right the panel's scores are there; null without ideas. */
export function ideasCalibrationTable(
  { name, calibration }: Measured,
  scores: readonly number[],
): Markup | null {
  if (scores.length === 0) return null;
  const last = FIFTHS.length - 1;
  const fifthOf = (score: number) => Math.min(last, Math.floor(FIFTHS.length * score));
  const rows = FIFTHS.map((title, fifth) => {
    const ideas = scores.filter((score) => fifthOf(score) === fifth).length;
    const { probability, right, error } = calibration.fifths[fifth]!;
    const write = (value: number | null) => (value === null ? '' : value.toFixed(3));
    return [
      title,
      `${formatCount(ideas)} (${formatShare(ideas / scores.length)})`,
      ...[probability, right, error].map(write),
    ];
  });
  return table(
    `Calibration where the ideas live: how many of this study’s ideas score within each fifth of [0, 1], and there, on images whose answer is known, the ${name}’s mean P(intended), the share that is right and the difference`,
    ['score', 'ideas', 'mean P(intended)', 'share right', 'difference'],
    rows,
  );
}

function formatShare(share: number): string {
  return `${Math.round(100 * share)}%`;
}

/** What damage that hangs together does to the score of real digits. */
export function damageTable({ name, damage }: Measured): Markup {
  const times = damage[0]?.levels.map((level) => level.times) ?? [];
  return table(
    `Damage that hangs together: mean P of the right digit by the ${name}, damaged once or more often (mean change of a pixel)`,
    ['damage', ...times.map((count) => (count === 1 ? 'once' : `${count} times`))],
    damage.map(({ kind, levels }) => [
      kind,
      ...levels.map(
        ({ recognisability, changed }) => `${formatScore(recognisability)} (${formatShare(changed)})`,
      ),
    ]),
  );
}

/** How much scores of real digits change by little, and how they depend on the place. */
export function smoothnessTable(readers: readonly Measured[]): Markup {
  const shifts = readers[0]!.smoothness.shifts;
  return table(
    `Small changes of real digits: mean absolute change of P of the right digit, and its mean when the digit is moved, on ${formatCount(readers[0]!.smoothness.images)} test images`,
    [
      'reader',
      'moved 1 pixel',
      'half a pixel more ink',
      '1% flipped',
      ...shifts.map(({ pixels }) => (pixels === 0 ? 'P in place' : `moved ${pixels}`)),
    ],
    readers.map(({ name, smoothness }) => [
      name,
      ...[smoothness.shifted, smoothness.thickened, smoothness.noised].map((change) => change.toFixed(3)),
      ...smoothness.shifts.map(({ recognisability }) => formatScore(recognisability)),
    ]),
  );
}

/** Whether families of judges err on the same images; null where there is one family. */
export function consistencyTable(agreement: readonly FamilyAgreement[]): Markup | null {
  if (agreement.length === 0) return null;
  const rows = agreement.map((pair) => [
    pair.families.join(' and '),
    pair.accuracies.map(formatShare).join(' and '),
    formatEstimate(pair.kappa, pair.kappaInterval, formatCorrelation),
    formatEstimate(pair.pooledKappa, pair.pooledKappaInterval, formatCorrelation),
    formatEstimate(pair.correlation, pair.correlationInterval, formatCorrelation),
  ]);
  return html`${table(
    describeConsistency(agreement),
    ['families', 'right', 'kappa', 'kappa, all pooled', 'correlation of P'],
    rows,
  )}
<p class="note">On ${formatCount(agreement[0]!.images)} images whose answer is known: test digits in noise of up to a quarter of the pixels and with each kind of damage, and drawings that are no digit, of kinds that no judge learnt. Error consistency: Cohen’s kappa of being right or wrong, which is 0 where two readers err independently and 1 where they err on the same images (R. Geirhos et al., arXiv 2006.16736); within each kind at each level, then averaged. With 95% intervals over images.</p>`;
}

/** The finding of the table of consistency. */
export function describeConsistency(agreement: readonly FamilyAgreement[]): string {
  const known = agreement.filter(({ kappa }) => kappa !== null);
  if (known.length === 0) return 'Do families of judges err on the same images? Undefined: they do not err';
  const worst = known.reduce((a, b) => (b.kappa! > a.kappa! ? b : a));
  const most = `the most alike are ${worst.families.join(' and ')}, with a kappa of ${formatScore(worst.kappa!)}`;
  const verdict = worst.kappa! <= LARGE_KAPPA ? 'err nearly independently' : 'do not err independently';
  return `Families of judges ${verdict}: ${most}`;
}
