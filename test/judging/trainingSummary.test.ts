import { expect, test } from 'vitest';
import { classMeans } from '../../pipeline/judging/descriptors.ts';
import { findInkedPlaces } from '../../pipeline/judging/imageReadings.ts';
import { summariseTraining } from '../../pipeline/judging/trainingSummary.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

/** Two images of the digit 3, with ink at `pixel` alone. */
function inkAt(pixel: number) {
  const images = new Uint8Array(2 * PIXELS);
  images[pixel] = 255;
  return { images, labels: Uint8Array.of(3, 3) };
}

test('a summary is the inked places and the class means of its images, and is worked out once', () => {
  const [one, other] = [inkAt(5), inkAt(6)];
  const summary = summariseTraining(one);
  expect(summary).toEqual({ train: one, inked: findInkedPlaces(one.images), classMeans: classMeans(one) });
  expect(summariseTraining(one)).toBe(summary);
  expect(summariseTraining(other).inked.never[6]).toBe(false);
  expect(summary.inked.never[6]).toBe(true);
});
