import { describe, expect, test } from 'vitest';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { type Calibration, toProbabilities, uncalibrated } from '../../pipeline/judging/calibration.ts';
import type { Evidence } from '../../pipeline/judging/evidenceModel.ts';
import { calibratePool, meanOver, weighPool } from '../../pipeline/judging/panel.ts';
import { fitCalibration } from '../../pipeline/makeJudges/calibrationFit.ts';
import { measureCalibration } from '../../pipeline/makeJudges/calibrationReport.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import { drawBelow, drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { evidenceOf } from '../judging/madeEvidence.ts';
import { measureCrossEntropy } from './crossEntropy.ts';

test('the cross-entropy of equal answers is ln 11', () => {
  const targets = new Float32Array(2 * ANSWERS).with(2, 1).with(ANSWERS + 3, 1);
  const equal = new Float64Array(2 * ANSWERS).fill(1 / ANSWERS);
  expect(measureCrossEntropy(equal, targets)).toBeCloseTo(Math.log(11), 12);
});

/** With one number that speaks for "not a digit", and with two. */
const TRUTHS: readonly (readonly [string, Calibration])[] = [
  ['one number', { temperature: 2.5, none: [0.8, -0.5, 0.2, 0.3, 1.2, -0.6] }],
  ['two numbers', { temperature: 0.4, none: [0.8, -0.5, 0.2, -0.6, 0.4, 0.1, 0.3, 1.2, -0.6] }],
];

/** Evidence, and answers drawn with the probabilities that `truth` makes of it. */
function draw(truth: Calibration, count: number): { evidence: Evidence; targets: Float32Array } {
  const stream = openStream(1, 'calibration');
  const drawWide = () => 16 * drawUniform(stream) - 8;
  const channels = truth.none.length / 3 - 1;
  const evidence: Evidence = {
    digits: Float64Array.from({ length: count * CLASSES }, drawWide),
    none: Float64Array.from({ length: count * channels }, () => drawWide() / 2),
    noisiness: Float64Array.from({ length: count }, () => 3 * drawUniform(stream)),
  };
  const probabilities = toProbabilities(evidence, truth);
  const targets = new Float32Array(count * ANSWERS);
  for (let row = 0; row < count; row++) {
    let rest = drawUniform(stream);
    let answer = 0;
    while (answer < NOT_A_DIGIT && rest >= probabilities[row * ANSWERS + answer]!) {
      rest -= probabilities[row * ANSWERS + answer++]!;
    }
    targets[row * ANSWERS + answer] = 1;
  }
  return { evidence, targets };
}

describe.each(TRUTHS)('the calibration of a judge with %s for "not a digit"', (_, truth) => {
  test('is found that the answers were drawn with', () => {
    const { evidence, targets } = draw(truth, 10_000);
    const fitted = fitCalibration(evidence, targets);
    expect(Math.abs(Math.log(fitted.temperature / truth.temperature))).toBeLessThan(0.1);
    expect(fitted.none).toHaveLength(truth.none.length);
    fitted.none.forEach((weight, i) => {
      expect(Math.abs(weight - truth.none[i]!)).toBeLessThan(0.2);
    });
  });

  test('cannot be bettered by moving any of its numbers', () => {
    const { evidence, targets } = draw(truth, 500);
    const fitted = fitCalibration(evidence, targets);
    const loss = (calibration: Calibration) =>
      measureCrossEntropy(toProbabilities(evidence, calibration), targets);
    const least = loss(fitted);
    for (const step of [-0.02, 0.02]) {
      expect(loss({ ...fitted, temperature: fitted.temperature + step })).toBeGreaterThan(least);
      for (let i = 0; i < truth.none.length; i++) {
        const none = fitted.none.map((weight, k) => weight + (k === i ? step : 0));
        expect(loss({ ...fitted, none })).toBeGreaterThan(least);
      }
    }
  });
});

