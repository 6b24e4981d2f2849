/** How the sentences of findings write numbers and lists. */
import type { Effect } from './finding.ts';

/** With two decimals, more where those would all be 0, and the minus sign of print: `−0.31`, `0.004`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const text = size > 0 && size < 0.005 ? size.toPrecision(1) : size.toFixed(2);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A share in percent, with two decimals: `99.85%`. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

/** `p 0.03`, `p below 0.0001`. */
export function formatP(p: number): string {
  return p < 1e-4 ? 'p below 0.0001' : `p ${p.toPrecision(2)}`;
}

/** `−0.31 (95% interval −0.40 to −0.22, p 0.0004)`, as far as there is an interval and a p. */
export function formatEffect({ estimate, interval, p }: Effect): string {
  const parts = [
    ...(interval === null
      ? []
      : [`95% interval ${formatNumber(interval[0])} to ${formatNumber(interval[1])}`]),
    ...(p === null ? [] : [formatP(p)]),
  ];
  return `${formatNumber(estimate)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

/** `1 seed`, `12 seeds`. */
export function formatQuantity(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
