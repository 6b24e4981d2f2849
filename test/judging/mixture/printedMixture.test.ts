import { expect, test } from 'vitest';
import { PIXELS_OF_ZONE, ZONE_OF } from '../../../pipeline/judging/margin.ts';
import type { BernoulliMixture } from '../../../pipeline/judging/mixture/bernoulliMixture.ts';
import { PrintKernel, ROW } from '../../../pipeline/judging/mixture/kernel/printKernel.ts';
import { FAULTS, PrintedMixture, seeInk } from '../../../pipeline/judging/mixture/printedMixture.ts';
import { countedNoiseLikelihood } from '../../../pipeline/judging/noiseLikelihood.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { logSumExp } from '../../../pipeline/math/rows.ts';
import { drawBelow, drawUniform, openStream } from '../../../pipeline/math/streams.ts';

/** Prototypes of ink in so many steps, 256 as frozen ones have it. */
function drawMixture(prototypes = 3, steps = 256): BernoulliMixture {
  const stream = openStream(0, 'test/printed');
  const draw = () => (Math.floor(drawUniform(stream) * steps) + 0.5) / steps;
  return {
    logWeights: Float64Array.from({ length: prototypes }, (_, k) => Math.log((k + 1) / prototypes ** 2)),
    ink: Float64Array.from({ length: prototypes * PIXELS }, draw),
  };
}

/** p(image, print) by the definition, pixel by pixel, for no margin and for each: log densities and ink. */
function printsOf(
  { ink }: BernoulliMixture,
  k: number,
  fault: (typeof FAULTS)[number],
  pixels: readonly number[],
) {
  const isInk = Float32Array.from({ length: PIXELS }, (_, pixel) => Number(pixels.includes(pixel)));
  const printed = Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const p = ink[k * PIXELS + pixel]!;
    return p * (1 - fault.lost) + (1 - p) * fault.gained;
  });
  return [1, 2, 3].map((first) => {
    const margin = isInk.filter((_, pixel) => ZONE_OF[pixel]! >= first);
    const own = margin.reduce((a, b) => a + b, 0);
    const noise = first < 3 ? countedNoiseLikelihood(own, margin.length) : 0;
    const log = printed.reduce(
      (sum, p, pixel) => sum + (ZONE_OF[pixel]! < first ? Math.log(isInk[pixel] === 1 ? p : 1 - p) : 0),
      noise,
    );
    const seen = printed.map((p, pixel) => (ZONE_OF[pixel]! < first ? p : (own + 1) / (margin.length + 2)));
    return { log, seen };
  });
}

/** Log joint densities [9, K] by the definition. */
function densitiesOf(mixture: BernoulliMixture, pixels: readonly number[]): number[] {
  return FAULTS.flatMap((fault) =>
    Array.from(mixture.logWeights, (log, k) => {
      const logs = printsOf(mixture, k, fault, pixels).map((print) => print.log);
      return log - Math.log(FAULTS.length) + logSumExp(logs) - Math.log(3);
    }),
  );
}

test('it has nine faults, the first of them none', () => {
  expect(FAULTS).toHaveLength(9);
  expect(FAULTS[0]).toEqual({ lost: 0, gained: 0 });
});

test.each([
  ['no ink', []],
  ['one pixel', [400]],
  ['a stroke', [0, 100, 101, 129, 157, 783]],
  ['all ink', Array.from({ length: PIXELS }, (_, pixel) => pixel)],
  ['a stroke in a margin full of ink', [375, 376, 403, 404, ...PIXELS_OF_ZONE[1]!, ...PIXELS_OF_ZONE[2]!]],
])('of %s, its densities are those of all prints and margins, one by one', (_, pixels) => {
  const mixture = drawMixture();
  const printed = new PrintedMixture(mixture);
  const found = printed.of(seeInk(Uint16Array.from(pixels)), new Float64Array(printed.components));
  densitiesOf(mixture, pixels).forEach((log, at) => {
    expect(found[at]).toBeCloseTo(log, 8);
  });
});

test.each([1, 2, 5])(
  'the kernel sums %d prototypes in the order of a plain loop, to the bit',
  (prototypes) => {
    const stream = openStream(prototypes, 'test/prints');
    const draw = (length: number) => Float64Array.from({ length }, () => drawUniform(stream) - 0.5);
    const [faults, values] = [9, 20];
    const rows = Int32Array.from({ length: prototypes * PIXELS }, () => faults * drawBelow(stream, values));
    const bases = PIXELS_OF_ZONE.map(() => draw(prototypes * faults));
    const odds = draw(values * faults);
    const kernel = PrintKernel.open({ faults, bases, rows, odds })!;
    const isInk = Array.from({ length: PIXELS }, () => drawBelow(stream, 3) === 0);
    // An image whose second zone is empty comes last: nothing of the one before is left.
    for (const first of [0, 2]) {
      const inks = PIXELS_OF_ZONE.map((pixels, zone) =>
        pixels.filter((pixel) => isInk[pixel] && (zone !== 1 || first === 0)),
      );
      const sums = kernel.sum(inks);
      for (const [zone, pixels] of inks.entries()) {
        for (let k = 0; k < prototypes; k++) {
          for (let fault = 0; fault < faults; fault++) {
            let wanted = bases[zone]![k * faults + fault]!;
            for (const pixel of pixels) wanted += odds[rows[k * PIXELS + pixel]! + fault]!;
            expect(sums[(zone * prototypes + k) * ROW + fault]).toBe(wanted);
          }
        }
      }
    }
  },
);

test('prototypes of more values of ink than the kernel can tell apart have the densities of the definition too', () => {
  const mixture = drawMixture(20, 2 ** 30);
  const [faults, odds] = [9, new Float64Array(9 * 13_108)];
  const rows = new Int32Array(PIXELS);
  const bases = PIXELS_OF_ZONE.map(() => new Float64Array(faults));
  expect(PrintKernel.open({ faults, bases, rows, odds })).toBeNull();
  expect(PrintKernel.open({ faults, bases, rows, odds: odds.subarray(9) })).not.toBeNull();
  const printed = new PrintedMixture(mixture);
  const pixels = [100, 101, 400, 401, 783];
  const found = printed.of(seeInk(Uint16Array.from(pixels)), new Float64Array(printed.components));
  for (const [at, log] of densitiesOf(mixture, pixels).entries()) expect(found[at]).toBeCloseTo(log, 8);
});

test.each([
  ['in a margin full of ink', [375, 376, ...PIXELS_OF_ZONE[1]!, ...PIXELS_OF_ZONE[2]!]],
  ['alone', [375, 376, 403, 404]],
])(
  'each of its components is a prototype printed with one fault, and the likeliest margin: a stroke %s',
  (_, pixels) => {
    const mixture = drawMixture();
    const printed = new PrintedMixture(mixture);
    for (let component = 0; component < printed.components; component++) {
      const prints = printsOf(mixture, component % 3, FAULTS[Math.floor(component / 3)]!, pixels);
      const { seen } = prints.reduce((a, b) => (b.log > a.log ? b : a));
      const print = printed.printOf(component, seeInk(Uint16Array.from(pixels)));
      expect(print).toHaveLength(PIXELS);
      for (const pixel of [0, 110, 400, 783]) expect(print[pixel]).toBeCloseTo(seen[pixel]!, 12);
    }
  },
);
