import { expect, test } from 'vitest';
import { binarise } from '../../pipeline/judging/pixels.ts';
import { measureDamage, measureNoiseCurves } from '../../pipeline/makeJudges/measureTolerance.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { makeReader, SOURCE } from './madeReader.ts';

/** Ink of every `stride`th digit, black and white. */
function inkOf(stride: number): number {
  const all = binarise(bytesToUnit(SOURCE.digits.images));
  return mean(all.filter((_, at) => Math.floor(at / PIXELS) % stride === 0));
}

test('noise curves are of the same flipped digits at both tolerances', async () => {
  const reader = makeReader((image, tolerance) => (tolerance === 'little' ? mean(image) : 1 - mean(image)));
  const { noiseCurve, noiseCurveMuch } = await measureNoiseCurves(reader, SOURCE);
  expect(noiseCurve.map(({ flipRate }) => flipRate)).toEqual(Array.from({ length: 11 }, (_, k) => k / 20));
  noiseCurve.forEach(({ flipRate, recognisability }, k) => {
    // Of the ink, 1 - r stays; of the ground, r becomes ink.
    expect(recognisability).toBeCloseTo((1 - 2 * flipRate) * inkOf(10) + flipRate, 1.7);
    expect(noiseCurveMuch[k]!.recognisability).toBeCloseTo(1 - recognisability, 10);
  });
  expect(noiseCurve[0]!.recognisability).toBeCloseTo(inkOf(10), 10);
});

test('damage piles up: strokes bring ink or take it, and pixels change more and more', async () => {
  const damage = await measureDamage(makeReader(mean), SOURCE);
  expect(damage.map(({ kind }) => kind)).toEqual([
    ...['flipped blobs', 'strokes added', 'strokes erased', 'patches', 'shades', 'bend'],
  ]);
  const clean = inkOf(40);
  for (const { kind, levels } of damage) {
    expect(levels.map(({ times }) => times)).toEqual([1, 2, 3, 4]);
    const changed = levels.map((level) => level.changed);
    expect(changed[0]).toBeGreaterThan(0);
    expect(changed[3]).toBeGreaterThan(changed[0]!);
    const inks = [clean, ...levels.map(({ recognisability }) => recognisability)];
    if (kind === 'strokes added') {
      expect(inks).toEqual([...inks].sort((a, b) => a - b));
      // All that changed is ink that came.
      expect(inks[4]! - clean).toBeCloseTo(changed[3]!, 6);
    }
    if (kind === 'strokes erased') expect(inks).toEqual([...inks].sort((a, b) => b - a));
  }
});
