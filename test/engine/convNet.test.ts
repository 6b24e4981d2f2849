import { describe, expect, test } from 'vitest';
import {
  countConvNetParameters,
  inputSides,
  type LayerShape,
  parseConvNet,
  samePadding,
  serialiseConvNet,
  splitParameters,
} from '../../pipeline/engine/convNet.ts';
import { UserError } from '../../pipeline/study/errors.ts';

const CONV = { kind: 'conv', kernel: 3, stride: 2, inputs: 1, outputs: 2 } as const;
const LAYERS: readonly LayerShape[] = [CONV, { kind: 'dense', inputs: 392, outputs: 3 }];

describe('a convolutional network', () => {
  test('has as many parameters as its layers say', () => {
    // 2 filters of 9 + 2 biases; 2 channels of 14 x 14 to 3 outputs + 3 biases.
    expect(countConvNetParameters(LAYERS)).toBe(18 + 2 + 392 * 3 + 3);
  });

  test('keeps weights before biases, layer after layer', () => {
    const parameters = Float32Array.from({ length: 1199 }, (_, at) => at);
    const [conv, dense] = splitParameters({ layers: LAYERS, parameters });
    expect([conv!.weights[0], conv!.biases[0], dense!.weights[0], dense!.biases[0]]).toEqual([
      0, 18, 20, 1196,
    ]);
    expect([conv!.weights.length, conv!.biases.length, dense!.weights.length, dense!.biases.length]).toEqual([
      18, 2, 1176, 3,
    ]);
  });

  test('is refused where its parameters are too many', () => {
    expect(() => splitParameters({ layers: LAYERS, parameters: new Float32Array(1200) })).toThrow(
      'expected 1199 parameters, got 1200',
    );
  });

  test('knows the sides of its layers, and refuses layers that do not fit together', () => {
    expect(inputSides([CONV, { ...CONV, inputs: 2 }, { kind: 'dense', inputs: 98, outputs: 3 }])).toEqual([
      28, 14, 1,
    ]);
    expect(() => inputSides([CONV, { kind: 'dense', inputs: 391, outputs: 3 }])).toThrow('392 inputs');
    expect(() => inputSides([...LAYERS, { ...CONV, inputs: 3 }])).toThrow('conv');
  });

  test.each([
    [28, 5, 2, 1, 2],
    [28, 3, 1, 1, 1],
    [14, 3, 2, 0, 1],
    [7, 3, 2, 1, 1],
    [28, 1, 2, 0, 0],
  ])('of side %i, kernel %i and stride %i is padded by %i and %i', (side, kernel, stride, before, after) => {
    expect(samePadding(side, { ...CONV, kernel, stride })).toEqual({ before, after });
  });

  test('comes back from its bytes, which are little-endian', () => {
    const parameters = Float32Array.from({ length: 1199 }, (_, at) => at / 7);
    parameters[0] = 1;
    const bytes = serialiseConvNet({ layers: LAYERS, parameters });
    expect([...bytes.subarray(0, 4)]).toEqual([0, 0, 0x80, 0x3f]);
    expect(parseConvNet(LAYERS, bytes, 'cnn.bin')).toEqual({ layers: LAYERS, parameters });
    expect(() => parseConvNet(LAYERS, bytes.subarray(1), 'cnn.bin')).toThrow(UserError);
    expect(() => parseConvNet(LAYERS, bytes.subarray(1), 'cnn.bin')).toThrow(
      'cnn.bin: expected 4796 bytes, got 4795',
    );
  });
});
