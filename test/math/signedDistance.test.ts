import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { signedDistance } from '../../pipeline/math/signedDistance.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** The signed distance of each pixel from the exact one to every other: slow and plain. */
function slowDistance(image: Float32Array): number[] {
  const isInk = Array.from(image, (value) => value >= 0.5);
  return isInk.map((ink, at) => {
    let least = Number.POSITIVE_INFINITY;
    isInk.forEach((other, to) => {
      if (other === ink) return;
      const away = Math.hypot((to % SIDE) - (at % SIDE), Math.floor(to / SIDE) - Math.floor(at / SIDE));
      least = Math.min(least, away);
    });
    return ink ? 0.5 - least : least - 0.5;
  });
}

describe('the signed distance', () => {
  test('is half a pixel on both sides of an edge, and grows by one from column to column', () => {
    const half = Float32Array.from({ length: PIXELS }, (_, at) => Number(at % SIDE < 10));
    const distance = signedDistance(half);
    for (let x = 0; x < SIDE; x++) expect(distance[5 * SIDE + x]).toBe(x - 9.5);
  });

  test('has the right sign, is never too short, and at most 8% too long', () => {
    const stream = openStream(0, 'ink');
    const image = Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.02));
    const exact = slowDistance(image);
    signedDistance(image).forEach((distance, at) => {
      expect(Math.sign(distance)).toBe(Math.sign(exact[at]!));
      const [found, wanted] = [Math.abs(distance) + 0.5, Math.abs(exact[at]!) + 0.5];
      expect(found).toBeGreaterThan(wanted - 1e-5);
      expect(found).toBeLessThan(1.083 * wanted);
    });
  });

  test('of a blank image and of a full one is farther than any two pixels', () => {
    expect(new Set(signedDistance(new Float32Array(PIXELS)))).toEqual(new Set([56]));
    expect(new Set(signedDistance(new Float32Array(PIXELS).fill(1)))).toEqual(new Set([-56]));
  });
});
