/** Charts as SVG text: Observable Plot drawing into a document that lives in memory. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Markup, trusted } from './html.ts';

/** Fixed, where Plot would make one up per chart, so that the same study gives the same bytes. */
const CHART_CLASS = 'chart';

/** Charts may shrink on a narrow screen to this share of their width; below that they scroll. */
const SMALLEST_SHARE = 0.58;

/** The style of what means "the models"; of the mean; and of the article's cell. */
export const INK = { quiet: 'var(--quiet)', strong: 'var(--ink)', accent: 'var(--accent)' } as const;

/** A chart's options. */
export type ChartOptions = Plot.PlotOptions & { readonly width: number };

/** Draws a chart as one SVG image of a page; `finding` is what it shows, for those who cannot see it. */
export function drawChart(finding: string, options: ChartOptions): Markup {
  const svg = plot(finding, options);
  svg.setAttribute('style', `min-width:${Math.round(options.width * SMALLEST_SHARE)}px`);
  return trusted(shortenNumbers(String(svg.outerHTML)));
}

/** What a page's style defines, for a file that has none. */
const OWN_COLOURS = '--ink:#222;--quiet:#666;--accent:#b3261e;--paper:#fff;--rule:#ddd';

/** What of an element of linkedom or a browser {@link standAlone} needs. */
interface Drawn {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  readonly outerHTML: string;
}

/** Room round a chart, which in a page may draw beyond its own edge. */
const ROOM = 16;

/** Size of text in a chart of a page, in pixels. */
const FONT_SIZE = '13';

/**
 * A chart of a page as an SVG file of its own, dark on white. Colours are written out, for many programs that read SVG know
 * no variables of CSS.
 */
export function standAlone(svg: Drawn): string {
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name)) + 2 * ROOM);
  svg.setAttribute('viewBox', `${-ROOM} ${-ROOM} ${width} ${height}`);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  svg.removeAttribute('style');
  svg.setAttribute('color', '#222');
  svg.setAttribute('font-size', FONT_SIZE);
  const colours = new Map(OWN_COLOURS.split(';').map((one) => one.split(':') as [string, string]));
  const text = String(svg.outerHTML).replace(/var\((--[a-z-]+)\)/g, (_, name: string) =>
    name === '--plot-background' ? '#fff' : (colours.get(name) ?? '#222'),
  );
  const ground = `<rect x="${-ROOM}" y="${-ROOM}" width="${width}" height="${height}" fill="#fff"/>`;
  return `${text.replace(/^<svg[^>]*>/, (start) => start + ground)}\n`;
}

/** Draws a chart as an SVG file of its own, dark on white. */
export function drawChartFile(finding: string, options: ChartOptions): string {
  const svg = plot(finding, options);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('style', `${OWN_COLOURS};background:#fff;color:#222;font:13px system-ui,sans-serif`);
  return `${shortenNumbers(String(svg.outerHTML))}\n`;
}

function plot(finding: string, options: ChartOptions) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document, className: CHART_CLASS, ariaLabel: finding });
  svg.setAttribute('role', 'img');
  svg.querySelector('style')?.remove();
  // Plot names the groups of its marks for programs; to readers the whole is one picture.
  for (const group of svg.querySelectorAll('g[aria-label]')) {
    group.setAttribute('data-mark', group.getAttribute('aria-label')!);
    group.removeAttribute('aria-label');
  }
  return svg;
}

/** Coordinates to a thousandth of a pixel: below what can be seen, and free of the noise of the last bits. */
function shortenNumbers(svg: string): string {
  return svg.replace(/(?<=[\s",(LMCHVZ-])\d+\.\d{4,}/g, (number) =>
    String(Number(Number(number).toFixed(3))),
  );
}
