/** How images that a record keeps are drawn in a section. */

import { SIDE } from '../math/images.ts';
import { html, type Markup } from '../page/html.ts';
import { bytesDataUri, ROW_GAP, rowDataUri } from '../page/ideaImage.ts';
import { formatScore } from '../page/wording.ts';

/** An image, as base64 of its bytes, as it stands among ideas, with what is written below it. */
export function renderKeptImage(
  base64: string,
  { alt, label }: { readonly alt: string; readonly label: string },
): Markup {
  return html`<div class="idea"><img src="${bytesDataUri(base64)}" width="28" height="28" loading="lazy" alt="${alt}"><span aria-hidden="true">${label}</span></div>`;
}

/** Images, each as base64 of its bytes, side by side as one picture, with what is written below each. */
export function renderKeptRow(
  images: readonly { readonly image: string; readonly label: string }[],
  alt: string,
): Markup {
  const width = images.length * (SIDE + ROW_GAP) - ROW_GAP;
  const style = `--columns:${images.length};--gap:${((100 * ROW_GAP) / width).toFixed(3)}%`;
  const labels = images.map(({ label }) => html`<span>${label}</span>`);
  return html`<div class="row" style="${style}"><img src="${rowDataUri(images.map(({ image }) => image))}" width="${2 * width}" height="${2 * SIDE}" loading="lazy" alt="${alt}"><div aria-hidden="true">${labels}</div></div>`;
}

/** A score with two decimals; a dash where the judges were not asked. */
export function formatOptionalScore(score: number | undefined): string {
  return score === undefined ? '–' : formatScore(score);
}
