/** The options that say which images a model of one's own was trained on. */
import type { Options } from 'yargs';
import type { InputScale } from '../engine/inputScale.ts';
import { type GivenScale, readScale as readGivenScale } from '../models/givenScale.ts';
import { expected } from '../study/errors.ts';

const GROUP =
  'The images that the model in the file was trained on, x in 0..1, white ink on black, in this order; folded into its first layer:';

/** The options, by name. None has a default, so that one that is given can be told. */
export const SCALE_OPTIONS = {
  invert: { type: 'boolean', group: GROUP, describe: "Inverted: x' = 1 - x, black ink on white" },
  range: {
    type: 'string',
    // Not `requiresArg`, which takes -1..1 for an option.
    nargs: 1,
    group: GROUP,
    describe: "LOW..HIGH, such as 0..255 or -1..1: x'' = LOW + (HIGH - LOW) x' [default: 0..1]",
  },
  mean: {
    type: 'number',
    requiresArg: true,
    group: GROUP,
    describe: "Normalised with --std, such as 0.1307 and 0.3081: z = (x'' - MEAN) / STD [default: 0]",
  },
  std: { type: 'number', requiresArg: true, group: GROUP, describe: 'See --mean [default: 1]' },
} as const satisfies Readonly<Record<string, Options>>;

/** Throws a UserError where one of the options is given; `wanted` is what it would need. */
export function refuseScale(options: GivenScale, wanted: string): void {
  const names = Object.keys(SCALE_OPTIONS) as (keyof GivenScale)[];
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw expected(`--${given}`, wanted, 'none', `leave --${given} out`);
}

/** The scale that was given. Throws a UserError of one line where it makes no sense. */
export function readScale(given: GivenScale): InputScale {
  return readGivenScale(given, (key) => `--${key}`);
}

export { typeScale } from '../models/givenScale.ts';
