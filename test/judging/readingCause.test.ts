/** Why the cnn cannot read real digits that were changed: the check finds it by trying. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../pipeline/engine/openEngine.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { checkJudges, findCause } from '../../pipeline/judging/judgesCheck.ts';
import type { Panel } from '../../pipeline/judging/panel.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import type { JudgesCheck } from '../../pipeline/study/records.ts';
import { readDigits } from './digits.ts';

const DIGITS = readDigits('t10k', 0, 100);

/** The digits, pixel (x, y) of each taken from another, and dark on white where they are inverted. */
function change(from: (x: number, y: number) => readonly [x: number, y: number], isInverted = false) {
  const images = DIGITS.images.map((_, at) => {
    const [x, y] = from(at % SIDE, Math.floor((at % PIXELS) / SIDE));
    const value = DIGITS.images[at - (at % PIXELS) + y * SIDE + x]!;
    return isInverted ? 255 - value : value;
  });
  return { images, labels: DIGITS.labels };
}

let panel: Panel;
let unchanged: JudgesCheck;
beforeAll(async () => {
  panel = await openFrozenPanel(await openEngine('onnx'), await readFrozenPanel(['cnn']));
  unchanged = await checkJudges(panel, DIGITS);
});
afterAll(() => panel.dispose());

test('digits as they should be are read, and nothing is tried', () => {
  expect(unchanged.right).toBeGreaterThan(0.95);
  expect(unchanged).toMatchObject({ relabelled: null, undone: [] });
});

const LAST = SIDE - 1;

// A quarter turn to the left brings the right edge to the top.
test.each([
  ['transposed', change((x, y) => [y, x])],
  ['inverted', change((x, y) => [x, y], true)],
  ['transposed-and-inverted', change((x, y) => [y, x], true)],
  ['mirrored', change((x, y) => [LAST - x, y])],
  ['upside-down', change((x, y) => [x, LAST - y])],
  ['half-turned', change((x, y) => [LAST - x, LAST - y])],
  ['turned-left', change((x, y) => [LAST - y, x])],
  ['turned-right', change((x, y) => [y, LAST - x])],
])('digits that are %s are not read, and with that undone as well as they were', async (name, images) => {
  const check = await checkJudges(panel, images);
  expect(check.right).toBeLessThan(0.6);
  expect(findCause(check)).toEqual({ kind: 'changed', change: name, right: unchanged.right });
  expect(check.undone.at(-1)!.change).toBe(name);
});

test('of digits whose pixels are shuffled no cause is found', async () => {
  const shuffled = change((x, y) => [(3 * x + 2 * y) % SIDE, (2 * x + 3 * y) % SIDE]);
  expect(findCause(await checkJudges(panel, shuffled))).toEqual({ kind: 'unknown' });
});
