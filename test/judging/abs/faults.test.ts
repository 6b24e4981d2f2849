import { describe, expect, test } from 'vitest';
import {
  FAULT_RATES,
  noiseLikelihood,
  printPicture,
  readMargins,
  signalsThrough,
  weighFaults,
} from '../../../pipeline/judging/abs/faults.ts';
import { PIXELS_OF_ZONE, ZONE_OF } from '../../../pipeline/judging/margin.ts';
import { MOST_FLIPPED } from '../../../pipeline/judging/tolerance.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { logSumExp } from '../../../pipeline/math/rows.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';

const stream = openStream(0, 'faults');
const image = Float32Array.from({ length: PIXELS }, () => Math.fround(drawUniform(stream)));
const ink = Float32Array.from({ length: PIXELS }, () => 2 * drawUniform(stream) - 1);

describe('an image and a picture printed with a fault', () => {
  const logOf = (x: number, t: number, f: number) => {
    const mu = (1 + t) / 2;
    const p = mu * (1 - f) + (1 - mu) * f;
    return Math.log(x * p + (1 - x) * (1 - p));
  };

  const margins = readMargins(image);

  test('are as likely as pixels that agree, one by one, with no margin or the margin as noise', () => {
    const found = weighFaults(image, ink, margins);
    FAULT_RATES.forEach((f, at) => {
      const logs = [1, 2, 3].map((first) =>
        image.reduce(
          (log, x, i) => log + (ZONE_OF[i]! < first ? logOf(x, ink[i]!, f) : 0),
          first < 3 ? noiseLikelihood(image.filter((_, i) => ZONE_OF[i]! >= first)) : 0,
        ),
      );
      expect(found[at]).toBeCloseTo(logSumExp(logs) - Math.log(3), 6);
    });
  });

  test('have a finite likelihood where every pixel is wrong', () => {
    const blank = new Float32Array(PIXELS);
    const [least] = weighFaults(blank, new Float32Array(PIXELS).fill(1), readMargins(blank));
    expect(least).toBeLessThan(PIXELS_OF_ZONE[0]!.length * Math.log(FAULT_RATES[0]!));
    expect(least).toBeGreaterThan(PIXELS * Math.log(FAULT_RATES[0]!));
  });

  test('are printed without a margin that is none of the picture', () => {
    const picture = new Float32Array(PIXELS).fill(-1);
    const full = Float32Array.from(ZONE_OF, (zone) => Number(zone > 0));
    const print = printPicture(full, picture, 0.05, readMargins(full));
    expect(print[14 * 28 + 14]).toBeCloseTo(0.05, 6);
    expect(print[0]).toBeGreaterThan(0.99);
    const blank = new Float32Array(PIXELS);
    expect(printPicture(blank, picture, 0.01, readMargins(blank))[0]).toBeLessThan(0.02);
  });

  test('say the same as the signals through the fault, but for the last zone, which is not sought', () => {
    const signals = signalsThrough(FAULT_RATES[3]!, image);
    signals.forEach((s, i) => {
      expect(s).toBeCloseTo(ZONE_OF[i] === 2 ? 0 : (1 - 2 * FAULT_RATES[3]!) * (2 * image[i]! - 1), 6);
    });
  });

  test('are tried with fault rates on both sides of the smaller tolerance, and none beyond the larger', () => {
    expect([...FAULT_RATES].sort((a, b) => a - b)).toEqual(FAULT_RATES);
    expect(FAULT_RATES[0]).toBeLessThan(MOST_FLIPPED.little);
    expect(FAULT_RATES.at(-1)).toBeGreaterThan(MOST_FLIPPED.little);
    expect(FAULT_RATES.at(-1)).toBeLessThanOrEqual(MOST_FLIPPED.much);
  });
});

describe('noise', () => {
  test('is as likely as the integral over ink fractions says', () => {
    // Of 784 pixels 300 are ink: log of 300! 484! / 785!, by sums of logarithms.
    const logFactorial = (n: number) =>
      Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((a, b) => a + b, 0);
    const binary = Float32Array.from({ length: PIXELS }, (_, i) => Number(i < 300));
    expect(noiseLikelihood(binary)).toBeCloseTo(logFactorial(300) + logFactorial(484) - logFactorial(785), 1);
  });

  test('is one half a pixel where nothing is known of any', () => {
    expect(noiseLikelihood(new Float32Array(PIXELS).fill(0.5))).toBeCloseTo(-PIXELS * Math.LN2, 6);
  });
});
