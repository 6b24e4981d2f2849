/** What both ladders' parts of the page are put together from. */
import { html, type Markup } from '../page/html.ts';
import { bytesDataUri } from '../page/ideaImage.ts';
import { formatScore } from '../page/wording.ts';
import type { Spread } from './ladderRecord.ts';
import { formatInterval, formatMeasured, NO_SUCCESS } from './verdict.ts';

/** Whether a finding holds, in a word. */
export type VerdictWord = 'holds' | 'fails' | 'undecided' | 'no limit';

/** What was measured, with its interval below it and `word` behind it. */
export function renderFinding(
  {
    measured,
    interval,
  }: { readonly measured: number | null; readonly interval: readonly [number, number] | null },
  word: VerdictWord | null,
): Markup {
  if (measured === null) return html`<span class="undecided">${NO_SUCCESS}</span>`;
  const number = formatMeasured(measured) + (word === null ? '' : ` ${word}`);
  const shown = interval === null ? number : withSpread(number, formatInterval(interval));
  return word === null ? html`${shown}` : html`<span class="${word.replace(' ', '-')}">${shown}</span>`;
}

/** A mean with the 5th and 95th percentile below it. */
export function renderSpread({ mean, low, high }: Spread, word = ''): Markup {
  return withSpread(formatScore(mean) + word, `${formatScore(low)}–${formatScore(high)}`);
}

function withSpread(number: string, spread: string): Markup {
  return html`${number} <small>(${spread})</small>`;
}

/** A kind's name, what it is, and some of its images. */
export function renderKind(
  { kind, description }: { readonly kind: string; readonly description: string },
  examples: readonly Markup[],
  more: Markup | null = null,
): Markup {
  return html`<p class="kind-name">${kind} <span>${description}${more}</span></p>
<div class="kind">${examples}</div>`;
}

/** An image with the digit that it is meant to be, where it is one, and its score by the panel. */
export function renderExample(pixels: string, digit: number | null, panel: number): Markup {
  const score = formatScore(panel);
  const [meant, label] =
    digit === null
      ? [`No digit, best digit ${score}`, null]
      : [`Meant to be ${digit}, P ${score}`, html`<b>${digit}</b> `];
  return html`<figure><img src="${bytesDataUri(pixels)}" width="28" height="28" alt="${meant}"><figcaption>${label}${score}</figcaption></figure>`;
}
