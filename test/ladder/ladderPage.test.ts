import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { renderLadder } from '../../pipeline/ladder/ladderPage.ts';
import type { LadderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import { describeLadder } from '../../pipeline/ladder/verdict.ts';
import { makeRecord, SCORES } from './madeLadder.ts';
import { makeSecondRecord } from './second/madeSecond.ts';

const second = { record: makeSecondRecord(), run: 'A run.' };
const render = (record: LadderRecord) => renderLadder(record, second);
const open = (record: LadderRecord) => parseHTML(render(record)).document;

describe('the page', () => {
  const page = open(makeRecord(0.95));

  test('says that all holds where it does, and has a section a rung', () => {
    expect(page.querySelectorAll('.answer')[1]!.textContent).toBe(
      'First ladder: Panel cnn-01234567: of the expectations stated before the first run, all 10 hold; of those added later, all 13 hold (2 more cannot be decided without people). On rung 4, where about 0 is expected, the 5 images that do fool a judge score 0.050 on average with the others.',
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
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatch(/Real digits with as many pixels flipped as it takes.*0\.800.*plainly seen/);
    expect(undecided.querySelector('#failures')!.textContent).toContain('neither the panel nor any judge');
    const cells = [...undecided.querySelectorAll('#rung-4 .undecided')].map(({ textContent }) => textContent);
    expect(cells.filter((text) => text === '0.800 undecided (0.700 to 0.900)')).toHaveLength(2);
    expect(describeLadder(record).slice(1)).toHaveLength(2);
  });

  test('shows examples of every kind and loads nothing', () => {
    const examples = [...page.querySelectorAll('[id^=rung-] .kind figure')];
    expect(examples).toHaveLength(2 * SCORES.length);
    for (const example of examples) {
      expect(example.textContent).toBe('3 0.25');
      expect(example.querySelector('img')!.getAttribute('alt')).toBe('Meant to be 3, P 0.25');
    }
    const record = makeRecord(0.95);
    record.kinds[0]!.kind = 'turned & twisted';
    const text = render(record);
    expect(text).not.toMatch(/<script|src="http|turned & twisted/);
    expect(text).toContain('turned &amp; twisted');
  });

  test('marks expectations that were added later, and says what else was changed', () => {
    const marked = [...page.querySelectorAll('[id^=rung-] td, [id^=rung-] th')].filter((cell) =>
      cell.textContent!.endsWith('Added later.'),
    );
    expect(marked).toHaveLength(15);
    expect(page.querySelector('#history')!.textContent).toContain('plain mean of its judges');
    expect(render(makeRecord(0.95))).not.toMatch(/fixed beforehand|before anything was measured/);
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
    expect(open(record).querySelectorAll('.answer')[1]!.textContent!.includes(words)).toBe(isSmall);
    expect(describeLadder(record)[0]!.includes(words)).toBe(isSmall);
  });

  test('says of attacks that never succeeded that they came to nothing, neither held nor failed', () => {
    const record = makeRecord(0.95);
    const noise = record.expectations.find(({ statement }) => statement.startsWith('Noise made to fool'))!;
    noise.panel = { measured: null, interval: null, holds: null };
    record.kinds.find(({ kind }) => kind.startsWith('from noise'))!.fooled = 0;
    const text = open(record).querySelector('#rung-4')!.textContent!;
    expect(text).toContain('No attack succeeded.');
    expect(text).toContain('Never fools other.');
    expect(describeLadder(record)[0]).toContain(
      'before the first run, none of 10 fails (1 not measured, since no attack succeeded)',
    );
    expect(describeLadder(record)[1]).toMatch(/^not measured, rung 4: Noise made to fool another judge/);
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
        'before the first run, 1 of 10 fail, on rung 9; of those added later, all 13 hold (2 more',
      ),
      'panel fails rung 9: The lowest mean of its kinds is at least 0.93. Measured: 0.900 (0.900 to 0.900)',
      'cnn fails rung 9: The lowest mean of its kinds is at least 0.93. Measured: 0.900 (0.900 to 0.900)',
      ...Array.from({ length: 2 }, () =>
        expect.stringMatching(/^undecided without people, rung 4: .* Measured: 0\.050 \(0\.050 to 0\.050\)$/),
      ),
    ]);
  });
});
