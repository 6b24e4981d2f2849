/** Test accuracy by epoch: one panel a cell, one line a seed, laid out as the atlas is. */
import * as Plot from '@observablehq/plot';
import { extent, max } from 'simple-statistics';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatCount, formatPercent, titleModel } from '../page/wording.ts';
import { type Cell, isArticleCell, type Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import type { LaidOut, Layout } from './gridLayout.ts';
import type { StudyResults } from './studyResults.ts';

/** Width of all panels, and the least of one, in pixels. */
const PANELS_WIDTH = 480;
const LEAST_PANEL_WIDTH = 160;
const PANEL_HEIGHT = 120;

/** Errors at which the axis may have a tick. */
const TICKS = [0.9, 0.8, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

interface Point {
  readonly model: Model;
  readonly epoch: number;
  readonly error: number;
}

/** The axes of the curves, the same for every facet of a report. */
export interface TrainingScale {
  /** Epochs of the longest training. */
  readonly epochs: number;
  /** The smallest and the largest error that have a place. */
  readonly errors: readonly [low: number, high: number];
  /** No error lies below half a test image, since a logarithm has no place for 0. */
  readonly smallest: number;
}

/** The axes that have a place for every model of a study. */
export function openTrainingScale({ training, dataset }: StudyResults): TrainingScale {
  const records = Object.values(training).flat();
  const smallest = 0.5 / Math.max(1, dataset.counts.test);
  const errors = records.map(({ testAccuracy }) => Math.max(smallest, 1 - testAccuracy));
  return {
    epochs: max([1, ...records.map(({ epoch }) => epoch)]),
    errors: widen(errors),
    smallest,
  };
}

/**
 * The curves of a facet; `finding` is what they show. Accuracy is drawn by the logarithm of the error, since it is the last
 * percent that tells models apart.
 */
export function drawTrainingCurves(
  { results, layout }: LaidOut,
  scale: TrainingScale,
  finding: string,
): Markup {
  const points = collectPoints(results, layout, scale);
  return drawChart(finding, {
    width: 120 + Math.max(PANELS_WIDTH, layout.batch.length * LEAST_PANEL_WIDTH),
    height: 90 + layout.hidden.length * PANEL_HEIGHT,
    marginLeft: 56,
    marginRight: 60,
    marginTop: 46,
    marginBottom: 44,
    ...axes(scale),
    fx: { domain: layout.batch, label: 'batch size', tickFormat: formatCount, padding: 0.08 },
    fy: { domain: layout.hidden, label: 'hidden size', tickFormat: formatCount, padding: 0.12 },
    marks: curves(points, layout),
  });
}

/** The curve of one model, small, on the scale of all. */
export function drawModelCurve(
  training: readonly EpochRecord[],
  scale: TrainingScale,
  title: string,
): Markup {
  const points = training.map(({ epoch, testAccuracy }) => ({
    epoch,
    error: Math.max(scale.smallest, 1 - testAccuracy),
  }));
  const last = training.at(-1);
  const finding =
    last === undefined
      ? `${title} was not trained.`
      : `Test accuracy of ${title} after epoch ${last.epoch}: ${formatPercent(last.testAccuracy)}.`;
  return drawChart(finding, {
    ...{ width: 300, height: 170, marginLeft: 56, marginBottom: 40 },
    ...axes(scale),
    marks: [
      Plot.line(points, { x: 'epoch', y: 'error', stroke: INK.strong, strokeWidth: 1.5 }),
      Plot.dot(points.slice(-1), { x: 'epoch', y: 'error', fill: INK.accent, r: 3 }),
    ],
  });
}

function axes({ epochs, errors }: TrainingScale): Pick<Plot.PlotOptions, 'x' | 'y'> {
  return {
    x: { domain: [0, epochs], label: 'epoch', ticks: Math.min(4, epochs), tickFormat: 'd', inset: 10 },
    y: {
      type: 'log',
      domain: errors,
      reverse: true,
      ticks: ticksWithin(errors),
      tickFormat: formatAccuracyOfError,
      label: 'test accuracy',
      labelArrow: 'up',
      grid: true,
    },
  };
}

function curves(points: readonly Point[], { squares }: Layout): Plot.Markish[] {
  const untrained = squares.filter(({ summary }) => summary === null).map(({ cell }) => cell);
  const colour = { value: (p: Point) => (isArticleCell(p.model) ? INK.accent : INK.strong), scale: null };
  const at = {
    fx: (p: Point) => p.model.settings.batch,
    fy: (p: Point) => p.model.settings.hidden,
    x: 'epoch',
    y: 'error',
  } as const;
  const last = points.filter((p, i) => points[i + 1]?.model.name !== p.model.name);
  const z = (p: Point) => p.model.name;
  return [
    Plot.frame({ stroke: 'var(--rule)' }),
    Plot.text(untrained, {
      fx: ({ settings }: Cell) => settings.batch,
      fy: ({ settings }: Cell) => settings.hidden,
      frameAnchor: 'middle',
      text: () => 'missing',
      fill: INK.quiet,
    }),
    Plot.line(points, { ...at, z, stroke: colour, strokeOpacity: 0.75, strokeWidth: 1.25 }),
    Plot.dot(last, { ...at, fill: colour, r: 2, title: describePoint }),
  ];
}

/** Every epoch of every model of the facet. */
function collectPoints(
  results: StudyResults,
  { squares }: Layout,
  { smallest }: Pick<TrainingScale, 'smallest'>,
): Point[] {
  const models = squares.flatMap(({ places }) => places.map(({ model }) => model));
  return models.flatMap((model) =>
    (results.training[model.name] ?? []).map(({ epoch, testAccuracy }) => ({
      model,
      epoch,
      error: Math.max(smallest, 1 - testAccuracy),
    })),
  );
}

/** The range of the errors with a little room at both ends. */
function widen(errors: readonly number[]): [low: number, high: number] {
  if (errors.length === 0) return [0.01, 1];
  const [low, high] = extent([...errors]);
  return [low / 1.15, Math.min(1, high * 1.15)];
}

function ticksWithin([low, high]: readonly [number, number]): number[] {
  const inside = TICKS.filter((error) => error >= low && error <= high);
  return inside.length > 1 ? inside : [high, low];
}

function formatAccuracyOfError(error: number): string {
  return `${Number((100 * (1 - error)).toPrecision(4))}%`;
}

function describePoint(p: Point): string {
  return `${titleModel(p.model)}: ${formatPercent(1 - p.error)} after epoch ${p.epoch}`;
}
