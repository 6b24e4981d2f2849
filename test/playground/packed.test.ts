import { describe, expect, test } from 'vitest';
import { initialiseParameters, listArrays } from '../../pipeline/engine/parameters.ts';
import { answersTo } from '../../pipeline/judging/answers.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { replacePixels } from '../../pipeline/judging/imageReadings.ts';
import { readTogether } from '../../pipeline/judging/panel.ts';
import { fromHalf, toHalf } from '../../pipeline/math/halfPrecision.ts';
import { bytesToUnit, CLASSES, PIXELS, stackImages } from '../../pipeline/math/images.ts';
import { argmax, rowOf } from '../../pipeline/math/rows.ts';
import { canPack, packBytes, packJudge, packModel } from '../../pipeline/playground/pack.ts';
import { unpackBytes, unpackIdeas, unpackJudge, unpackModel } from '../../pipeline/playground/packed.ts';
import { askJudges, askModel, openModel, openPackedJudge } from '../../pipeline/playground/player.ts';
import { JUDGES_BOUND } from '../../pipeline/playground/playgroundSection.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { readSwitch } from '../../pipeline/study/switches.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';

const parameters = initialiseParameters({ hidden: 20, depth: 2, activation: 'relu' }, 2);

describe('a packed model', () => {
  test('comes back with its shape, each number rounded to the nearest half', async () => {
    const { layers, ...architecture } = await unpackModel(parameters, packModel(parameters));
    expect(architecture).toEqual({ hidden: 20, depth: 2, activation: 'relu' });
    const arrays = listArrays({ layers });
    listArrays(parameters).forEach((array, k) => {
      const rounded = fromHalf(toHalf(array));
      expect(arrays[k]).toHaveLength(rounded.length);
      expect(arrays[k]!.every((value, at) => value === rounded[at])).toBe(true);
    });
  });

  test('answers as the engine does with the same numbers', async () => {
    const packed = packModel(parameters);
    const [plain, engine] = [
      await openModel(parameters, packed),
      await onnxEngine.loadModel(await unpackModel(parameters, packed)),
    ];
    const image = bytesToUnit(readDigits('t10k', 3, 1).images);
    const { logits, probabilities } = await askModel(plain, image);
    const expected = await engine.logits(image);
    await engine.dispose();
    logits.forEach((logit, k) => {
      expect(logit).toBeCloseTo(expected[k]!, 5);
    });
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  test('is not made where a number is too large or none', () => {
    expect(canPack(parameters)).toBe(true);
    const { layers } = parameters;
    const broken = { ...layers[0]!, biases: new Float32Array(20).fill(Number.NaN) };
    expect(canPack({ ...parameters, layers: [broken, ...layers.slice(1)] })).toBe(false);
  });
});

test('bytes come back, of an even or an odd number of them, and are fewer in text than in base64', async () => {
  for (const length of [0, 1, 2, 3, 1000, 1001]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at % 2 === 0 ? (at * 97) % 251 : 60));
    expect(await unpackBytes(packBytes(bytes))).toEqual(bytes);
  }
  const halves = new Uint8Array(2 * 4096).map((_, at) => (at % 2 === 0 ? (at * 89) % 253 : 60));
  expect(packBytes(halves).length).toBeLessThan(0.6 * Buffer.from(halves).toString('base64').length);
  await expect(unpackBytes('AAAA')).rejects.toThrow();
});

test('ideas come back from their bytes', () => {
  const bytes = new Uint8Array(CLASSES * PIXELS);
  bytes[3 * PIXELS + 5] = 255;
  const ideas = unpackIdeas({ ideas: Buffer.from(bytes).toString('base64') });
  expect(ideas).toHaveLength(10);
  expect(ideas[3]![5]).toBe(1);
  expect(ideas[2]).toEqual(new Float32Array(PIXELS));
});

/** Digits that the judges are held to: a few, or where DIGIT_IDEAS_EACH_DIGIT is 1 the first 1,000. */
const HELD = readSwitch(process.env.DIGIT_IDEAS_EACH_DIGIT ?? '') === true ? 1000 : 3;

/** Most by which a probability in the page differs from the engine's; judges that are carried as they are differ by rounding alone. */
const BOUNDS: Readonly<Record<string, number>> = {
  ...{ abs: 1e-5, cnn: 5e-4, mixture: 1e-12, shape: JUDGES_BOUND, together: 0.005 },
};

test(
  'packed judges answer as the panel does, within the bounds that were measured',
  async () => {
    const frozen = await readFrozenPanel(JUDGE_NAMES);
    const { calibrations } = frozen;
    const judges = await Promise.all(
      frozen.judges.map(({ name, record, weights }) => {
        const packed = packJudge(name, weights);
        const entry = { name, calibrations: record.calibrations, isHalved: packed.isHalved };
        return openPackedJudge(entry, packed.weights);
      }),
    );
    const images = bytesToUnit(readDigits('t10k', 0, HELD).images);
    const neverInked = [0, 27, 400];
    const mask = Array.from({ length: PIXELS }, (_, at) => neverInked.includes(at % PIXELS));
    const rows = Array.from({ length: HELD }, (_, row) => rowOf(images, row, PIXELS));
    const panel = await openFrozenPanel(onnxEngine, frozen);
    const { little } = await readTogether(
      panel,
      stackImages(rows.map((image) => replacePixels(image, mask))),
    );
    await panel.dispose();
    for (const [row, image] of rows.entries()) {
      const { together, judges: each } = await askJudges(judges, { calibrations, neverInked }, image);
      const wanted: Record<string, { readonly probabilities: Float64Array }> = {
        together: little,
        ...little.judges,
      };
      const got = [{ name: 'together', probabilities: together }, ...each];
      expect(got.map(({ name }) => name)).toEqual(Object.keys(wanted));
      for (const { name, probabilities } of got) {
        const own = answersTo(row, wanted[name]!.probabilities);
        expect(argmax(probabilities)).toBe(argmax(own));
        probabilities.forEach((probability, k) => {
          expect(Math.abs(probability - own[k]!), name).toBeLessThan(BOUNDS[name]!);
        });
      }
    }
  },
  HELD * 1000 + 60_000,
);

test('judges that are bytes or bfloat16 already travel as they are', async () => {
  const { judges } = await readFrozenPanel(JUDGE_NAMES);
  for (const { name, weights } of judges) {
    const packed = packJudge(name, weights);
    const unpacked = await unpackJudge(packed, packed.weights);
    expect(unpacked).toHaveLength(weights.length);
    expect(Buffer.compare(unpacked, weights) === 0).toBe(!packed.isHalved);
    expect(packed.isHalved).toBe(name === 'cnn' || name === 'shape');
  }
});
