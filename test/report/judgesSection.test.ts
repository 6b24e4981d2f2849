import { parseHTML } from 'linkedom';
import { describe, expect, it, test } from 'vitest';
import { chooseNoiseCurve } from '../../pipeline/report/equivalentNoise.ts';
import { judgesSection } from '../../pipeline/report/judgesSection.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import type { JudgeName } from '../../pipeline/study/judgeNames.ts';
import type { PanelCard } from '../../pipeline/study/records.ts';
import { makeCard, makeMeasurements } from '../judging/madeCard.ts';
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

describe('the scores of real digits in noise', () => {
  it('of one judge are its own, in bold and under its name', () => {
    const { text, lines, labels } = readNoise(['kde']);
    expect(text).toContain('Real digits score 0.90 as they are, 0.60 with a quarter');
    expect(text).toContain('where kde’s curve has that height');
    expect(lines).toEqual(['bold']);
    expect(labels).toEqual(['kde']);
  });

  it('of judges that were never measured together are each judge’s own, and no others', () => {
    const { text, lines, labels } = readNoise(['kde', 'cnn']);
    expect(text).toContain('These judges were never measured together');
    expect(text).not.toMatch(/Real digits score|Equivalent noise/);
    expect(lines).toEqual(['thin', 'thin']);
    expect(labels).toEqual(['kde', 'cnn']);
  });

  it('of a panel that was measured are the panel’s in bold beside each judge’s', () => {
    const { text, lines, labels } = readNoise(['kde', 'mixture', 'cnn'], PANEL);
    expect(text).toContain('Real digits score 0.90 as they are, 0.60 with a quarter');
    expect(text).toContain('where the panel’s curve has that height');
    expect(lines).toEqual(['thin', 'thin', 'thin', 'bold']);
    expect(labels).toEqual(['kde', 'mixture', 'cnn', 'panel']);
  });
});

/** Scores at every 5% of flipped pixels, as frozen cards have them. */
const FINE_CURVE = Array.from({ length: 11 }, (_, k) => ({
  flipRate: k / 20,
  recognisability: 0.9 - 0.06 * k,
}));

const PANEL: PanelCard = { scoreVersion: 'all-0123abcd', ...makeMeasurements(), noiseCurve: FINE_CURVE };

/** What the figure of the noise curves says and draws in a study with these judges: its lines, and the names on them. */
function readNoise(names: readonly JudgeName[], panel: PanelCard | null = null) {
  const judges = names.map((name) => ({ ...makeCard(name), noiseCurve: FINE_CURVE }));
  const noiseCurve = chooseNoiseCurve(panel, judges);
  const whole = judgesSection({ ...makeStudy(GRID_SHAPE), judges, panel, noiseCurve }).markup;
  expect(whole).not.toContain('NaN');
  const figure = [...parseHTML(whole).document.querySelectorAll('figure')].at(-1)!;
  return {
    text: figure.textContent,
    lines: [...figure.querySelectorAll('[aria-label="line"]')].map((line) =>
      line.getAttribute('stroke-width') === '3' ? 'bold' : 'thin',
    ),
    labels: [...figure.querySelectorAll('[aria-label="text"] text')].map(({ textContent }) => textContent),
  };
}
