/** The classes of a model of one's own: the ten digits unless it is said otherwise. */
import type { LabelledImages } from '../engine/engine.ts';
import { CLASSES, DIGITS, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { expected } from '../study/errors.ts';

/** The classes in the order of the model's outputs. */
export interface Classes {
  readonly names: readonly string[];
  /** The digit that each class is; null where any is none: MNIST then says nothing of the model. */
  readonly digits: readonly number[] | null;
}

export const DIGIT_CLASSES: Classes = { names: DIGITS.map(String), digits: DIGITS };

/**
 * The classes that were given for a model of so many outputs: their number, or their names with commas between; classes whose
 * names are all digits are those digits; `key`: what they are called where they were given. Throws a UserError for another number
 * than the model's, and for a name that comes twice.
 */
export function readClasses(given: string | undefined, outputs: number, key = '--classes'): Classes {
  if (given === undefined) {
    if (outputs === CLASSES) return DIGIT_CLASSES;
    throw expected(
      key,
      `names of the model's ${outputs} outputs`,
      'none',
      `add ${key} ${outputs}, or their names with commas between`,
    );
  }
  const names = listNames(given);
  if (names.length !== outputs) {
    const wanted = `one for each of the model's ${outputs} outputs`;
    throw expected(key, wanted, `${names.length}`, `such as ${key} ${outputs}`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at || !/^[\w+-]+$/.test(name));
  if (twice !== undefined) {
    const wanted = 'names of letters, figures, _, + and -, each once';
    throw expected(key, wanted, `'${twice}'`, `such as ${key} shirt,coat,bag`);
  }
  return { names, digits: names.every((name) => /^\d$/.test(name)) ? names.map(Number) : null };
}

function listNames(given: string): string[] {
  if (!/^\d+$/.test(given)) return given.split(',').map((name) => name.trim());
  // More than any set of such images has.
  return Array.from({ length: Math.min(Number(given), 10_000) }, (_, at) => String(at));
}

/** The images of the classes' digits, labelled by class. */
export function selectImages({ images, labels }: LabelledImages, digits: readonly number[]): LabelledImages {
  if (digits.length === CLASSES && digits.every((digit, at) => digit === at)) return { images, labels };
  const rows = Array.from(labels.keys()).filter((row) => digits.includes(labels[row]!));
  const selected = new Uint8Array(rows.length * PIXELS);
  rows.forEach((row, at) => {
    selected.set(rowOf(images, row, PIXELS), at * PIXELS);
  });
  return { images: selected, labels: Uint8Array.from(rows, (row) => digits.indexOf(labels[row]!)) };
}
