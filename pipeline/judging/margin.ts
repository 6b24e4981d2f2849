/**
 * The margin of an image: what lies outside a disc about the place where centring puts a drawing. MNIST's digits keep to a
 * box of 20 by 20 pixels and hardly ever reach its corners; what an image shows beyond may have nothing to do with the digit.
 * An idea's margin is such: a network's weights there hardly ever move. A judge that draws what it sees may therefore take
 * the margin for unknown: noise of any ink fraction, all fractions being equally likely, so that an empty margin and one full
 * of ink cost next to nothing.
 */
import { MIDDLE } from '../math/centreOfMass.ts';
import { PIXELS, SIDE } from '../math/images.ts';
import { argmax } from '../math/rows.ts';

/** Radii in pixels outside of which a margin may begin: one more than half of the box's side, and one less. */
const RADII = [9, 11] as const;

/** Zones of an image: the centre, the ring between the radii, and what lies beyond. */
export const ZONES = RADII.length + 1;

/** The zone [784] of each pixel. */
export const ZONE_OF: Uint8Array = Uint8Array.from({ length: PIXELS }, (_, pixel) => {
  const [x, y] = [(pixel % SIDE) - MIDDLE, Math.floor(pixel / SIDE) - MIDDLE];
  return RADII.filter((radius) => x * x + y * y > radius * radius).length;
});

/** The pixels of each zone, in order. */
export const PIXELS_OF_ZONE: readonly Uint16Array[] = Array.from({ length: ZONES }, (_, zone) =>
  Uint16Array.from({ length: PIXELS }, (_, pixel) => pixel).filter((pixel) => ZONE_OF[pixel] === zone),
);

/** A part of an image that may be no part of the drawing: a zone and all beyond it. */
export interface Margin {
  /** The first of its zones, at least 1. */
  readonly first: number;
  /** log p(margin | noise of any ink fraction) in nats. */
  readonly log: number;
  /** Its ink fraction, (k + 1) / (n + 2) for k of n pixels, Laplace's rule. */
  readonly ink: number;
}

/** The pixels of every margin, from the widest to the narrowest. */
const MARGIN_PIXELS = PIXELS_OF_ZONE.slice(1).map((_, k) =>
  Uint16Array.from(PIXELS_OF_ZONE.slice(k + 1).flatMap((pixels) => [...pixels])),
);

/**
 * The margins of an image, from the widest to the narrowest: `logOf` gives the likelihood of pixels, by their numbers, as noise, and
 * `inkOf` their ink.
 */
export function describeMargins(
  logOf: (pixels: Uint16Array) => number,
  inkOf: (pixels: Uint16Array) => number,
): Margin[] {
  return MARGIN_PIXELS.map((pixels, k) => ({
    first: k + 1,
    log: logOf(pixels),
    ink: (inkOf(pixels) + 1) / (pixels.length + 2),
  }));
}

/**
 * log p(image | picture) in nats, from log p(zone | picture) of each zone: the mean, over where the margin begins or whether
 * there is one, of p(zones before it | picture) p(margin | noise).
 */
export function overMargins(zones: ArrayLike<number>, margins: readonly Margin[]): number {
  let tail = zones[ZONES - 1]!;
  for (let first = ZONES - 1; first >= 1; first--) {
    tail = zones[first - 1]! + addLogs(tail, margins[first - 1]!.log);
  }
  return tail - LOG_CASES;
}

const LOG_CASES = Math.log(ZONES);

/** By so many nats one of two likelihoods is so much the smaller that the sum is the larger, to the last bit of a double. */
const NEGLIGIBLE = 45;

/** log(exp a + exp b). */
function addLogs(a: number, b: number): number {
  const larger = Math.max(a, b);
  const below = larger - Math.min(a, b);
  return below > NEGLIGIBLE ? larger : larger + Math.log1p(Math.exp(-below));
}

/** The likeliest margin; null where there likelier is none. Of equals none, then the widest. */
export function likeliestMargin(zones: ArrayLike<number>, margins: readonly Margin[]): Margin | null {
  const upTo = (end: number) =>
    Array.from({ length: end }, (_, zone) => zones[zone]!).reduce((a, b) => a + b, 0);
  const likeliest = argmax([upTo(ZONES), ...margins.map(({ first, log }) => upTo(first) + log)]);
  return likeliest === 0 ? null : margins[likeliest - 1]!;
}

/** What the image shows at a pixel: the picture's probability of ink there, or the margin's ink. */
export function inkWithin(margin: Margin | null, pixel: number, ofPicture: number): number {
  return margin !== null && ZONE_OF[pixel]! >= margin.first ? margin.ink : ofPicture;
}
