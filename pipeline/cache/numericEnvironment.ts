/** What of this machine decides the bits of a result: the processor under a native engine, and Node's functions of Math. */
import { cpus } from 'node:os';
import { sha256 } from '../store/files.ts';
import { describeProcessor } from '../store/machine.ts';
import type { EngineName } from '../study/config.ts';
import { ENGINES } from './stages.ts';

/** Functions whose last bit is left to the JavaScript engine (ECMA-262, 21.3.2), of one argument. */
const FUNCTIONS = [
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'cbrt'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'atanh'],
] as const satisfies readonly (keyof Math)[];

/** Arguments, from 1e-6 to 560 at a constant ratio, and their negatives: no result is a denormal number, which may count as 0. */
const ARGUMENTS = Array.from({ length: 96 }, (_, step) => 1e-6 * Math.exp(step * 0.212)).flatMap((value) => [
  value,
  -value,
]);

/** A NaN has many bit patterns, none of which means anything. */
const withoutNaN = (y: number) => (Number.isNaN(y) ? 0 : y);

let math: string | undefined;

/** The first 12 digits of the SHA-256 of what the functions of Math give: the same in two versions of Node exactly where these are. */
export function probeMath(): string {
  math ??= sha256(
    new Uint8Array(
      Float64Array.from(FUNCTIONS.flatMap((name) => ARGUMENTS.map((x) => withoutNaN(Math[name](x))))).buffer,
    ),
  ).slice(0, 12);
  return math;
}

/** What decides the bits under an engine, by name. */
export function describeNumerics(
  engine: EngineName,
  runtime: string,
): Readonly<Record<'runtime' | 'math' | 'processor', string>> | Readonly<Record<'runtime' | 'math', string>> {
  const common = { runtime, math: probeMath() };
  if (!ENGINES[engine].isNative) return common;
  const features = describeProcessor();
  const processor = `${process.platform}-${process.arch} ${features ?? `those of ${cpus()[0]?.model ?? 'unknown'}`}`;
  return { ...common, processor };
}
