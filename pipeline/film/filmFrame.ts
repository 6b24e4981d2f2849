/** What stands below each picture of a film: the digit, the search, where it is, its energy and its score. */
import { html } from '../page/html.ts';
import { formatCount, formatEnergy, formatScore } from '../page/wording.ts';

/** A moment of a search. */
export interface FilmMoment {
  /** Steps made before. */
  readonly step: number;
  readonly energy: number;
  /** The panel's P(intended digit) of the whole image, in [0, 1]: the end of a film is not the masked score of its idea. Null where it is not shown. */
  readonly score: number | null;
}

/** What a film is about. */
export interface FilmTitle {
  readonly digit: number;
  /** Such as `Monte Carlo`. */
  readonly method: string;
  /** Such as `logit`. */
  readonly energyName: string;
  /** Such as `proposals`. */
  readonly stepName: string;
}

const WIDTH = 280;
const HEIGHT = 96;
/** Where the curves lie. */
const PLOT = { left: 8, right: 272, top: 48, bottom: 90 } as const;
const COLOURS = {
  paper: '#161715',
  ink: '#ecece6',
  quiet: '#a6a69e',
  energy: '#ff8a7a',
  score: '#7fc8ff',
} as const;

/** The strip below moment `now` of a film, as SVG of 280 x 96; its axes are the same in every frame. */
export function drawStrip(title: FilmTitle, moments: readonly FilmMoment[], now: number): string {
  const moment = moments[now]!;
  const energies = moments.map(({ energy }) => energy);
  const [low, high] = [Math.min(...energies), Math.max(...energies)];
  const energyAt = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const text = (x: number, y: number, anchor: string, fill: string, content: string, weight = 400) =>
    html`<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${content}</text>`;
  const steps = moments.map(({ step }) => step);
  const scores = moments.flatMap(({ score }) => (score === null ? [] : [score]));
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="DejaVu Sans" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${COLOURS.paper}"/>
${text(8, 19, 'start', COLOURS.ink, `A ${title.digit} by ${title.method}`, 700)}
${text(272, 19, 'end', COLOURS.quiet, `${formatCount(moment.step)} ${title.stepName}`)}
${text(8, 38, 'start', COLOURS.energy, `${title.energyName} ${formatEnergy(moment.energy)}`)}
${moment.score === null ? null : text(272, 38, 'end', COLOURS.score, `recognisable ${formatScore(moment.score)}`)}
${drawCurve(steps, energies.map(energyAt), now, COLOURS.energy)}
${scores.length < moments.length ? null : drawCurve(steps, scores, now, COLOURS.score)}
</svg>`;
  return svg.markup;
}

/** A curve up to now, its future faint, and a dot where it is; `heights` in [0, 1]. */
function drawCurve(steps: readonly number[], heights: readonly number[], now: number, colour: string) {
  const span = Math.max(1, steps.at(-1)! - steps[0]!);
  const points = heights.map((height, k) => {
    const x = PLOT.left + ((PLOT.right - PLOT.left) * (steps[k]! - steps[0]!)) / span;
    const y = PLOT.bottom - (PLOT.bottom - PLOT.top) * height;
    return [x.toFixed(1), y.toFixed(1)] as const;
  });
  const line = (part: typeof points, opacity: number) =>
    html`<polyline points="${part.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-opacity="${opacity}"/>`;
  const [x, y] = points[now]!;
  return html`${line(points, 0.25)}${line(points.slice(0, now + 1), 1)}<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`;
}

/** The label below a picture of a contact sheet, as SVG of the given width and 18 high. */
export function drawSheetLabel(width: number, moment: FilmMoment): string {
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="18" font-family="DejaVu Sans" font-size="10">
<rect width="${width}" height="18" fill="${COLOURS.paper}"/>
<text x="3" y="12" fill="${COLOURS.quiet}">${formatCount(moment.step)}</text>
<text x="${width - 3}" y="12" text-anchor="end" fill="${COLOURS.energy}">${formatEnergy(moment.energy)}</text>
</svg>`;
  return svg.markup;
}
