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

/** Draws a chart as one SVG image; `finding` is what it shows, for those who cannot see it. */
export function drawChart(finding: string, options: Plot.PlotOptions & { readonly width: number }): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document, className: CHART_CLASS, ariaLabel: finding });
  svg.setAttribute('role', 'img');
  svg.setAttribute('style', `min-width:${Math.round(options.width * SMALLEST_SHARE)}px`);
  svg.querySelector('style')?.remove();
  return trusted(shortenNumbers(String(svg.outerHTML)));
}

/** Coordinates to a thousandth of a pixel: below what can be seen, and free of the noise of the last bits. */
function shortenNumbers(svg: string): string {
  return svg.replace(/(?<=[\s",(LMCHVZ-])\d+\.\d{4,}/g, (number) =>
    String(Number(Number(number).toFixed(3))),
  );
}
