import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { PlaygroundEntries } from '../../pipeline/playground/packed.ts';
import { describeRounding } from '../../pipeline/playground/playgroundSection.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';
import { makeEntry, makePlayground } from './madePlayground.ts';

const study = makeStudy(GRID_SHAPE);

describe('a report with a playground', () => {
  const playground = makePlayground('let x = 1;', [makeEntry({ title: '</script><b>' }), makeEntry()]);
  const page = renderHtml(study, { playground });
  const { document } = parseHTML(page);

  test('allows its script to run, and no other', () => {
    const policy = document
      .querySelector('meta[http-equiv=Content-Security-Policy]')!
      .getAttribute('content');
    const hash = createHash('sha256').update('let x = 1;').digest('base64');
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toContain("default-src 'none'");
    const running = [...document.querySelectorAll('script')].filter((script) => !script.hasAttribute('type'));
    expect(running.map((script) => script.textContent)).toEqual(['let x = 1;']);
  });

  test('carries entries and weights as data, whatever titles hold', () => {
    const entries = JSON.parse(document.querySelector('#play-entries')!.textContent) as PlaygroundEntries;
    expect(entries).toEqual(playground.entries);
    expect(document.querySelector('#play-model-1')!.textContent).toBe(playground.modelWeights[1]);
    expect(document.querySelector('#play-model option')!.textContent).toBe('</script><b>');
  });

  test('is closed until it is opened, and listed in the contents', () => {
    expect(document.querySelector('#play')!.hasAttribute('hidden')).toBe(true);
    expect(document.querySelector('nav a[href="#playground"]')!.textContent).toBe('The playground');
  });

  test('names every control and every image to those who cannot see them', () => {
    for (const control of document.querySelectorAll('#play input, #play select')) {
      expect(control.closest('label')!.textContent.trim()).not.toBe('');
    }
    for (const canvas of document.querySelectorAll('#play canvas[tabindex]')) {
      const [name, keys] = ['aria-labelledby', 'aria-describedby'].map((attribute) =>
        document.querySelector(`#${canvas.getAttribute(attribute)!.split(' ')[0]}`),
      );
      expect(name!.textContent).not.toBe('');
      expect(keys!.textContent).toMatch(/keyboard/);
    }
  });

  test('says that judges are left out where they cannot read the digits', () => {
    expect(document.querySelector('#playground')!.textContent).toContain('The judges are left out');
    expect(document.querySelectorAll('#play td[data-of]')).toHaveLength(11);
  });

  test('is the same again', () => {
    expect(renderHtml(study, { playground }) === page).toBe(true);
  });
});

test('a report without one has no script and no place for it', () => {
  const page = renderHtml(study);
  expect(page).not.toContain('<script');
  expect(page).not.toContain('play-');
  expect(page).not.toContain('script-src');
});

describe('what is said of the rounding', () => {
  test('the bound is the largest over models, a little more for another order of sums, rounded up', () => {
    const small = makeEntry({ rounding: { images: 1000, largestChange: 0.002, otherAnswers: 0 } });
    expect(describeRounding([small, makeEntry()])).toBe(
      'The models’ weights are carried in half precision. On the first 1,000 test images the logits are within 0.013 of the study’s, and no answer changes.',
    );
    expect(describeRounding([small])).toContain('within 0.0021 of');
    expect(
      describeRounding([makeEntry({ rounding: { images: 9, largestChange: 12.34, otherAnswers: 0 } })]),
    ).toContain('within 13 of');
  });

  test('answers that change are counted by model', () => {
    const changed = makeEntry({ rounding: { images: 1000, largestChange: 0.1, otherAnswers: 2 } });
    expect(describeRounding([makeEntry(), changed])).toContain(
      'and answers change: 2 of hidden 8, batch 60, seed 0.',
    );
  });
});