describe('the calibration of a judge', () => {
  const TRUTH = TRUTHS[0]![1];

  test('uses a second number that tells more than the first', () => {
    const { evidence, targets } = draw(TRUTHS[1]![1], 2000);
    const first = { ...evidence, none: evidence.none.filter((_, at) => at % 2 === 0) };
    const lossOf = (own: Evidence) =>
      measureCrossEntropy(toProbabilities(own, fitCalibration(own, targets)), targets);
    expect(lossOf(evidence)).toBeLessThan(lossOf(first) - 0.05);
  });

  test('of a temperature refuses what has none: no number, no digits, and digits that are always or never right', () => {
    const { evidence, targets } = draw(TRUTH, 50);
    const broken = evidence.digits.map((value, at) => (at === 7 ? Number.NaN : value));
    expect(() => fitCalibration({ ...evidence, digits: broken }, targets)).toThrow(
      'fitTemperature: expected a finite slope',
    );
    const refused = 'fitTemperature: expected a slope that rises through 0';
    expect(() => fitCalibration(evidence, new Float32Array(targets.length))).toThrow(refused);
    for (const logit of [3, -3]) {
      const sure = evidenceOf({ 4: logit });
      const target = Float32Array.from({ length: ANSWERS }, (_, answer) => Number(answer === 4));
      expect(() => fitCalibration(sure, target)).toThrow(refused);
    }
  });

  test('stays finite where digits and non-digits do not overlap', () => {
    const stream = openStream(2, 'apart');
    const rows = Array.from({ length: 60 }, (_, row) => row % 2);
    const evidence: Evidence = {
      digits: Float64Array.from({ length: 600 }, () => drawBelow(stream, 9)),
      none: Float64Array.from(rows, (isNone) => (isNone ? 20 : -20)),
      noisiness: new Float64Array(60),
    };
    const targets = new Float32Array(60 * ANSWERS);
    rows.forEach((isNone, row) => {
      targets[row * ANSWERS + (isNone ? NOT_A_DIGIT : 3)] = 1;
    });
    const { none } = fitCalibration(evidence, targets);
    expect(none.every(Number.isFinite)).toBe(true);
    expect(none[0]).toBeGreaterThan(0);
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

  /** Fits the calibration of a pool of judges to the targets. */
  const fitPool = ({ answers, targets }: ReturnType<typeof drawCase>) =>
    fitCalibration(weighPool(meanOver(answers)), targets);

  test('makes judges that know different things together as sure as they are right', () => {
    const { answers, targets } = drawCase(20_000);
    const fitted = fitPool({ answers, targets });
    // Where both see the same, which is 5/8 of the cases, they are right 9 times in 10: log 9 / log 3 = 2.
    expect(fitted.temperature).toBeCloseTo(0.5, 1);
    const measure = (calibration: Calibration) =>
      measureCalibration(calibratePool(meanOver(answers), calibration), targets).calibrationError;
    expect(measure(uncalibrated(1))).toBeGreaterThan(0.03);
    expect(measure(fitted)).toBeLessThan(0.01);
  });

  test('cannot be bettered by moving its temperature', () => {
    const { answers, targets } = drawCase(500);
    const fitted = fitPool({ answers, targets });
    const loss = (temperature: number) =>
      measureCrossEntropy(calibratePool(meanOver(answers), { ...fitted, temperature }), targets);
    expect(loss(fitted.temperature + 0.02)).toBeGreaterThan(loss(fitted.temperature));
    expect(loss(fitted.temperature - 0.02)).toBeGreaterThan(loss(fitted.temperature));
  });

  test('is fitted where judges leave answers no probability, after a native session too', async () => {
    // From then on denormals count as 0 in this process.
    const model = await onnxEngine.loadModel(initialiseParameters(articleArchitecture(2), 0));
    await model.logits(new Uint8Array(784));
    await model.dispose();
    const { answers, targets } = drawCase(500);
    expect(answers[0]!.includes(0)).toBe(true);
    const { temperature } = fitPool({ answers, targets });
    expect(temperature).toBeGreaterThan(0.3);
    expect(temperature).toBeLessThan(1);
  });
});
