import { describe, expect, test } from 'vitest';
import { measureAccuracy } from '../../pipeline/engine/accuracy.ts';
import { CLASSES } from '../../pipeline/math/images.ts';

describe('accuracy', () => {
  /** A row of ten logits with these values at these digits, and 0 elsewhere. */
  const row = (entries: Record<number, number>) => Array.from({ length: CLASSES }, (_, k) => entries[k] ?? 0);

  test('is the share of rows whose largest logit is the label', () => {
    const logits = Float32Array.from([row({ 3: 1 }), row({ 0: -1, 9: 2, 8: 1 }), row({ 5: 4 })].flat());
    expect(measureAccuracy(logits, Uint8Array.of(3, 9, 4))).toBe(2 / 3);
    expect(measureAccuracy(logits, Uint8Array.of(0, 8, 4))).toBe(0);
  });

  test('takes the first of equal logits, also where all are negative', () => {
    const logits = Float32Array.from(
      [row({ 4: 1, 7: 1 }), row({}).map((_, k) => -Math.abs(k - 6) - 1)].flat(),
    );
    expect(measureAccuracy(logits, Uint8Array.of(4, 6))).toBe(1);
    expect(measureAccuracy(logits, Uint8Array.of(7, 0))).toBe(0);
  });
});
