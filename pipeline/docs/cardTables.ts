/** What the cards of the frozen judges say, as Markdown tables for pages that people read. */
import { mean } from '../math/rows.ts';
import type { FamilyAgreement, JudgeCard, Measurements, PanelCard } from '../study/records.ts';
import { formatPoints, type Limits, markMiss, plainTable, WANTED } from './figures.ts';

/** Kinds of noise, of which the cards say what the panel gives the digit that they are held to be. */
const NOISE_KINDS = ['noise', 'shuffled pixels', 'flat'];

/** Kinds that were taught and have structure. */
const TAUGHT_KINDS = ['letters', 'signs', 'splines', 'collage'];

const FIFTHS = ['first', 'second', 'third', 'fourth', 'last'];
const FLIP_RATES = [0.1, 0.2] as const;
const MUCH_FLIP_RATES = [0.25, 0.35] as const;

/** A line of the table: what is measured, of whom, and within what. */
interface Measure {
  readonly what: string;
  of(card: Measurements): number;
  /** In place of `of` where the limit is on another figure than the one shown. */
  readonly limited?: (card: Measurements) => number;
  readonly limits?: Limits;
  readonly format?: (value: number) => string;
}

/** What every judge and the panel make of test images; a miss of what was wanted is bold. */
export function renderCards(judges: readonly JudgeCard[], panel: PanelCard): string {
  const columns = [...judges, panel];
  const rows = listMeasures(panel).map(({ what, of, limited = of, limits, format = formatPoints }) => [
    what,
    ...columns.map((card) => {
      const limit = card === panel ? limits?.panel : limits?.judge;
      return markMiss(format(of(card)), limited(card), limit);
    }),
    describeLimits(limits, limited !== of),
  ]);
  return plainTable([['', ...judges.map(({ name }) => name), 'panel', 'wanted of the panel'], ...rows]);
}

function describeLimits(limits: Limits | undefined, isOfIntended: boolean): string {
  if (limits === undefined) return '';
  const { least, most } = limits.panel;
  const own = least === undefined ? `at most ${most}` : `at least ${least}`;
  const judge = limits.judge?.most === undefined ? '' : `; a judge ${limits.judge.most}`;
  return `${isOfIntended ? 'P(intended) ' : ''}${own}${judge}`;
}

function listMeasures(panel: PanelCard): Measure[] {
  const kind = (name: string) => (card: Measurements) => card.nonDigits.find((one) => one.kind === name)!;
  const largest = (name: string) => (card: Measurements) => kind(name)(card).largest;
  const untaught = panel.nonDigits.filter(({ isKnown }) => !isKnown).map((one) => one.kind);
  return [
    {
      what: 'real digits, black and white: misread (forced choice)',
      of: ({ binarised }) => binarised.error,
      format: (share) => `${(100 * share).toFixed(1)}%`,
    },
    {
      what: 'real digits, grey: P(right)',
      of: ({ greyscale }) => greyscale.recognisability,
      limits: WANTED.real,
    },
    {
      what: 'real digits, black and white: P(right)',
      of: ({ binarised }) => binarised.recognisability,
      limits: WANTED.real,
    },
    { what: 'a wrong digit, on average', of: ({ wrongDigit }) => wrongDigit },
    ...FLIP_RATES.map((rate) => ({
      what: `${100 * rate}% of the pixels flipped`,
      of: (card: Measurements) => at(card.noiseCurve, rate),
    })),
    ...MUCH_FLIP_RATES.map((rate) => ({
      what: `${100 * rate}% of the pixels flipped, much noise allowed`,
      of: (card: Measurements) => at(card.noiseCurveMuch, rate),
    })),
    ...NOISE_KINDS.map((name) => ({
      what: `${name}: best digit`,
      of: largest(name),
      limited: (card: Measurements) => kind(name)(card).intended,
      limits: WANTED.empty,
    })),
    ...TAUGHT_KINDS.map((name) => ({ what: `${name} (taught kinds): best digit`, of: largest(name) })),
    ...untaught.map((name) => ({ what: `${name} (not taught): best digit`, of: largest(name) })),
    {
      what: `the ${untaught.length} kinds not taught, on average`,
      of: (card) => mean(untaught.map((name) => largest(name)(card))),
      limits: WANTED.structured,
    },
    ...FIFTHS.map((name, k) => ({
      what: `calibration of P(intended), ${name} fifth of [0, 1]: off by`,
      of: ({ calibration }: Measurements) => calibration.fifths[k]!.error ?? Number.NaN,
      limits: WANTED.calibrated,
    })),
    {
      what: 'moved by a pixel: mean absolute change',
      of: ({ smoothness }) => smoothness.shifted,
      limits: WANTED.smooth,
    },
    {
      what: 'strokes half a pixel wider on each side',
      of: ({ smoothness }) => smoothness.thickened,
      limits: WANTED.smooth,
    },
    { what: '1% of the pixels flipped', of: ({ smoothness }) => smoothness.noised, limits: WANTED.smooth },
    {
      what: 'moved by 0 to 3 pixels: largest difference of means',
      of: ({ smoothness: { shifts } }) => {
        const means = shifts
          .filter(({ pixels }) => pixels <= 3)
          .map(({ recognisability }) => recognisability);
        return Math.max(...means) - Math.min(...means);
      },
      limits: WANTED.shifted,
    },
    ...panel.damage.map(({ kind: name }) => ({
      what: `damage, done once: ${name}`,
      of: ({ damage }: Measurements) =>
        damage.find((one) => one.kind === name)!.levels.find(({ times }) => times === 1)!.recognisability,
    })),
  ];
}

function at(curve: Measurements['noiseCurve'], rate: number): number {
  return curve.find(({ flipRate }) => Math.abs(flipRate - rate) < 1e-9)!.recognisability;
}

/** How often two families err on the same images, with 95% intervals; what is above what was wanted is bold. */
export function renderAgreement({ agreement }: PanelCard): string {
  return plainTable([
    ['families', 'kappa', 'pooled over all images', 'correlation of P(intended)'],
    ...agreement.map((pair) => [
      pair.families.join(', '),
      formatKappa(pair),
      orNone(pair.pooledKappa),
      orNone(pair.correlation),
    ]),
  ]);
}

function formatKappa({ kappa, kappaInterval }: FamilyAgreement): string {
  if (kappa === null) return 'undefined';
  const marked = markMiss(kappa.toFixed(2), kappa, WANTED.independent.panel);
  return kappaInterval === null
    ? marked
    : `${marked} (${kappaInterval.map((end) => end.toFixed(2)).join(' to ')})`;
}

function orNone(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(2);
}
