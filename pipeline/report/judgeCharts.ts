/** Charts about the judges: how well calibrated their probabilities are, and how they fall with noise. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { drawNoiseChart, type NoisePoint } from '../page/noiseChart.ts';
import { formatScore } from '../page/wording.ts';
import type { CalibrationReport, JudgeCard, ReliabilityBin } from '../study/records.ts';
import type { NoiseCurve } from '../study/tables.ts';

const WIDTH = 640;
const PANEL_HEIGHT = 230;

type JudgedBin = ReliabilityBin & { readonly judge: string };

/** A judge or the panel, and how well calibrated its probabilities are. */
export interface CalibratedJudge {
  readonly name: string;
  readonly calibration: CalibrationReport;
}

/** The reliability diagrams of P(intended), one panel a judge: on the diagonal it is as often right as it says. */
export function drawReliability(readers: readonly CalibratedJudge[], finding: string): Markup {
  const bins: JudgedBin[] = readers.flatMap(({ name, calibration }) =>
    calibration.reliability.map((bin) => ({ ...bin, judge: name })),
  );
  const unit = { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: formatScore, grid: true } as const;
  return drawChart(finding, {
    width: WIDTH,
    height: PANEL_HEIGHT + 70,
    marginLeft: 52,
    marginBottom: 44,
    marginTop: 34,
    x: { ...unit, ticks: [0, 0.5], tickFormat: String, label: 'P(intended)' },
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
      Plot.line(bins, { fx: 'judge', x: 'probability', y: 'right', stroke: INK.strong }),
      Plot.dot(bins, {
        fx: 'judge',
        x: 'probability',
        y: 'right',
        r: 'answers',
        fill: INK.strong,
        fillOpacity: 0.7,
        title: ({ answers, probability, right }: JudgedBin) =>
          `${answers} answers: ${formatScore(probability)} said, ${formatScore(right)} right`,
      }),
    ],
  });
}

/** The scores of real digits by flipped pixels, and whose they are. */
export interface NamedCurve {
  readonly name: string;
  readonly points: NoiseCurve;
  /** The same where much noise may be seen through. */
  readonly much: NoiseCurve;
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
  const bold = toPoints(main?.points ?? []);
  return drawNoiseChart(finding, {
    height: 320,
    marginRight: 70,
    // Names stand at different places, where curves are apart.
    thin: judges.map(({ name, noiseCurve }, k) => ({
      name,
      points: toPoints(noiseCurve),
      nameAt: [0.15, 0.2, 0.25, 0.3][k % 4]!,
    })),
    nameOffset: { dx: -6, dy: 8 },
    bold,
    behind: [
      Plot.line(toPoints(main?.much ?? []), {
        ...{ x: 'x', y: 'y', stroke: INK.quiet },
        ...{ strokeWidth: 5, strokeOpacity: 0.4 },
      }),
    ],
    inFront: [
      Plot.text(
        bold.filter(({ x }) => x === 0.35),
        {
          ...{ x: 'x', y: 'y', text: () => main!.name },
          ...{ textAnchor: 'start', dx: 8, dy: -8, fontWeight: 600, fill: INK.strong },
        },
      ),
    ],
  });
}

function toPoints(curve: NoiseCurve): NoisePoint[] {
  return curve.map(({ flipRate, recognisability }) => ({ x: flipRate, y: recognisability }));
}
