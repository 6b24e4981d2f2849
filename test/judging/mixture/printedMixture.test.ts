import { expect, test } from 'vitest';
import type { BernoulliMixture } from '../../../pipeline/judging/mixture/bernoulliMixture.ts';
import { FAULTS, PrintedMixture } from '../../../pipeline/judging/mixture/printedMixture.ts';
import { LogJoint } from '../../../pipeline/makeJudges/logJoint.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';

/** Three prototypes of ink in steps of 1/256, as frozen ones have it. */
function drawMixture(): BernoulliMixture {
  const stream = openStream(0, 'test/printed');
  return {
    logWeights: Float64Array.of(0.2, 0.3, 0.5).map(Math.log),
    ink: Float64Array.from({ length: 3 * PIXELS }, () => (Math.floor(drawUniform(stream) * 256) + 0.5) / 256),
  };
}

/** The same mixture as one of 27 components, each with its own prototype. */
function printAll({ logWeights, ink }: BernoulliMixture): BernoulliMixture {
  const joined = (lists: readonly Float64Array[]) => Float64Array.from(lists.flatMap((list) => [...list]));
  return {
    logWeights: joined(FAULTS.map(() => logWeights.map((log) => log - Math.log(FAULTS.length)))),
    ink: joined(FAULTS.map(({ lost, gained }) => ink.map((p) => p * (1 - lost) + (1 - p) * gained))),
  };
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
])('of %s, its densities are those of a mixture of all printed prototypes, to the bit', (_, pixels) => {
  const mixture = drawMixture();
  const [printed, plain] = [new PrintedMixture(mixture), new LogJoint(printAll(mixture))];
  expect(printed.components).toBe(plain.components);
  const densities = (joint: PrintedMixture | LogJoint) =>
    joint.of(Uint16Array.from(pixels), new Float64Array(joint.components));
  expect(densities(printed)).toEqual(densities(plain));
});

test('each of its components is a prototype printed with one fault, pixel by pixel', () => {
  const mixture = drawMixture();
  const [printed, { ink }] = [new PrintedMixture(mixture), printAll(mixture)];
  for (let component = 0; component < printed.components; component++) {
    const print = printed.printOf(component);
    expect(print).toHaveLength(PIXELS);
    for (const pixel of [0, 400, 783])
      expect(print[pixel], `pixel ${pixel} of ${component}`).toBeCloseTo(
        ink[component * PIXELS + pixel]!,
        12,
      );
  }
});
