import { beforeAll, describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../../pipeline/judging/answers.ts';
import { centreImages } from '../../../pipeline/judging/centring.ts';
import type { EvidenceAtEach, EvidenceModel } from '../../../pipeline/judging/evidenceModel.ts';
import { logDensity, triangleOf } from '../../../pipeline/judging/shape/heavyTails.ts';
import { openShape } from '../../../pipeline/judging/shape/shape.ts';
import { parseShape, serialiseShape } from '../../../pipeline/judging/shape/shapeBytes.ts';
import { describeShapes, FEATURES } from '../../../pipeline/judging/shape/shapeFeatures.ts';
import {
  AXES,
  COMPONENTS,
  NOISE_LEVELS,
  project,
  type ShapeModel,
} from '../../../pipeline/judging/shape/shapeModel.ts';
import { stackImages } from '../../../pipeline/math/images.ts';
import { logSumExp } from '../../../pipeline/math/rows.ts';
import { BAR, BAY, RING } from './drawings.ts';

/** Spheres about the features of drawings: digit 0 is a ring, 1 a bar, and all else is far away; in noise, 2 is a bay. */
function makeModel(): ShapeModel {
  const axes = new Float32Array(AXES * FEATURES);
  // Every seventh feature is an axis.
  for (let k = 0; k < AXES; k++) axes[k * FEATURES + 7 * k] = 1;
  const plain = { mean: new Float32Array(FEATURES).fill(0.125), axes };
  const [ring, bar, bay] = [RING, BAR, BAY].map((image) =>
    project(plain, describeShapes(centreImages(image))),
  );
  const centreOf = (answer: number, level: number) => {
    if (answer === 0) return ring!;
    if (answer === 1) return bar!;
    if (answer === 2 && NOISE_LEVELS[level]! > 0.25) return bay!;
    return new Float64Array(AXES).fill(2 + answer / 4);
  };
  const factor = new Float32Array(triangleOf(AXES));
  for (let i = 0; i < AXES; i++) factor[triangleOf(i) + i] = 8;
  const densities = NOISE_LEVELS.map((_, level) =>
    COMPONENTS.map((components, answer) => ({
      offsets: Float32Array.from({ length: components }, (__, k) => -1 - k / 8),
      means: Float32Array.from(
        { length: components * AXES },
        (__, at) => centreOf(answer, level)[at % AXES]!,
      ),
      factors: Float32Array.from(
        { length: components * factor.length },
        (__, at) => factor[at % factor.length]!,
      ),
    })),
  );
  return { ...plain, densities };
}

const model = makeModel();

describe('the evidence', () => {
  let judge: EvidenceModel;
  let evidence: EvidenceAtEach;
  beforeAll(async () => {
    judge = openShape(model);
    evidence = await judge.evidence(stackImages([RING, BAR, BAY]));
  });

  test('adds up the densities of the levels of noise that a tolerance allows', () => {
    const x = project(model, describeShapes(centreImages(BAY)));
    for (const digit of [0, 2]) {
      const logs = model.densities.map((answers) => logDensity(answers[digit]!, x));
      expect(evidence.much.digits[20 + digit]).toBeCloseTo(logSumExp(logs), 10);
      expect(evidence.little.digits[20 + digit]).toBeCloseTo(logSumExp(logs.slice(0, 3)), 10);
    }
  });

  test('is for a digit where its density is the largest', () => {
    const best = (row: number) => {
      const own = evidence.little.digits.subarray(row * 10, row * 10 + 10);
      return own.indexOf(Math.max(...own));
    };
    expect([best(0), best(1)]).toEqual([0, 1]);
    expect(evidence.little.none[0]).toBeLessThan(0);
    expect(evidence.little.none[3]).toBeLessThan(0);
  });

  test('is against digits where only much noise explains them, at little tolerance alone', () => {
    expect(evidence.much.none[6]).toBeLessThan(0);
    expect(evidence.little.none[6]).toBeGreaterThan(0);
    expect(evidence.much.noisiness[2]).toBeGreaterThan(0.3);
  });

  test('is the same wherever the drawing stands', async () => {
    const moved = RING.map((_, at) => RING[at + 2 + 28] ?? 0);
    expect(await judge.evidence(moved)).toEqual(await judge.evidence(RING));
  });
});

describe('the bytes', () => {
  test('hold a model to the bit', () => {
    const bytes = serialiseShape(model);
    const parsed = parseShape(bytes, 'shape.bin');
    expect(Buffer.compare(serialiseShape(parsed), bytes)).toBe(0);
    expect(parsed.mean).toEqual(model.mean);
    expect(parsed.densities[4]![3]).toEqual(model.densities[4]![3]);
    expect(model.densities[0]![NOT_A_DIGIT]!.offsets.length).toBe(8);
    expect(model.densities.flat()).toHaveLength(NOISE_LEVELS.length * ANSWERS);
  });

  test('of another length are refused', () => {
    const bytes = serialiseShape(model);
    expect(() => parseShape(bytes.subarray(4), 'shape.bin')).toThrow(
      `shape.bin: expected ${bytes.length} bytes, got ${bytes.length - 4}; restore the file from the repository`,
    );
  });
});
