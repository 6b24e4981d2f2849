import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centreImages, centreOfMass } from '../../pipeline/judging/centring.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** A square of 4 x 4 pixels with its left upper corner at (x, y). */
function drawSquare(x: number, y: number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, at) => {
    const [px, py] = [at % 28, Math.floor(at / 28)];
    return Number(px >= x && px < x + 4 && py >= y && py < y + 4);
  });
}

describe('the centre of mass', () => {
  test('weighs pixels by their value', () => {
    const image = new Float32Array(PIXELS);
    image[28 * 10 + 4] = 1;
    image[28 * 20 + 8] = 0.25;
    // (1 * 4 + 0.25 * 8) / 1.25 and (1 * 10 + 0.25 * 20) / 1.25.
    expect(centreOfMass(image).x).toBeCloseTo(4.8, 6);
    expect(centreOfMass(image).y).toBeCloseTo(12, 6);
  });
});

describe('centring', () => {
  test('brings what is off to the middle, wherever it was', () => {
    const corner = fc.integer({ min: 0, max: 24 });
    fc.assert(
      fc.property(corner, corner, (x, y) => {
        const { x: cx, y: cy } = centreOfMass(centreImages(drawSquare(x, y)));
        expect(Math.abs(cx - 14)).toBeLessThanOrEqual(1.5);
        expect(Math.abs(cy - 14)).toBeLessThanOrEqual(1.5);
      }),
    );
    expect(centreImages(drawSquare(2, 20))).toEqual(drawSquare(13, 13));
  });

  test('leaves noise, a blank image and what is hardly off as they are', () => {
    const stream = openStream(0, 'noise');
    const noise = Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.4));
    const three = [noise, new Float32Array(PIXELS), drawSquare(12, 13)];
    const images = new Float32Array(3 * PIXELS);
    three.forEach((image, at) => {
      images.set(image, at * PIXELS);
    });
    expect(centreImages(images)).toEqual(images);
  });
});
