import { describe, expect, test } from 'vitest';
import { ZONE_OF } from '../../../pipeline/judging/margin.ts';
import type { BernoulliMixture } from '../../../pipeline/judging/mixture/bernoulliMixture.ts';
import { openMixture } from '../../../pipeline/judging/mixture/mixture.ts';
import {
  parseMixtures,
  quantise,
  serialiseMixtures,
} from '../../../pipeline/judging/mixture/mixtureBytes.ts';
import { binaryNoiseLikelihood, countedNoiseLikelihood } from '../../../pipeline/judging/noiseLikelihood.ts';
import { residualCoherence } from '../../../pipeline/judging/residual.ts';
import type { Tolerance } from '../../../pipeline/judging/tolerance.ts';
import { DIGITS, PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';

// Every drawing below is symmetric about the pixel in the middle, (14, 14), so that centring leaves it where it is.
const draw = (value: (right: number, down: number) => number) =>
  Float32Array.from({ length: PIXELS }, (_, at) =>
    value(Math.abs((at % 28) - 14), Math.abs(Math.floor(at / 28) - 14)),
  );
const isSquare = (size: number) => (right: number, down: number) => Math.max(right, down) === size;
const isDiamond = (size: number) => (right: number, down: number) => right + down === size;
const isCross = (right: number, down: number) => Math.min(right, down) === 0 && Math.max(right, down) < 11;
const isPlate = (right: number, down: number) => right < 9 && down < 9;

const CERTAIN = 1 - 1 / 512;
type Shape = (right: number, down: number) => boolean;
/** Two prototypes, the second three times as likely, whose pixels are nearly surely ink or ground. */
const prototypesOf = (first: Shape, second: Shape): BernoulliMixture => ({
  logWeights: Float64Array.of(0.25, 0.75).map(Math.log),
  ink: Float64Array.from(
    [first, second].flatMap((shape) => [...draw((...at) => (shape(...at) ? CERTAIN : 1 - CERTAIN))]),
  ),
});

/** Digit d is a square or a diamond of its own size; other structure is a cross or a plate. */
const MIXTURES = [
  ...DIGITS.map((digit) => prototypesOf(isSquare(digit + 2), isDiamond(digit + 2))),
  prototypesOf(isCross, isPlate),
];
const model = openMixture(MIXTURES);

/** The faults that a print may have: shares of ink lost and gained. */
type Fault = readonly [lost: number, gained: number];
const FAULTS: readonly Fault[] = [
  ...Array.from({ length: 7 }, (_, k): Fault => [(3 * k) / 40, (3 * k) / 40]),
  [0.25, 0],
  [0.5, 0],
];
const isWithin = (tolerance: Tolerance, [, gained]: Fault) => tolerance === 'much' || gained <= 0.25;

/** One prototype of a mixture printed with one fault: log p(image, print) pixel by pixel, and its ink with the likelier margin. */
interface Print {
  readonly fault: Fault;
  readonly ink: Float64Array;
  readonly log: number;
}

function printAll({ logWeights, ink }: BernoulliMixture, image: Float32Array): Print[] {
  return FAULTS.flatMap((fault) =>
    Array.from(logWeights, (logWeight, k) => {
      const prototype = ink.slice(k * PIXELS, (k + 1) * PIXELS);
      const printed = prototype.map((p) => p * (1 - fault[0]) + (1 - p) * fault[1]);
      const margins = [1, 2, 3].map((first) => {
        const margin = image.filter((_, at) => ZONE_OF[at]! >= first);
        const own = margin.reduce((x, y) => x + y, 0);
        const seen = printed.map((p, at) => (ZONE_OF[at]! < first ? p : (own + 1) / (margin.length + 2)));
        const log = printed.reduce(
          (sum, p, at) => sum + (ZONE_OF[at]! < first ? Math.log(image[at] === 1 ? p : 1 - p) : 0),
          first < 3 ? countedNoiseLikelihood(own, margin.length) : 0,
        );
        return { seen, log };
      });
      const likelier = margins.reduce((a, b) => (b.log > a.log ? b : a));
      const log = sumLogs(margins.map((margin) => margin.log)) + logWeight - Math.log(3 * 9);
      return { fault, ink: likelier.seen, log };
    }),
  );
}

function sumLogs(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}

/** The evidence in one image by its definition, slowly. */
function weighPlainly(image: Float32Array, tolerance: Tolerance) {
  const prints = MIXTURES.map((mixture) => printAll(mixture, image));
  const logsOf = (of: readonly Print[], isAllowed: boolean) =>
    of.filter(({ fault }) => isWithin(tolerance, fault) === isAllowed).map(({ log }) => log);
  const digits = DIGITS.map((digit) => sumLogs(logsOf(prints[digit]!, true)));
  const elsewise = sumLogs([
    binaryNoiseLikelihood(image),
    ...prints[10]!.map(({ log }) => log),
    ...DIGITS.flatMap((digit) => logsOf(prints[digit]!, false)),
  ]);
  const odds = elsewise - sumLogs(digits);
  const best = prints[digits.indexOf(Math.max(...digits))]!;
  const likeliest = best.reduce((a, b) => (b.log > a.log ? b : a));
  const total = sumLogs(best.map(({ log }) => log));
  return {
    digits,
    none: [Math.sign(odds) * Math.sqrt(Math.abs(odds)), residualCoherence(image, likeliest.ink)],
    noisiness: best.reduce((sum, { log, fault }) => sum + Math.exp(log - total) * fault[1], 0),
  };
}

const square = draw((...at) => Number(isSquare(9)(...at)));
const stream = openStream(0, 'test/mixture');
const CHANCE = Float64Array.from({ length: 15 * 15 }, () => drawUniform(stream));
/** The square with a share of about `rate` of its pixels flipped. */
const flip = (rate: number) =>
  draw((right, down) => {
    const isFlipped = Math.max(right, down) < 14 && CHANCE[right * 15 + down]! < rate;
    return Number(isSquare(9)(right, down) !== isFlipped);
  });
const FULL = draw((right, down) => Number(Math.max(right, down) < 14));
const NOISE = draw((right, down) => Number(Math.max(right, down) < 14 && CHANCE[right * 15 + down]! < 0.5));
const IMAGES: readonly (readonly [string, Float32Array])[] = [
  ['a square', square],
  ['a square of which half of the ink is missing', square.map((value, at) => value * (at % 2))],
  ['a square in little noise', flip(0.15)],
  ['a square in much noise', flip(0.32)],
  [
    'a square with noise at the margin alone',
    square.map((value, at) => (ZONE_OF[at] === 0 ? value : NOISE[at]!)),
  ],
  ['a square in a margin full of ink', square.map((value, at) => (ZONE_OF[at] === 0 ? value : FULL[at]!))],
  ['a plate', draw((...at) => Number(isPlate(...at)))],
  [
    'a chequered image',
    draw((right, down) => Number(Math.max(right, down) < 12 && (right + down) % 2 === 0)),
  ],
  ['a blank image', new Float32Array(PIXELS)],
];
const imageOf = (name: string) => IMAGES.find(([each]) => each === name)![1];

describe('the evidence', () => {
  test.each(IMAGES)('in %s is that of a plain sum over prototypes, faults and pixels', async (_, image) => {
    const evidence = await model.evidence(image);
    for (const tolerance of ['little', 'much'] as const) {
      const { digits, none, noisiness } = evidence[tolerance];
      const plain = weighPlainly(image, tolerance);
      expect(none).toHaveLength(2);
      plain.digits.forEach((log, digit) => {
        expect(digits[digit], `${tolerance} ${digit}`).toBeCloseTo(log, 6);
      });
      expect([...none]).toEqual(plain.none.map((value) => expect.closeTo(value, 6)));
      expect(noisiness[0]).toBeCloseTo(plain.noisiness, 6);
    }
  });

  test('of several images is that of each', async () => {
    const together = await model.evidence(Float32Array.from([...square, ...flip(0.4)]));
    const alone = await model.evidence(flip(0.4));
    for (const tolerance of ['little', 'much'] as const) {
      expect(together[tolerance].digits.subarray(10)).toEqual(alone[tolerance].digits);
      expect(together[tolerance].none.subarray(2)).toEqual(alone[tolerance].none);
      expect(together[tolerance].noisiness.subarray(1)).toEqual(alone[tolerance].noisiness);
    }
  });

  test('is for a digit as it is, in little noise, and with half of its ink missing, at either tolerance', async () => {
    for (const name of IMAGES.slice(0, 3).map(([each]) => each)) {
      const { little, much } = await model.evidence(imageOf(name));
      expect(little.digits.indexOf(Math.max(...little.digits)), name).toBe(7);
      expect(little.none[0], name).toBeLessThan(0);
      expect(much.none[0], name).toBeLessThan(0);
    }
  });

  test('in faults beyond the tolerance is for none', async () => {
    const { little, much } = await model.evidence(imageOf('a square in much noise'));
    expect(little.none[0]).toBeGreaterThan(0);
    expect(much.none[0]).toBeLessThan(0);
    expect(much.digits.indexOf(Math.max(...much.digits))).toBe(7);
    expect(much.noisiness[0]).toBeCloseTo(0.3, 1);
    expect(much.digits[7]).toBeGreaterThan(little.digits[7]! + 5);
  });

  test('is against a digit in what is other structure, or follows no prototype', async () => {
    for (const name of ['a plate', 'a chequered image', 'a blank image'])
      expect((await model.evidence(imageOf(name))).little.none[0], name).toBeGreaterThan(0);
    expect((await model.evidence(imageOf('a plate'))).much.none[0]).toBeGreaterThan(0);
  });

  test('tells what hangs together in what a digit leaves over', async () => {
    const solid = draw((right, down) => Number(isSquare(9)(right, down) || isPlate(right, down)));
    const coherence = async (image: Float32Array) => (await model.evidence(image)).much.none[1]!;
    expect(await coherence(solid)).toBeGreaterThan((await coherence(flip(0.4))) + 0.3);
  });

  test('is the same wherever a drawing stands', async () => {
    const moved = square.map((_, at) => ((at % 28) + 3 < 28 ? (square[at + 3 - 2 * 28] ?? 0) : 0));
    expect(moved).not.toEqual(square);
    expect(await model.evidence(moved)).toEqual(await model.evidence(square));
  });
});

describe('the bytes', () => {
  test('hold a quantised mixture exactly, and any within a 512th', () => {
    const mixtures = MIXTURES.map(({ ink }) => ({
      logWeights: Float64Array.of(-0.1, -2.3),
      ink: ink.map((p) => 0.7 * p),
    }));
    const quantised = mixtures.map(quantise);
    const bytes = serialiseMixtures(mixtures);
    expect(bytes).toHaveLength(11 * 2 * (4 + PIXELS));
    expect(parseMixtures(bytes, 'm')).toEqual(quantised);
    expect(parseMixtures(serialiseMixtures(quantised), 'm')).toEqual(quantised);
    const furthest = quantised.flatMap(({ ink }, answer) =>
      Array.from(ink, (p, at) => Math.abs(p - mixtures[answer]!.ink[at]!)),
    );
    expect(furthest.every((distance) => distance <= 1 / 512)).toBe(true);
  });

  test('of another length are refused', () => {
    for (const length of [0, 8667, 7880])
      expect(() => parseMixtures(new Uint8Array(length), 'mixture.bin')).toThrow(
        `mixture.bin: expected a multiple of 8668 bytes, got ${length}; restore the file from the repository`,
      );
  });
});
