/** Which images a model that was trained elsewhere takes, as it is said on a command line or in a config. */
import { AS_IS, type InputScale } from '../engine/inputScale.ts';
import { expected } from '../study/errors.ts';

/** What is said of them. */
export interface GivenScale {
  readonly invert?: boolean | undefined;
  readonly range?: string | undefined;
  readonly mean?: number | undefined;
  readonly std?: number | undefined;
}

/**
 * The scale that was given; `nameKey`: what a key is called where it was said, such as `--mean`. Throws a UserError of one line where
 * it makes no sense.
 */
export function readScale(
  { invert, range, mean, std }: GivenScale,
  nameKey: (key: keyof GivenScale) => string,
): InputScale {
  const { low, high } = range === undefined ? AS_IS : readRange(range, nameKey('range'), nameKey('invert'));
  for (const [name, value, pair] of [
    ['mean', mean, std],
    ['std', std, mean],
  ] as const) {
    if (value === undefined) continue;
    if (!Number.isFinite(value)) throw expected(nameKey(name), 'a number', String(value), 'such as 0.3081');
    if (pair === undefined) {
      const other = nameKey(name === 'mean' ? 'std' : 'mean');
      throw expected(nameKey(name), `${other} beside it`, 'none', `add ${other}, or leave both out`);
    }
  }
  if (std !== undefined && std <= 0)
    throw expected(nameKey('std'), 'more than 0', String(std), 'such as 0.3081');
  if (mean !== undefined && (mean < low || mean > high)) {
    const key = nameKey('range');
    const next = high === 1 ? `if it is of images in 0..255, add ${key} 0..255` : `check ${key}`;
    throw expected(
      nameKey('mean'),
      `a number in the range ${low}..${high} of the images`,
      String(mean),
      next,
    );
  }
  return { isInverted: invert ?? false, low, high, mean: mean ?? AS_IS.mean, std: std ?? AS_IS.std };
}

function readRange(range: string, key: string, invert: string): { low: number; high: number } {
  const [low, high] = range.split('..').map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  const isRange = range.split('..').length === 2 && Number.isFinite(low) && Number.isFinite(high);
  if (!isRange) throw expected(key, 'LOW..HIGH', `'${range}'`, 'such as 0..255 or -1..1');
  if (low! < high!) return { low: low!, high: high! };
  throw expected(key, 'a LOW below HIGH', `'${range}'`, `for images that are inverted, add ${invert}`);
}

/** The options of a scale as they are typed, such as `--mean 0.1307 --std 0.3081`; empty for images as ours. */
export function typeScale({ isInverted, low, high, mean, std }: InputScale): string {
  return [
    ...(isInverted ? ['--invert'] : []),
    ...(low === AS_IS.low && high === AS_IS.high ? [] : [`--range ${low}..${high}`]),
    ...(mean === AS_IS.mean && std === AS_IS.std ? [] : [`--mean ${mean} --std ${std}`]),
  ].join(' ');
}
