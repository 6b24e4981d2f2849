/** Charts about the judges: how well calibrated their probabilities are, and how they fall with noise. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatScore } from '../page/wording.ts';
import type { CalibrationReport, JudgeCard, ReliabilityBin } from '../study/records.ts';
import type { NoiseCurve } from '../study/tables.ts';

const WIDTH = 640;
const PANEL_HEIGHT = 230;

type JudgedBin = ReliabilityBin & { readonly judge: string };

/** A judge or the panel, and how well calibrated its probabilities are. */
export interface CalibratedJudge {
  readonly name: string;
  readonly honesty: CalibrationReport;
}

/** The reliability diagrams, one panel a judge: on the diagonal it is as often right as it says. */
export function drawReliability(readers: readonly CalibratedJudge[], finding: string): Markup {
  const bins: JudgedBin[] = readers.flatMap(({ name, honesty }) =>
    honesty.reliability.map((bin) => ({ ...bin, judge: name })),
  );
  const unit = { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: formatScore, grid: true } as const;
  return drawChart(finding, {
    width: WIDTH,
    height: PANEL_HEIGHT + 70,
    marginLeft: 52,
    marginBottom: 44,
    marginTop: 34,
    x: { ...unit, tickFormat: String, label: 'probability of its answer' },
    y: { ...unit, label: 'share right' },
    fx: { label: null, domain: readers.map(({ name }) => name), padding: 0.12 },
    r: { type: 'sqrt', range: [2, 9] },
    marks: [
      Plot.frame({ stroke: 'var(--rule)' }),
      Plot.line([0, 1], {
        x: (value: number) => value,
        y: (value: number) => value,
        stroke: INK.quiet,
        strokeDasharray: '4 3',
      }),
      Plot.line(bins, { fx: 'judge', x: 'confidence', y: 'right', stroke: INK.strong }),
      Plot.dot(bins, {
        fx: 'judge',
        x: 'confidence',
        y: 'right',
        r: 'images',
        fill: INK.strong,
        fillOpacity: 0.7,
        title: ({ images, confidence, right }: JudgedBin) =>
          `${images} images: ${formatScore(confidence)} said, ${formatScore(right)} right`,
      }),
    ],
  });
}

interface CurvePoint {
  readonly name: string;
  readonly flipRate: number;
  readonly recognisability: number;
}

/** The scores of real digits by flipped pixels, and whose they are. */
export interface NamedCurve {
  readonly name: string;
  readonly points: NoiseCurve;
}

/**
 * Scores of real digits by flipped pixels: the study's own curve in bold, where it has one, and the judges' thin, each
 * with its name. A judge that reads alone has the bold one.
 */
export function drawNoiseCurves(
  cards: readonly JudgeCard[],
  main: NamedCurve | null,
  finding: string,
): Markup {
  const judges = cards.filter(({ name }) => name !== main?.name);
  const thin: CurvePoint[] = judges.flatMap(({ name, noiseCurve }) =>
    noiseCurve.map((point) => ({ ...point, name })),
  );
  const bold: CurvePoint[] = main?.points.map((point) => ({ ...point, name: main.name })) ?? [];
  const at = { x: 'flipRate', y: 'recognisability' } as const;
  const DASHES = ['2 2', '7 3', '1 4 6 4'];
  return drawChart(finding, {
    width: WIDTH,
    height: 320,
    marginLeft: 52,
    marginBottom: 44,
    marginRight: 70,
    x: { domain: [0, 0.5], label: 'share of pixels flipped', tickFormat: (rate: number) => `${100 * rate}%` },
    y: { domain: [0, 1], label: 'mean P of the right digit', grid: true, ticks: 5, tickFormat: formatScore },
    marks: [
      ...judges.map(({ name }, k) =>
        Plot.line(
          thin.filter((point) => point.name === name),
          { ...at, stroke: INK.quiet, strokeDasharray: DASHES[k % DASHES.length]! },
        ),
      ),
      ...judges.map(({ name }, k) =>
        Plot.text(
          thin.filter((point) => point.name === name && point.flipRate === labelRate(k)),
          { ...at, text: 'name', textAnchor: 'end', dx: -6, dy: 8, fill: INK.quiet },
        ),
      ),
      Plot.line(bold, { ...at, stroke: INK.strong, strokeWidth: 3 }),
      Plot.text(
        bold.filter((point) => point.flipRate === 0.35),
        { ...at, text: 'name', textAnchor: 'start', dx: 8, dy: -8, fontWeight: 600, fill: INK.strong },
      ),
    ],
  });
}

/** Names stand at different places, where curves are apart. */
function labelRate(k: number): number {
  return [0.2, 0.25, 0.3][k % 3]!;
}
