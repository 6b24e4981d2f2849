import { describe, expect, test } from 'vitest';
import { type Command, defineCommand, parseOptions } from '../../pipeline/commands/command.ts';
import { readScale, refuseScale, SCALE_OPTIONS, typeScale } from '../../pipeline/commands/scaleOptions.ts';
import { AS_IS } from '../../pipeline/engine/inputScale.ts';
import { USUAL_SCALES } from '../../pipeline/models/ownModel.ts';
import { errorLine } from '../store/errorLine.ts';

const command: Command<typeof SCALE_OPTIONS> = defineCommand({
  ...{ script: 'pipeline/made.ts', purpose: 'Reads a scale.', options: SCALE_OPTIONS },
  run: async () => 0,
});

/** The scale that a command line gives. */
const read = async (line: string) => readScale(await parseOptions(command, line.split(' ').filter(Boolean)));

test.each([
  ['', AS_IS],
  ['--mean 0.1307 --std 0.3081', { ...AS_IS, mean: 0.1307, std: 0.3081 }],
  ['--range 0..255', { ...AS_IS, high: 255 }],
  ['--range -1..1', { ...AS_IS, low: -1 }],
  ['--range=-0.5..0.5', { ...AS_IS, low: -0.5, high: 0.5 }],
  ['--range=-.5..1e3', { ...AS_IS, low: -0.5, high: 1000 }],
  ['--range 0..255 --mean 33.3 --std 78.6', { ...AS_IS, high: 255, mean: 33.3, std: 78.6 }],
  ['--range -1..1 --mean -0.5 --std 1', { ...AS_IS, low: -1, mean: -0.5 }],
  ['--invert', { ...AS_IS, isInverted: true }],
  ['--no-invert', AS_IS],
])('%j is read', async (line, scale) => {
  expect(await read(line)).toEqual(scale);
});

describe('what makes no sense is refused in one line', () => {
  test.each([
    ['--mean 0.1307', '--mean: expected --std beside it, got none; add --std, or leave both out'],
    ['--std 0.3081', '--std: expected --mean beside it, got none; add --mean, or leave both out'],
    ['--mean 0 --std 0', '--std: expected more than 0, got 0; such as 0.3081'],
    ['--mean 0 --std -1', '--std: expected more than 0, got -1; such as 0.3081'],
    ['--mean x --std 1', "--mean: expected a number, got 'x'; give one such as 2 or 0.5"],
    ['--mean 0,1307 --std 1', "--mean: expected a number, got '0,1307'; give one such as 2 or 0.5"],
    ['--mean 0 --std Infinity', '--std: expected a number, got Infinity; such as 0.3081'],
    [
      '--mean 33.3 --std 78.6',
      '--mean: expected a number in the range 0..1 of the images, got 33.3; if it is of images in 0..255, add --range 0..255',
    ],
    [
      '--range 0..255 --mean -1 --std 1',
      '--mean: expected a number in the range 0..255 of the images, got -1; check --range',
    ],
    ['--range 255', "--range: expected LOW..HIGH, got '255'; such as 0..255 or -1..1"],
    ['--range ..1', "--range: expected LOW..HIGH, got '..1'; such as 0..255 or -1..1"],
    ['--range 0..1..2', "--range: expected LOW..HIGH, got '0..1..2'; such as 0..255 or -1..1"],
    ['--range 0,255', "--range: expected LOW..HIGH, got '0,255'; such as 0..255 or -1..1"],
    [
      '--range 255..0',
      "--range: expected a LOW below HIGH, got '255..0'; for images that are inverted, add --invert",
    ],
    [
      '--range 1..1',
      "--range: expected a LOW below HIGH, got '1..1'; for images that are inverted, add --invert",
    ],
  ])('%s', async (line, message) => {
    expect(await errorLine(() => read(line))).toBe(message);
  });
});

test('a scale without a model is refused by the name of its option', async () => {
  expect(() => refuseScale({}, '--model beside it')).not.toThrow();
  expect(await errorLine(() => refuseScale({ std: 0 }, '--model beside it'))).toBe(
    '--std: expected --model beside it, got none; leave --std out',
  );
});

test('every usual scale is typed as it is read', async () => {
  expect(USUAL_SCALES).toHaveLength(8);
  for (const scale of USUAL_SCALES) expect(await read(typeScale(scale))).toEqual(scale);
});
