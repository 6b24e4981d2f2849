import { afterAll, describe, expect, test } from 'vitest';
import { openAbs } from '../../../pipeline/judging/abs/abs.ts';
import { FAULT_RATES } from '../../../pipeline/judging/abs/faults.ts';
import { flipPixels } from '../../../pipeline/judging/pixels.ts';
import { TOLERANCES } from '../../../pipeline/judging/tolerance.ts';
import { PIXELS, stackImages } from '../../../pipeline/math/images.ts';
import { logSumExp, rowOf } from '../../../pipeline/math/rows.ts';
import { openStream } from '../../../pipeline/math/streams.ts';
import { largestDeviation } from '../../engine/deviation.ts';
import { ENGINES } from '../../engine/engines.ts';
import { onnxEngine } from '../../engine/onnxEngine.ts';
import { FRAME, makeAbsNetwork, TEMPLATES } from './madeAbs.ts';

const network = makeAbsNetwork();

const pictures = stackImages(TEMPLATES);

describe('the judge by synthesis', () => {
  const opened = openAbs(onnxEngine, network);
  afterAll(async () => (await opened).dispose());

  test('reads what each decoder draws as its digit, and as one', async () => {
    const { little } = await (await opened).evidence(pictures);
    for (let digit = 0; digit < 10; digit++) {
      const own = rowOf(little.digits, digit, 10);
      expect(own.indexOf(Math.max(...own))).toBe(digit);
      expect(rowOf(little.none, digit, 3)[0]).toBeLessThan(0);
    }
  });

  test('sees a digit through more noise at much tolerance, and knows how noisy it is', async () => {
    const noisy = flipPixels(pictures, 0.35, openStream(0, 'flips'));
    const [clean, { little, much }] = [
      await (await opened).evidence(pictures),
      await (await opened).evidence(noisy),
    ];
    for (let digit = 0; digit < 10; digit++) {
      expect(little.none[3 * digit]).toBeGreaterThan(0);
      expect(much.none[3 * digit]).toBeLessThan(little.none[3 * digit]!);
      expect(much.noisiness[digit]).toBeGreaterThan(clean.much.noisiness[digit]!);
      expect(much.noisiness[digit]).toBeLessThanOrEqual(FAULT_RATES.at(-1)!);
    }
  });

  test('allows every fault of the smaller tolerance at the larger one too', async () => {
    const { little, much } = await (await opened).evidence(pictures);
    much.digits.forEach((log, at) => {
      expect(log).toBeGreaterThanOrEqual(little.digits[at]!);
    });
  });

  test('takes a picture of the other drawings for none', async () => {
    const { little } = await (await opened).evidence(FRAME);
    expect(little.none[0]).toBeGreaterThan(0);
    expect(little.none[1]).toBeGreaterThan(0);
  });

  test('reads an image the same alone and among others, to the bit', async () => {
    const judge = await opened;
    const all = await judge.evidence(Float32Array.of(...pictures, ...pictures));
    const one = await judge.evidence(pictures.slice(7 * PIXELS, 8 * PIXELS));
    for (const tolerance of TOLERANCES) {
      for (const row of [7, 17]) {
        expect(rowOf(all[tolerance].digits, row, 10)).toEqual(one[tolerance].digits);
        expect(rowOf(all[tolerance].none, row, 3)).toEqual(one[tolerance].none);
      }
    }
  });

  test('says nothing that is not finite of blank, full and grey images', async () => {
    const flat = new Float32Array(3 * PIXELS);
    flat.fill(1, PIXELS, 2 * PIXELS).fill(0.5, 2 * PIXELS);
    const { little } = await (await opened).evidence(flat);
    for (const value of [...little.digits, ...little.none, ...little.noisiness]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(logSumExp(little.digits.subarray(0, 10))).toBeLessThan(0);
  });
});

test.each(ENGINES.filter(([name]) => name !== 'onnx'))(
  'the judge on %s reads as on onnx',
  async (_, engine) => {
    const read = async (one: typeof engine) => {
      const judge = await openAbs(one, network);
      const { little } = await judge.evidence(pictures.slice(0, 2 * PIXELS));
      await judge.dispose();
      return little;
    };
    const [own, oracle] = [await read(engine), await read(onnxEngine)];
    expect(largestDeviation(own.digits, oracle.digits)).toBeLessThan(1e-3);
    expect(largestDeviation(own.none, oracle.none)).toBeLessThan(1e-2);
  },
);
