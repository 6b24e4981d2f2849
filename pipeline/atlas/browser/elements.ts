/** Elements that the atlas's script makes, and how it writes numbers. */
import type { Clock } from '../choice.ts';

/** An element with attributes and content. Text stays text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** Hundredths as a score: `0.07`. */
export function formatHundredths(score: number): string {
  return (score / 100).toFixed(2);
}

/** `after 1,024 updates`, `after 1 update`. */
export function formatMoment(count: number, clock: Clock): string {
  return `after ${count.toLocaleString('en-US')} ${count === 1 ? clock.slice(0, -1) : clock}`;
}
