import { expect, test } from 'vitest';
import {
  describeMargins,
  inkWithin,
  likeliestMargin,
  overMargins,
  PIXELS_OF_ZONE,
  ZONE_OF,
  ZONES,
} from '../../pipeline/judging/margin.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { logSumExp } from '../../pipeline/math/rows.ts';

test('zones are a disc, a ring and the rest about the place that drawings are centred at', () => {
  expect(ZONES).toBe(3);
  expect(ZONE_OF[14 * SIDE + 14]).toBe(0);
  expect(ZONE_OF[14 * SIDE + 14 + 9]).toBe(0);
  expect(ZONE_OF[14 * SIDE + 14 + 10]).toBe(1);
  expect(ZONE_OF[14 * SIDE + 14 - 11]).toBe(1);
  expect(ZONE_OF[14 * SIDE + 14 - 12]).toBe(2);
  expect(ZONE_OF[0]).toBe(2);
  expect(PIXELS_OF_ZONE.flatMap((pixels) => [...pixels]).sort((a, b) => a - b)).toEqual(
    Array.from({ length: PIXELS }, (_, pixel) => pixel),
  );
});

test('margins are of the zones from each on, with the ink that they have', () => {
  const margins = describeMargins(
    (pixels) => -pixels.length,
    (pixels) => pixels.length / 2,
  );
  const [centre, ring, rest] = PIXELS_OF_ZONE.map(({ length }) => length);
  expect(margins).toEqual([
    { first: 1, log: -(ring! + rest!), ink: expect.closeTo(0.5, 12) },
    { first: 2, log: -rest!, ink: expect.closeTo(0.5, 12) },
  ]);
  expect(centre! + ring! + rest!).toBe(PIXELS);
});

test('of no margin and each margin the mean likelihood is taken, and the likeliest is named', () => {
  const margins = [
    { first: 1, log: -20, ink: 0.25 },
    { first: 2, log: -8, ink: 0.75 },
  ];
  // No margin -60, the last zone -10 - 20 - 8 = -38, the ring as well -10 - 20 = -30.
  const zones = [-10, -20, -30];
  expect(overMargins(zones, margins)).toBeCloseTo(logSumExp([-60, -38, -30]) - Math.log(3), 12);
  expect(likeliestMargin(zones, margins)).toBe(margins[0]);
  expect(likeliestMargin([-10, -5, -30], margins)).toBe(margins[1]);
  expect(likeliestMargin([-10, -5, -3], margins)).toBe(null);
});

test('a picture is seen up to its margin, and without one as a whole', () => {
  const margin = { first: 2, log: 0, ink: 0.75 };
  const [ring, corner] = [14 * SIDE + 14 + 10, 0];
  expect([ring, corner].map((pixel) => inkWithin(margin, pixel, 0.1))).toEqual([0.1, 0.75]);
  expect(inkWithin(null, corner, 0.1)).toBe(0.1);
});
