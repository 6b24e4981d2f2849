import { describe, expect, test } from 'vitest';
import type { ConvNet, LayerShape } from '../../pipeline/engine/convNet.ts';
import { NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { uncalibrated } from '../../pipeline/judging/calibration.ts';
import {
  CNN_LAYERS,
  IN_MORE_NOISE,
  NETWORK_ANSWERS,
  NETWORK_NONE,
  openCnn,
  parseEnsemble,
  serialiseEnsemble,
} from '../../pipeline/judging/cnn.ts';
import { openJudge } from '../../pipeline/judging/judge.ts';
import { atEachTolerance } from '../../pipeline/judging/tolerance.ts';
import { initialiseConvNet } from '../../pipeline/makeJudges/trainConvNet.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { ENGINES } from '../engine/engines.ts';

const LAYERS: readonly LayerShape[] = [{ kind: 'dense', inputs: PIXELS, outputs: NETWORK_ANSWERS }];

/** Where a lone pixel of ink comes to stand when it is centred. */
const MIDDLE = 14 * 28 + 14;

/** A network whose logits are those given where the pixel in the middle is 1, 0 where it is 0. */
function makeNetwork(logits: Readonly<Record<number, number>>): ConvNet {
  const parameters = new Float32Array((PIXELS + 1) * NETWORK_ANSWERS);
  for (const [answer, logit] of Object.entries(logits))
    parameters[MIDDLE * NETWORK_ANSWERS + Number(answer)] = logit;
  return { layers: LAYERS, parameters };
}

/** To a lit pixel: a 3 in little noise twice as likely as other answers, in more noise four times, none three times. */
const FIRST = makeNetwork({ 3: Math.log(2), [IN_MORE_NOISE + 3]: Math.log(4), [NETWORK_NONE]: Math.log(3) });
const SECOND = makeNetwork({ 3: Math.log(8), [NETWORK_NONE]: Math.log(27) });

/** A blank image, and one with a lit pixel far from the middle. */
const images = new Float32Array(2 * PIXELS);
images[PIXELS + 9 * 28 + 6] = 1;

describe.each(ENGINES)('on %s, uncalibrated, the judge', (_, engine) => {
  const read = async (networks: readonly ConvNet[]) => {
    const judge = openJudge(await openCnn(engine, networks), {
      name: 'cnn',
      calibrations: atEachTolerance(() => uncalibrated(1)),
      typicality: null,
    });
    const readings = await judge.read(images);
    await judge.dispose();
    return readings;
  };

  test('takes a digit in more noise for none at little noise', async () => {
    const { little } = await read([FIRST]);
    const [blank, lit] = [little.record(0, 3), little.record(1, 3)];
    // Blank: 21 equal answers. Lit: 2 for the 3 and nine others, beside 4 + 9 in more noise and 3 for none.
    expect(blank.forcedChoice).toBeCloseTo(0.1, 6);
    expect(blank.notDigit).toBeCloseTo(11 / 21, 6);
    expect(lit.forcedChoice).toBeCloseTo(2 / 11, 6);
    expect(lit.notDigit).toBeCloseTo(16 / 27, 6);
    expect(lit).toMatchObject({ top: 3, typicality: null });
  });

  test('takes it for the digit at much noise', async () => {
    const { much } = await read([FIRST]);
    const [blank, lit] = [much.record(0, 3), much.record(1, 3)];
    expect(blank.notDigit).toBeCloseTo(1 / 21, 6);
    // Lit: 2 + 4 for the 3 and nine times 1 + 1, beside 3 for none.
    expect(lit.forcedChoice).toBeCloseTo(6 / 24, 6);
    expect(lit.notDigit).toBeCloseTo(3 / 27, 6);
  });

  test('answers with the geometric mean of its networks', async () => {
    const { little, much } = await read([FIRST, SECOND]);
    // Roots of 2 * 8 for the 3, of 4 * 1 for the 3 in more noise, of 3 * 27 for none; 18 others.
    expect(little.record(1, 3).forcedChoice).toBeCloseTo(4 / 13, 6);
    expect(little.probabilities[11 + NOT_A_DIGIT]).toBeCloseTo((9 + 2 + 9) / 33, 6);
    expect(much.record(1, 3).forcedChoice).toBeCloseTo(6 / 24, 6);
    expect(much.probabilities[11 + NOT_A_DIGIT]).toBeCloseTo(9 / 33, 6);
  });
});

const toBytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

describe('the bytes of an ensemble', () => {
  const networks = [0, 1, 2].map((seed) => initialiseConvNet(CNN_LAYERS, seed));

  test('are those of its networks, in their order', () => {
    const bytes = serialiseEnsemble(networks);
    expect(bytes).toHaveLength(3 * 4 * 191_669);
    const parsed = parseEnsemble(bytes, 'cnn.bin');
    expect(parsed).toHaveLength(3);
    parsed.forEach(({ layers, parameters }, at) => {
      expect(layers).toEqual(CNN_LAYERS);
      // Not by toEqual, which takes seconds over so many.
      expect(Buffer.compare(toBytes(parameters), toBytes(networks[at]!.parameters))).toBe(0);
    });
    expect(parseEnsemble(serialiseEnsemble([networks[1]!]), 'cnn.bin')).toHaveLength(1);
  });

  test.each([0, 4, 766_675, 766_677])('of %d bytes, which no ensemble has, are refused', (length) => {
    expect(() => parseEnsemble(new Uint8Array(length), 'cnn.bin')).toThrow(
      `cnn.bin: expected a multiple of 766676 bytes, got ${length}; restore the file from the repository`,
    );
  });
});
