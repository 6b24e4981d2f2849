import { expect, test } from 'vitest';
import { unitImage } from '../../pipeline/judging/pixels.ts';
import { measureSmoothness } from '../../pipeline/makeJudges/measureSmoothness.ts';
import { SIDE } from '../../pipeline/math/images.ts';
import { dilate } from '../../pipeline/math/morphology.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { makeReader, SOURCE } from './madeReader.ts';

const IMAGES = Array.from({ length: 5 }, (_, k) => unitImage(SOURCE.digits, 40 * k));

test('a reader of ink minds no shift, and the ink that comes', async () => {
  const { images, shifted, thickened, noised, shifts } = await measureSmoothness(makeReader(mean), SOURCE);
  expect(images).toBe(5);
  expect(shifted).toBeCloseTo(0, 12);
  const ink = mean(IMAGES.map(mean));
  expect(shifts.map(({ pixels }) => pixels)).toEqual([0, 1, 2, 3, 4]);
  for (const { recognisability } of shifts) expect(recognisability).toBeCloseTo(ink, 10);
  const grown = mean(IMAGES.map((image) => mean(dilate(image))));
  expect(thickened).toBeCloseTo((grown - ink) / 2, 6);
  // A hundredth of the pixels, each changed by 1 - 2 x.
  expect(noised).toBeCloseTo(0.01 * (1 - 2 * ink), 2);
  expect(noised).toBeGreaterThan(0);
});

test('a reader of one pixel minds every shift as much as that pixel’s neighbours differ', async () => {
  const at = 14 * SIDE + 14;
  const { shifted, shifts } = await measureSmoothness(
    makeReader((image) => image[at]!),
    SOURCE,
  );
  const neighbours = [at - 1, at + 1, at - SIDE, at + SIDE];
  const differences = IMAGES.flatMap((image) =>
    neighbours.map((other) => Math.abs(image[other]! - image[at]!)),
  );
  expect(shifted).toBeCloseTo(mean(differences), 6);
  expect(shifts[1]!.recognisability).toBeCloseTo(
    mean(IMAGES.flatMap((image) => neighbours.map((other) => image[other]!))),
    6,
  );
});
