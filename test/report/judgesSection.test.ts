import { parseHTML } from 'linkedom';
import { describe, expect, it, test } from 'vitest';
import { chooseNoiseCurve } from '../../pipeline/report/equivalentNoise.ts';
import { judgesSection } from '../../pipeline/report/judgesSection.ts';
import { describeConsistency } from '../../pipeline/report/judgeTables.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import type { JudgeName } from '../../pipeline/study/judgeNames.ts';
import type { FamilyAgreement, PanelCard } from '../../pipeline/study/records.ts';
import { makeCard, makeMeasurements } from '../judging/madeCard.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const section = renderHtml(makeStudy(GRID_SHAPE));
const rows = [...parseHTML(section).document.querySelectorAll('tr')].map((row) =>
  [...row.children].map(({ textContent }) => textContent),
);

test('kinds of non-digit show the largest P of any digit, not that of every digit in turn', () => {
  // The card has 0.03 as intended and 0.04 as largest.
  expect(rows).toContainEqual(['kind', 'cnn rejects', 'cnn largest P of a digit']);
  expect(rows).toContainEqual(['noise', '97.00%', '0.04']);
});

test('kinds that have a part of a digit show its P in parentheses, and which they are is said', () => {
  expect(rows).toContainEqual(['tiles (new)', '50.00%', '0.40 (0.25)']);
  expect(section).toContain('cut from (tiles), or that its first half is cut from (halves)');
});

test('every idea is counted in the fifth that its score lies in, beside how right scores are there', () => {
  const { ideas } = makeStudy(GRID_SHAPE);
  const at = rows.findIndex(([name, second]) => name === 'score' && second === 'ideas');
  const fifths = rows.slice(at + 1, at + 6);
  const counts = fifths.map(([, count]) => Number(/^\d+/.exec(count!)![0]));
  const low = ideas.filter(({ recognisability }) => recognisability < 0.2).length;
  expect(counts[0]).toBe(low);
  expect(counts.reduce((a, b) => a + b)).toBe(ideas.length);
});

describe('the scores of real digits in noise', () => {
  it('of one judge are its own, in bold and under its name', () => {
    const { text, lines, labels } = readNoise(['cnn']);
    expect(text).toContain('Real digits score 0.90 as they are, 0.60 with a quarter');
    expect(text).toContain('where cnn’s curve has that height');
    expect(lines).toEqual(['pale', 'bold']);
    expect(labels).toEqual(['cnn']);
  });

  it('of judges that were never measured together are each judge’s own, and no others', () => {
    const { text, lines, labels } = readNoise(['mixture', 'cnn']);
    expect(text).toContain('These judges were never measured together');
    expect(text).not.toMatch(/Real digits score|Equivalent noise/);
    expect(lines).toEqual(['thin', 'thin']);
    expect(labels).toEqual(['mixture', 'cnn']);
  });

  it('of a panel that was measured are the panel’s in bold beside each judge’s', () => {
    const { text, lines, labels } = readNoise(['cnn', 'mixture'], PANEL);
    expect(text).toContain('Real digits score 0.90 as they are, 0.60 with a quarter');
    expect(text).toContain('where the panel’s curve has that height');
    expect(lines).toEqual(['pale', 'thin', 'thin', 'bold']);
    expect(labels).toEqual(['cnn', 'mixture', 'panel']);
  });
});

describe('tables of what was measured', () => {
  const judges = [makeCard('cnn')];
  const whole = judgesSection({ ...makeStudy(GRID_SHAPE), judges, panel: PANEL }).markup;
  const cells = [...parseHTML(whole).document.querySelectorAll('tr')].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );

  it('say how far P(intended) is off where it lies, and by the share of digits', () => {
    expect(cells).toContainEqual(['panel', '', '', '', '0.050 (40)', '0.000 (60)']);
    expect(cells).toContainEqual(['share of digits', '10%', '60%']);
    expect(cells).toContainEqual(['panel', '0.040 (0.070)', '0.040 (0.070)']);
  });

  it('say what damage and small changes do', () => {
    expect(cells).toContainEqual(['patches', '0.80 (4%)', '0.60 (7%)']);
    expect(cells).toContainEqual(['panel', '0.004', '0.012', '0.008', '0.95', '0.94']);
  });

  it('say how alike families err, and which the most', () => {
    expect(cells).toContainEqual([
      ...['network and density', '90% and 75%', '0.41 (0.31 to 0.50)'],
      ...['0.50 (0.40 to 0.60)', '0.70 (0.65 to 0.75)'],
    ]);
    expect(cells).toContainEqual([
      ...['network and shape', '90% and 75%', '−0.09 (−0.19 to 0.00)'],
      ...['0.50 (0.40 to 0.60)', 'undefined'],
    ]);
    expect(whole).toContain(
      'Families of judges do not err independently: the most alike are network and density, with a kappa of 0.41',
    );
    expect(describeConsistency(AGREEMENT.slice(1))).toContain('err nearly independently');
  });

  it('say nothing of families where the judges were never measured together', () => {
    expect(judgesSection({ ...makeStudy(GRID_SHAPE), judges, panel: null }).markup).not.toContain('kappa');
  });
});

/** Scores at every 5% of flipped pixels, as frozen cards have them. */
const FINE_CURVE = Array.from({ length: 11 }, (_, k) => ({
  flipRate: k / 20,
  recognisability: 0.9 - 0.06 * k,
}));

/** Two families that err alike, and two that do not. */
const AGREEMENT: FamilyAgreement[] = (['density', 'shape'] as const).map((second, k) => ({
  families: ['network', second],
  images: 1200,
  accuracies: [0.9, 0.75],
  kappa: 0.41 - 0.5 * k,
  kappaInterval: [0.31 - 0.5 * k, 0.5 - 0.5 * k],
  pooledKappa: 0.5,
  pooledKappaInterval: [0.4, 0.6],
  correlation: k === 0 ? 0.7 : null,
  correlationInterval: k === 0 ? [0.65, 0.75] : null,
}));

const PANEL: PanelCard = {
  scoreVersion: 'all-0123abcd',
  ...makeMeasurements(),
  noiseCurve: FINE_CURVE,
  agreement: AGREEMENT,
};

/** What a line is by its width: pale is the study's own where much noise may be seen through. */
const LINES: Readonly<Record<string, string>> = { '3': 'bold', '5': 'pale' };

/** What the figure of the noise curves says and draws in a study with these judges: its lines, and the names on them. */
function readNoise(names: readonly JudgeName[], panel: PanelCard | null = null) {
  const judges = names.map((name) => ({ ...makeCard(name), noiseCurve: FINE_CURVE }));
  const noiseCurve = chooseNoiseCurve(panel, judges);
  const whole = judgesSection({ ...makeStudy(GRID_SHAPE), judges, panel, noiseCurve }).markup;
  expect(whole).not.toContain('NaN');
  const figure = [...parseHTML(whole).document.querySelectorAll('figure')].at(-1)!;
  return {
    text: figure.textContent,
    lines: [...figure.querySelectorAll('[data-mark="line"]')].map(
      (line) => LINES[line.getAttribute('stroke-width') ?? ''] ?? 'thin',
    ),
    labels: [...figure.querySelectorAll('[data-mark="text"] text')].map(({ textContent }) => textContent),
  };
}
