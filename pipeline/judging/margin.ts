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

/** The pixels of the zones from each on. */
const PIXELS_FROM_ZONE = PIXELS_OF_ZONE.map((_, first) =>
  Uint16Array.from(PIXELS_OF_ZONE.slice(first).flatMap((pixels) => [...pixels])),
);

/** What is known of an image's margins as noise, by the first zone of the margin: 1 for all but the centre, 2 for the last. */
export interface Margins {
  /** log p(margin | noise of any ink fraction) in nats; the first, of no margin, is not used. */
  readonly logs: readonly number[];
  /** Its ink fraction, (k + 1) / (n + 2) for k of n pixels, Laplace's rule. */
  readonly inks: readonly number[];
}

/** The margins of an image whose pixels' likelihood as noise is `logOf`, and their ink `inkOf`, of pixels by number. */
export function describeMargins(
  logOf: (pixels: Uint16Array) => number,
  inkOf: (pixels: Uint16Array) => number,
): Margins {
  return {
    logs: PIXELS_FROM_ZONE.map(logOf),
    inks: PIXELS_FROM_ZONE.map((pixels) => (inkOf(pixels) + 1) / (pixels.length + 2)),
  };
}

/**
 * log p(image | picture) in nats, from log p(zone | picture) of each zone: the mean, over where the margin begins or whether
 * there is one, of p(zones before it | picture) p(margin | noise).
 */
export function overMargins(zones: ArrayLike<number>, { logs }: Margins): number {
  let tail = zones[ZONES - 1]!;
  for (let first = ZONES - 1; first >= 1; first--) tail = zones[first - 1]! + addLogs(tail, logs[first]!);
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

/** The first zone of the likeliest margin; `ZONES` where there likelier is none. */
export function likeliestMargin(zones: ArrayLike<number>, { logs }: Margins): number {
  const upTo = (end: number) =>
    Array.from({ length: end }, (_, zone) => zones[zone]!).reduce((a, b) => a + b, 0);
  const cases = Array.from({ length: ZONES }, (_, k) => (k === 0 ? upTo(ZONES) : upTo(k) + logs[k]!));
  const likeliest = argmax(cases);
  return likeliest === 0 ? ZONES : likeliest;
}
