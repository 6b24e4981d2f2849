import { expect, test } from 'vitest';
import { canonicalJson, canonicalJsonParts } from '../../pipeline/study/lockedConfig.ts';

test.each([
  [{}],
  [{ b: 1, a: [], c: {}, 'a"b': null, none: undefined }],
  [{ files: { z: 'x', a: 'y', none: undefined }, list: [{ b: 1, a: 2 }, [3, [4]], 'five'], text: 'ß' }],
  ['a text'],
])('%j in parts is the same text', (value) => {
  for (const levels of [0, 1, 2, 3]) {
    expect([...canonicalJsonParts(value, levels)].join('')).toBe(canonicalJson(value));
  }
});
