/** The levels at which a study can be as expected, each of which has those after it, and the exit codes of make verify. */
import type { Environment } from '../study/environment.ts';

/** Identical bytes; numbers within tolerance; the same conclusions. */
export const LEVELS = ['identical', 'numbers', 'conclusions'] as const;
export type Level = (typeof LEVELS)[number];

/** What each level says of a study. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  identical: 'identical bytes',
  numbers: 'numbers within tolerance',
  conclusions: 'the same conclusions',
};

/**
 * Exit codes beside 0 (as asked), 1 (a fault of ours) and 2 (what the user can mend), by what still holds: numbers,
 * conclusions, or nothing.
 */
const EXIT_CODES = { numbers: 3, conclusions: 4, none: 5 } as const;

/** The exit code where `asked` was asked for and `reached` holds; null where none does. */
export function exitCodeOf(asked: Level, reached: Level | null): number {
  if (isAsGood(reached, asked)) return 0;
  return EXIT_CODES[reached === 'numbers' || reached === 'conclusions' ? reached : 'none'];
}

/** Whether a level that was reached is at least the one `asked` for. */
export function isAsGood(reached: Level | null, asked: Level): boolean {
  return reached !== null && LEVELS.indexOf(reached) <= LEVELS.indexOf(asked);
}

/** The engine that gives the same bytes on every machine. */
const PORTABLE_ENGINE = 'onnx-wasm';

/**
 * The best level that can be asked of what is computed in the environment `here`: identical bytes under the engine onnx-wasm,
 * and under others on the kind of machine that the expected results are from; else numbers.
 */
export function bestLevel(there: Environment, here: Environment): Level {
  if (there.engine !== here.engine || there.runtime !== here.runtime) return 'numbers';
  if (here.engine === PORTABLE_ENGINE) return 'identical';
  const kindOf = ({ platform, processor, processorFeatures }: Environment) =>
    JSON.stringify([platform, processor, processorFeatures]);
  return kindOf(there) === kindOf(here) ? 'identical' : 'numbers';
}
