/** Evidence with made numbers. */
import type { Evidence } from '../../pipeline/judging/evidenceModel.ts';
import { CLASSES } from '../../pipeline/math/images.ts';

/** Evidence about one image that is 0 but for the digits given; what speaks for "not a digit" may be several numbers. */
export function evidenceOf(
  digits: Readonly<Record<number, number>>,
  none: number | readonly number[] = 0,
  noisiness = 0,
): Evidence {
  return {
    digits: Float64Array.from({ length: CLASSES }, (_, digit) => digits[digit] ?? 0),
    none: Float64Array.from([none].flat()),
    noisiness: Float64Array.of(noisiness),
  };
}
