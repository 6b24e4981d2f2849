/** The options that say which images a model of one's own was trained on. */
import type { Options } from 'yargs';
import { AS_IS, type InputScale } from '../engine/inputScale.ts';
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

/** What a command line gives to them. */
export interface GivenScale {
  readonly invert?: boolean | undefined;
  readonly range?: string | undefined;
  readonly mean?: number | undefined;
  readonly std?: number | undefined;
}

/** Throws a UserError where one of the options is given; `wanted` is what it would need. */
export function refuseScale(options: GivenScale, wanted: string): void {
  const names = Object.keys(SCALE_OPTIONS) as (keyof GivenScale)[];
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw expected(`--${given}`, wanted, 'none', `leave --${given} out`);
}

/** The scale that was given. Throws a UserError of one line where it makes no sense. */
export function readScale({ invert, range, mean, std }: GivenScale): InputScale {
  const { low, high } = range === undefined ? AS_IS : readRange(range);
  for (const [name, value, other] of [
    ['mean', mean, std],
    ['std', std, mean],
  ] as const) {
    if (value === undefined) continue;
    if (!Number.isFinite(value)) throw expected(`--${name}`, 'a number', String(value), 'such as 0.3081');
    if (other === undefined) {
      const missing = name === 'mean' ? 'std' : 'mean';
      throw expected(`--${name}`, `--${missing} beside it`, 'none', `add --${missing}, or leave both out`);
    }
  }
  if (std !== undefined && std <= 0) throw expected('--std', 'more than 0', String(std), 'such as 0.3081');
  if (mean !== undefined && (mean < low || mean > high)) {
    const next = high === 1 ? 'if it is of images in 0..255, add --range 0..255' : 'check --range';
    throw expected('--mean', `a number in the range ${low}..${high} of the images`, String(mean), next);
  }
  return { isInverted: invert ?? false, low, high, mean: mean ?? AS_IS.mean, std: std ?? AS_IS.std };
}

function readRange(range: string): { low: number; high: number } {
  const [low, high] = range.split('..').map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  const isRange = range.split('..').length === 2 && Number.isFinite(low) && Number.isFinite(high);
  if (!isRange) throw expected('--range', 'LOW..HIGH', `'${range}'`, 'such as 0..255 or -1..1');
  if (low! < high!) return { low: low!, high: high! };
  throw expected('--range', 'a LOW below HIGH', `'${range}'`, 'for images that are inverted, add --invert');
}

/** The options of a scale as they are typed, such as `--mean 0.1307 --std 0.3081`; empty for images as ours. */
export function typeScale({ isInverted, low, high, mean, std }: InputScale): string {
  return [
    ...(isInverted ? ['--invert'] : []),
    ...(low === AS_IS.low && high === AS_IS.high ? [] : [`--range ${low}..${high}`]),
    ...(mean === AS_IS.mean && std === AS_IS.std ? [] : [`--mean ${mean} --std ${std}`]),
  ].join(' ');
}
