import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const section = renderHtml(makeStudy(GRID_SHAPE));
const rows = [...parseHTML(section).document.querySelectorAll('tr')].map((row) =>
  [...row.children].map(({ textContent }) => textContent),
);

test('kinds of non-digit show the largest P of any digit, not that of every digit in turn', () => {
  // The card has 0.03 as intended and 0.04 as largest.
  expect(rows).toContainEqual(['kind', 'kde rejects', 'kde largest P of a digit']);
  expect(rows).toContainEqual(['noise', '97.00%', '0.04']);
});

test('kinds that have a part of a digit show its P in parentheses, and which they are is said', () => {
  expect(rows).toContainEqual(['tiles (new)', '50.00%', '0.40 (0.25)']);
  expect(section).toContain('cut from (tiles), or that its first half is cut from (halves)');
});
