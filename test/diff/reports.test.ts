import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { compareSides } from '../../pipeline/diff/compareSides.ts';
import { renderDiff } from '../../pipeline/diff/diffPage.ts';
import { listLines } from '../../pipeline/diff/diffText.ts';
import { digest } from '../verify/madeSummary.ts';
import { makeSides } from './madeSides.ts';

/** Two runs that differ in a key, a number, a field, a conclusion and an idea. */
const changed = () =>
  compareSides(
    makeSides(
      (found) => {
        found.config['training.epochs'] = 3;
        found.conclusions.H1 = '<absent>';
        found.stages.ideas['h8-b20-s0']!.files['ideas/idea_3.vf'] = digest('1');
        found.stages.scores['h8-b20-s0']!.numbers!['models.recognisability'] = 0.31;
      },
      {
        scoreVersion: 'v2',
        readIdea: async () => Float32Array.from({ length: 784 }, (_, at) => Number(at < 7)),
      },
    ),
  );

test('the terminal is told what differs, in the order of the answer, its reason, and every part', async () => {
  expect(listLines(await changed(), 'page.html')).toEqual([
    'diff: A runs/a, B runs/b: not even the same conclusions (page.html)',
    'first difference: ideas of h8-b20-s0: ideas/idea_3.vf: other bytes (and 2 more, of which most follow from it)',
    'likely reason: the config: training.epochs is 3, was 2',
    'config: 1 key differs',
    '  training.epochs: 2 in A, 3 in B',
    'environment: 1 field differs',
    '  scoreVersion: v1 in A, v2 in B',
    'models: 2 in both',
    'files: 1 of 22 files differs',
    '  ideas: 1 of 6',
    'numbers: 1 of 4 numbers differs, 1 by more than is allowed',
    '  models.recognisability of h8-b20-s0: 0.25 in A, 0.31 in B (2 times what is allowed)',
    'conclusions: 1 conclusion differs',
    '  H1: supported in A, <absent> in B',
    'ideas: 1 of 4 ideas differs',
    '  idea_3 of h8-b20-s0: 7 of 784 pixels',
  ]);
});

test('of two that are the same the terminal is told so of every part', async () => {
  expect(listLines(await compareSides(makeSides()), 'page.html')).toEqual([
    'diff: A runs/a, B runs/b: identical bytes (page.html)',
    'nothing of what both have differs',
    'config: the same',
    'environment: the same',
    'models: 2 in both',
    'files: the same (22 files)',
    'numbers: the same (4 numbers)',
    'conclusions: the same',
    'ideas: the same (4 ideas)',
  ]);
});

test('the page stands alone, has a section for each part, and shows an idea in A, in B and the difference', async () => {
  const text = renderDiff(await changed());
  expect(text).not.toMatch(/<script|https?:|<absent>/);
  const { document } = parseHTML(text);
  const titles = [...document.querySelectorAll('section > h2')].map(({ textContent }) => textContent);
  expect(titles).toEqual(['Config', 'Environment', 'Models and files', 'Numbers', 'Conclusions', 'Ideas']);
  const rowOf = (id: string) =>
    [...document.querySelectorAll(`#${id} tbody tr:first-child > *`)].map(({ textContent }) => textContent);
  expect(rowOf('config')).toEqual(['training.epochs', '2', '3']);
  expect(rowOf('environment')).toEqual(['scoreVersion', 'v1', 'v2']);
  expect(rowOf('conclusions')).toEqual(['H1', 'supported', '<absent>']);
  expect(rowOf('numbers')).toEqual([
    ...['models.recognisability', '2', '1', '1', '2 times what is allowed', 'h8-b20-s0'],
    ...['models.recognisability', 'h8-b20-s0', '0.25', '0.31', '0.06', '0.03'],
  ]);
  const images = [...document.querySelectorAll('#ideas img')];
  expect(images.map((image) => image.getAttribute('alt'))).toEqual([
    'idea_3 of h8-b20-s0 in A, in B, and where they differ: 7 of 784 pixels',
  ]);
  expect(images[0]!.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
  expect(renderDiff(await changed())).toBe(text);
});

test('the page of two that are the same says so', async () => {
  const { document } = parseHTML(renderDiff(await compareSides(makeSides())));
  expect(document.querySelector('h1')!.textContent).toBe('Identical bytes');
  expect(document.querySelectorAll('#config table, #numbers table, #ideas img')).toHaveLength(0);
});
