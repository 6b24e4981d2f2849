import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { fitPoolTemperature } from '../../pipeline/judging/calibrationFit.ts';
import { pickIntended, poolAnswers } from '../../pipeline/judging/pool.ts';
import { measureCrossEntropy, measureHonesty } from '../../pipeline/judging/reliability.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

/** Probabilities [1, 11] that are 0 but for the answers given. */
function answersOf(answers: Readonly<Record<number, number>>): Float64Array {
  return Float64Array.from({ length: ANSWERS }, (_, answer) => answers[answer] ?? 0);
}

describe('pooled answers', () => {
  const one = answersOf({ 3: 0.8, [NOT_A_DIGIT]: 0.2 });
  const other = answersOf({ 3: 0.4, 5: 0.6 });

  test('are the mean at temperature 1, and a judge alone to the bit', () => {
    const pooled = poolAnswers([one, other], 1);
    expect(pooled[3]).toBeCloseTo(0.6, 12);
    expect(pooled[5]).toBeCloseTo(0.3, 12);
    expect(pooled[NOT_A_DIGIT]).toBeCloseTo(0.1, 12);
    expect(poolAnswers([one], 1)).toEqual(one);
  });

  test('are powers of the mean, made to sum to 1', () => {
    // 6, 3 and 1 squared: 36, 9 and 1 of 46.
    const pooled = poolAnswers([one, other], 0.5);
    expect(pooled[3]).toBeCloseTo(36 / 46, 12);
    expect(pooled[5]).toBeCloseTo(9 / 46, 12);
    expect(pooled[NOT_A_DIGIT]).toBeCloseTo(1 / 46, 12);
    expect(pooled[0]).toBe(0);
  });

  test('keep the order of answers at any temperature', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: ANSWERS, maxLength: ANSWERS });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, temperature) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum > 1e-6);
        const mean = Float64Array.from(values, (value) => value / sum);
        const pooled = poolAnswers([mean], temperature);
        expect(pooled.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const largest = mean.indexOf(Math.max(...mean));
        expect(pooled[largest]).toBe(Math.max(...pooled));
      }),
    );
  });

  test('say how surely each image is what it is meant to be', () => {
    expect([...pickIntended(Float64Array.of(...one, ...other), [3, 5])]).toEqual([0.8, 0.6]);
  });
});

describe('the temperature of a pool', () => {
  /**
   * Images of two equally likely answers, 0 and 1, and two judges that each know half of what there is to know: their log
   * odds a and b are independent and calibrated, and all that is known together is a + b.
   */
  function drawCase(count: number) {
    const stream = openStream(4, 'pool');
    const answers = [new Float64Array(count * ANSWERS), new Float64Array(count * ANSWERS)];
    const targets = new Float32Array(count * ANSWERS);
    for (let row = 0; row < count; row++) {
      const truth = drawUniform(stream) < 0.5 ? 0 : 1;
      targets[row * ANSWERS + truth] = 1;
      for (const own of answers) {
        // A glance that is right three times in four, so P = 3/4 is calibrated.
        const seen = drawUniform(stream) < 0.75 ? truth : 1 - truth;
        own[row * ANSWERS + seen] = 0.75;
        own[row * ANSWERS + 1 - seen] = 0.25;
      }
    }
    return { answers, targets };
  }

  test('makes judges that know different things together as sure as they are right', () => {
    const { answers, targets } = drawCase(20_000);
    // Where both see the same, which is 5/8 of the cases, they are right 9 times in 10: log 9 / log 3 = 2.
    expect(fitPoolTemperature(answers, targets)).toBeCloseTo(0.5, 1);
    const before = measureHonesty(poolAnswers(answers, 1), targets).calibrationError;
    const after = measureHonesty(poolAnswers(answers, 0.5), targets).calibrationError;
    expect(before).toBeGreaterThan(0.08);
    expect(after).toBeLessThan(0.01);
  });

  test('cannot be bettered by moving it', () => {
    const { answers, targets } = drawCase(500);
    const fitted = fitPoolTemperature(answers, targets);
    const loss = (temperature: number) => measureCrossEntropy(poolAnswers(answers, temperature), targets);
    expect(loss(fitted + 0.02)).toBeGreaterThan(loss(fitted));
    expect(loss(fitted - 0.02)).toBeGreaterThan(loss(fitted));
  });

  test('is fitted where judges leave answers no probability, after a native session too', async () => {
    // From then on denormals count as 0 in this process.
    const model = await onnxEngine.loadModel(initialiseParameters(articleArchitecture(2), 0));
    await model.logits(new Uint8Array(784));
    await model.dispose();
    const { answers, targets } = drawCase(500);
    expect(answers[0]!.includes(0)).toBe(true);
    const fitted = fitPoolTemperature(answers, targets);
    expect(fitted).toBeGreaterThan(0.3);
    expect(fitted).toBeLessThan(1);
  });
});
