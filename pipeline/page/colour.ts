/**
 * Colours of squares: perceptually even scales that the colour-blind can read (viridis: van der Walt and Smith, 2015;
 * cividis: Nunez, Anderton and Renslow, 2018), and the ink that can be read on each.
 */
import * as Plot from '@observablehq/plot';

/** A scale from values to colours. */
export interface ColourScale {
  readonly domain: readonly [low: number, high: number];
  /** `rgb(r, g, b)` of a value. */
  readonly colourOf: (value: number) => string;
}

/** Colours of lines that stand for sizes, from small to large, which tell apart on light and on dark; used again after the last. */
export const LINE_COLOURS = [
  ...['#2f6db3', '#c2571a', '#2b8a57', '#8a4fa8'],
  ...['#a88a1c', '#5a6b78', '#b3261e'],
];

/** Half the width given to a domain of one value, which has no colours of its own. */
const PADDING = 0.005;

/** Opens a scale over a domain; one of width 0 is widened by 0.005 on both sides. */
export function openColourScale(scheme: 'viridis' | 'cividis', low: number, high: number): ColourScale {
  const domain = high > low ? ([low, high] as const) : ([low - PADDING, high + PADDING] as const);
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain: [...domain] } });
  return { domain, colourOf: (value) => toRgb(String(scale?.apply(value))) };
}

/** `linear-gradient` of a scale, for its legend. */
export function gradientOf({ domain: [low, high], colourOf }: ColourScale): string {
  const stops = Array.from({ length: 9 }, (_, i) => colourOf(low + ((high - low) * i) / 8));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** Black or white, whichever contrasts more with a background `rgb(r, g, b)`: always at least 4.5 to 1. */
export function inkOn(background: string): '#000' | '#fff' {
  return contrast(luminance(background), 0) >= contrast(1, luminance(background)) ? '#000' : '#fff';
}

/** Contrast of two relative luminances, lighter first: (L1 + 0.05) / (L2 + 0.05), in 1 ... 21 (WCAG 2.2). */
export function contrast(lighter: number, darker: number): number {
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance of `rgb(r, g, b)`, in [0, 1]: 0.2126 R + 0.7152 G + 0.0722 B in linear light (WCAG 2.2). */
export function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const unit = channel / 255;
    return unit <= 0.04045 ? unit / 12.92 : ((unit + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function channels(colour: string): number[] {
  const numbers = colour.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== 3) throw new RangeError(`luminance: expected rgb(r, g, b), got '${colour}'`);
  return numbers;
}

function toRgb(colour: string): string {
  if (!colour.startsWith('#')) return colour;
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${r}, ${g}, ${b})`;
}
