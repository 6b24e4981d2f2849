/** How many images there are of each class, and which classes are missing or rare. */
import { CLASSES } from '../math/images.ts';

/**
 * A class is rare that has less than this share of as many images as it would have if all had the same: of ten classes,
 * less than one image in a hundred. A model can misread every one of them and lose no more than a point of accuracy, so
 * that nothing else would tell.
 */
export const RARE_SHARE = 0.1;

/** Images of each class, by label. Labels are in 0 ... 9. */
export function countClasses(labels: ArrayLike<number>): number[] {
  const counts = Array<number>(CLASSES).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]! += 1;
  return counts;
}

/** Classes of which a set of images has none or few. */
export interface ClassGap {
  /** What the images are for, such as `training`. */
  readonly kind: string;
  /** Which models see no others than these, such as `trainImages 20 and seed 0`; not there where all do. */
  readonly models?: string;
  /** Labels of which there is no image. */
  readonly missing: readonly number[];
  /** Labels of which there are few. */
  readonly rare: readonly { readonly label: number; readonly count: number }[];
  /** As many images as each class would have if all had the same. */
  readonly equalShare: number;
}

/** What is missing or rare among images with these labels; null where nothing is. */
export function findClassGap(kind: string, labels: ArrayLike<number>): ClassGap | null {
  const counts = countClasses(labels);
  const equalShare = labels.length / CLASSES;
  const missing = counts.flatMap((count, label) => (count === 0 ? [label] : []));
  const rare = counts.flatMap((count, label) =>
    count > 0 && count < RARE_SHARE * equalShare ? [{ label, count }] : [],
  );
  return missing.length + rare.length === 0 ? null : { kind, missing, rare, equalShare };
}
