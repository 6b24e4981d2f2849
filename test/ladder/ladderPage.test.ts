import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { LadderKindName, Rung } from '../../pipeline/ladder/kinds.ts';
import { renderLadder } from '../../pipeline/ladder/ladderPage.ts';
import type { LadderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import { ladderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import {
  computePsychometric,
  summariseFooling,
  summariseSpread,
  testExpectations,
} from '../../pipeline/ladder/testExpectations.ts';
import { describeLadder } from '../../pipeline/ladder/verdict.ts';
import { openStream } from '../../pipeline/math/streams.ts';

const SCORES: readonly [rung: Rung, kind: LadderKindName, score: number][] = [
  [1, 'blank', 0.01],
  [2, 'ideas of untrained models', 0.01],
  [3, 'wrong digit', 0.01],
  [4, 'few flips in noise against other', 0.05],
  [4, 'few flips against other', 0.05],
  [4, 'few flips afar against other', 0.05],
  [4, 'many flips against other', 0.05],
  [4, 'from noise against other', 0.05],
  [5, '0% flipped', 0.95],
  [5, '50% flipped', 0.05],
  [6, 'overlaid', 0.4],
  [7, 'turned', 0.9],
  [8, 'ordinary ideas', 0.3],
  [8, 'ideas after noise', 0.5],
  [8, 'class means', 0.8],
  [9, 'real, grey', 0.95],
];

/** A record of a ladder with the judge kde, whose scores are those above, but for real digits. */
function makeRecord(real: number, images = 500): LadderRecord {
  const scored = SCORES.map(([rung, kind, score]) => {
    const scores = Float64Array.of(rung === 9 ? real : score);
    const attacked = rung === 4 ? 'other' : null;
    const flipRate = rung === 5 ? Number(kind.split('%')[0]) / 100 : null;
    return {
      rung,
      kind,
      attacked,
      flipRate,
      groupSize: 1,
      panel: scores,
      judges: { kde: scores, other: Float64Array.of(0.9) },
    };
  });
  const pixels = Buffer.from(new Uint8Array(784).fill(7)).toString('base64');
  const example = { pixels, digit: 3, panel: 0.25 };
  return ladderRecord.parse({
    scoreVersion: 'kde-01234567',
    seed: 0,
    images,
    judges: ['kde'],
    kinds: scored.map(({ rung, kind, attacked, panel, ...rest }) => ({
      rung,
      kind,
      description: `Images of the kind ${kind}.`,
      images: 1,
      attacked,
      fooled: attacked === null ? null : 0.25,
      fooling: attacked === null ? null : summariseFooling({ rung, kind, attacked, panel, ...rest }),
      panel: summariseSpread(panel),
      judges: { kde: summariseSpread(panel) },
      notDigit: { kde: 0.5 },
      examples: [example, example],
    })),
    expectations: testExpectations(scored, ['kde'], openStream(0, 'test/bootstrap'), 20),
    adjacent: [{ lower: 1, upper: 2, panel: 0.5, judges: { kde: 0.75 } }],
    psychometric: computePsychometric(scored, ['kde'], [0, 0.5]),
  });
}
const open = (record: LadderRecord) => parseHTML(renderLadder(record)).document;

describe('the page', () => {
  const page = open(makeRecord(0.95));

  test('says that all holds where it does, and has a section a rung', () => {
    expect(page.querySelector('.answer')!.textContent).toBe(
      'Panel kde-01234567: of the expectations stated before the first run, all 9 hold (1 more cannot be decided without people); of those added later, all 13 hold (2 more cannot be decided without people). On rung 4, where about 0 is expected, the 5 images that do fool a judge score 0.050 on average with the others.',
    );
    expect(page.querySelector('#failures')!.textContent).toContain('neither the panel nor any judge');
    for (let rung = 1; rung <= 9; rung++) expect(page.querySelector(`#rung-${rung} table`)).not.toBeNull();
  });

  test('prints what only people can decide with its figures and the reason, neither held nor failed', () => {
    // Far above the limit of 0.10.
    const record = makeRecord(0.95);
    for (const each of record.expectations) {
      if (each.undecided !== null) each.panel = { measured: 0.8, interval: [0.7, 0.9], holds: false };
    }
    const undecided = open(record);
    const rows = [...undecided.querySelectorAll('#undecided tbody tr')].map(
      ({ textContent }) => textContent!,
    );
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatch(/Noise made to fool another judge.*0\.800.*plainly seen/);
    expect(undecided.querySelector('#failures')!.textContent).toContain('neither the panel nor any judge');
    const cells = [...undecided.querySelectorAll('#rung-4 .undecided')].map(({ textContent }) => textContent);
    expect(cells.filter((text) => text === '0.800 undecided (0.700 to 0.900)')).toHaveLength(3);
    expect(describeLadder(record).slice(1)).toHaveLength(3);
  });

  test('shows examples of every kind and loads nothing', () => {
    const examples = [...page.querySelectorAll('.kind figure')];
    expect(examples).toHaveLength(2 * SCORES.length);
    for (const example of examples) {
      expect(example.textContent).toBe('3 0.25');
      expect(example.querySelector('img')!.getAttribute('alt')).toBe('Meant to be 3, P 0.25');
    }
    const record = makeRecord(0.95);
    record.kinds[0]!.kind = 'turned & twisted';
    const text = renderLadder(record);
    expect(text).not.toMatch(/<script|src="http|turned & twisted/);
    expect(text).toContain('turned &amp; twisted');
  });

  test('marks expectations that were added later, and says what else was changed', () => {
    const marked = [...page.querySelectorAll('[id^=rung-] td, [id^=rung-] th')].filter((cell) =>
      cell.textContent!.endsWith('Added later.'),
    );
    expect(marked).toHaveLength(15);
    expect(page.querySelector('#history')!.textContent).toContain('plain mean of its judges');
    expect(renderLadder(makeRecord(0.95))).not.toMatch(/fixed beforehand|before anything was measured/);
  });

  test('tells images that fool a judge from those that do not', () => {
    const row = [...page.querySelectorAll('#rung-4 tr')].find(
      ({ textContent }) => textContent!.includes('1 of 1') && textContent!.includes('few flips'),
    );
    expect(row!.textContent).toContain('0.05');
    expect(page.querySelector('#rung-5')!.textContent).not.toContain('did fool');
  });

  test.each([
    [499, true],
    [500, false],
  ])('with %d images says of a small run that it is one: %s', (images, isSmall) => {
    const record = makeRecord(0.95, images);
    const words = 'This is a small run: 499 images';
    expect(open(record).querySelector('.answer')!.textContent!.includes(words)).toBe(isSmall);
    expect(describeLadder(record)[0]!.includes(words)).toBe(isSmall);
  });

  test('marks where real digits fall through one half', () => {
    expect(page.querySelector('#rung-5 svg')!.getAttribute('aria-label')).toContain('panel at 25.00%');
  });

  test('lists what fails, by the panel and by judge', () => {
    const record = makeRecord(0.9);
    const rows = [...open(record).querySelectorAll('#failures tbody tr')].map((row) => row.textContent);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('panel');
    expect(rows[1]).toContain('0.900');
    expect(describeLadder(record)).toEqual([
      expect.stringContaining(
        'before the first run, 1 of 9 fail, on rung 9 (1 more cannot be decided without people); of those added later, all 13 hold (2 more',
      ),
      'panel fails rung 9: The lowest mean of its kinds is at least 0.93. Measured: 0.900 (0.900 to 0.900)',
      'kde fails rung 9: The lowest mean of its kinds is at least 0.93. Measured: 0.900 (0.900 to 0.900)',
      ...Array.from({ length: 3 }, () =>
        expect.stringMatching(/^undecided without people, rung 4: .* Measured: 0\.050 \(0\.050 to 0\.050\)$/),
      ),
    ]);
  });
});
