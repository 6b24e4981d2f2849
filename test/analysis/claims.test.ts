/** Verdicts on the article's claims, on made tables and experiments. */
import { expect, test } from 'vitest';
import { compareEvaluations } from '../../pipeline/analysis/claims/c3.ts';
import { type ExperimentTable, NO_EXPERIMENTS } from '../../pipeline/analysis/experimentTable.ts';
import { gatherEvidence, testHypotheses } from '../../pipeline/analysis/findings.ts';
import type { StudyTable, TableIdea } from '../../pipeline/analysis/studyTable.ts';
import { makeTable, type State } from './madeTable.ts';

const CLAIM_DIGITS = [0, 1, 2, 3, 4, 5];

/** The article's cell, with the ideas of each digit at a score of its own; the family's where it has one. */
function makeArticle(
  scoreOf: (digit: number) => number,
  byFamily: (digit: number) => number = scoreOf,
  spread = 0.01,
): StudyTable {
  const table = makeTable({ hidden: [784], batch: [1000], seeds: [1, 2, 3, 4], checkpoints: 'none' });
  const models = table.models.map((model) => {
    const [last] = model.checkpoints;
    const like = last!.ideas[0]!;
    const ideas = CLAIM_DIGITS.map((digit): TableIdea => {
      const shift = spread * (model.seed % 3);
      const scores = { masked: scoreOf(digit) + shift, families: { network: byFamily(digit) + shift } };
      return { ...like, digit, scores: { ...like.scores, ...scores } };
    });
    return { ...model, checkpoints: [{ ...last!, ideas }] };
  });
  return { ...table, models };
}

const find = (id: string, table: StudyTable, experiments: Partial<ExperimentTable> = {}) =>
  testHypotheses(gatherEvidence(table, { ...NO_EXPERIMENTS, ...experiments })).find((one) => one.id === id)!;

test('C1 is supported where 4 alone is unreadable, and contradicted where another digit is', () => {
  expect(
    find(
      'C1',
      makeArticle((digit) => (digit === 4 ? 0.2 : 0.8)),
    ).verdict,
  ).toBe('supported');
  const contradicted = find(
    'C1',
    makeArticle((digit) => (digit > 2 ? 0.2 : 0.8)),
  );
  expect(contradicted.verdict).toBe('contradicted');
  expect(contradicted.sentence).toMatch(/of the digit that decides \([35]\)/);
  expect(contradicted.sentence).toMatch(/4 scores 0\.2/);
});

test('C1 asks the families about the digit that contradicts by the primary score, and not about another', () => {
  const of = (wrong: number) => (digit: number) => (digit === 4 || digit === wrong ? 0.2 : 0.8);
  expect(find('C1', makeArticle(of(5), of(5))).verdict).toBe('contradicted');
  const found = find('C1', makeArticle(of(5), of(3)));
  expect(found.verdict).toBe('not shown');
  expect(found.sentence).toMatch(/not shown by the family network alone/i);
});

test('C1 widens the interval of a digit that was chosen among six, and multiplies its p', () => {
  // Seeds 1, 2, 3, 4 have 0.32, 0.44, 0.2 and 0.32: mean logit -0.79, t = -3.91, p 0.03; 0.18 as one of six.
  const found = find(
    'C1',
    makeArticle((digit) => (digit === 4 || digit === 5 ? 0.2 : 0.8), undefined, 0.12),
  );
  expect(found.effect!.estimate).toBeLessThan(-0.5);
  expect(found.effect!.p).toBeGreaterThan(0.05);
  expect(found.effect!.interval![1]).toBeGreaterThan(0);
  expect(found.verdict).toBe('not shown');
  expect(found.sentence).toMatch(/those of one of 6 digits, chosen after looking/);
});

test('C1 is not tested where the grid lacks the article’s cell', () => {
  expect(find('C1', makeTable({})).sentence).toBe(
    "Not tested: no model of hidden 784, batch 1000 and the article's other settings is finished.",
  );
});

test('C2 wants cells on both sides of a half, and a range that matters', () => {
  const steep = ({ settings }: State) => Math.log2(settings.batch / 200);
  expect(find('C2', makeTable({ logit: steep })).verdict).toBe('supported');
  const readable = find('C2', makeTable({ logit: (state) => 4 + steep(state) }));
  expect(readable.verdict).toBe('not shown');
  expect(readable.sentence).toMatch(/No cell is shown to be below a half/);
  const unreadable = find('C2', makeTable({ logit: (state) => steep(state) - 4 }));
  expect(unreadable.sentence).toMatch(/No cell is shown to be above a half/);
  expect(find('C2', makeTable({ logit: () => 0 })).verdict).toBe('absent');
});

/** Claims about experiments ask nothing of it. */
const SMALL = makeTable({ hidden: [16], batch: [50], seeds: [1], checkpoints: 'none' });

const models = [1, 2, 3, 4].map((seed) => ({ hidden: 16, batch: 50, seed }));
const trace = (...points: readonly (readonly [evaluations: number, energy: number])[]) =>
  points.map(([evaluations, energy]) => ({ evaluations, energy }));

test('C3 counts evaluations until both searches hold the lower of their final energies', () => {
  const searches = [
    { method: 'coordinate' as const, trace: trace([784, 5], [1568, 9], [3136, 12]) },
    { method: 'monte-carlo' as const, trace: trace([1000, 2], [6272, 8], [10_000, 9]) },
  ];
  // Both hold 9: after 1,568 and after 10,000 evaluations.
  expect(compareEvaluations({ ...models[0]!, searches })).toBeCloseTo(Math.log2(10_000 / 1568), 10);
  expect(compareEvaluations({ ...models[0]!, searches: searches.slice(1) })).toBeNull();
  const comparison = models.map((model, at) => ({
    ...model,
    searches: [searches[0]!, { ...searches[1]!, trace: trace([6272 + at, 9]) }],
  }));
  expect(find('C3', SMALL, { comparison }).verdict).toBe('supported');
  const ofOneSeed = comparison.map((row) => ({ ...row, seed: 1 }));
  const found = find('C3', SMALL, { comparison: ofOneSeed });
  expect([found.verdict, found.n]).toEqual(['supported', '4 models of one seed']);
  expect(found.sentence).toMatch(/One seed: it says nothing of other seeds/);
});

test('C4 wants the idea to do better than either control', () => {
  const hint = (idea: number, mean: number, random: number) =>
    models.map((model, at) => ({
      ...{ ...model, images: 50, pixels: 64 },
      recognised: { idea: idea + at, mean, random },
    }));
  expect(find('C4', SMALL, { hints: hint(40, 20, 5) }).verdict).toBe('supported');
  const weaker = find('C4', SMALL, { hints: hint(20, 40, 5) });
  expect(weaker.verdict).toBe('contradicted');
  expect(weaker.sentence).toMatch(/minus that with the digit's mean image/);
  expect(find('C4', SMALL).sentence).toMatch(/needs the experiment with hints/);
});

test('C2 is not shown where the best cell is above a half by chance', () => {
  // The three cells of the largest batch have logits of 0.2 on average, which differ by 1 between seeds.
  const logit = ({ settings, seed }: State) => (settings.batch === 800 ? 0.2 + ((seed % 3) - 1) : -3);
  const { verdict, sentence } = find('C2', makeTable({ logit }));
  expect([verdict, /No cell is shown to be above a half/.test(sentence)]).toEqual(['not shown', true]);
});

test('C5 asks whether most images have a counterfeit that the judges do not notice', () => {
  const made = (unnoticed: number) =>
    models.map((model, at) => ({ ...model, images: 50, flips: 64, unnoticed: unnoticed + at }));
  expect(find('C5', SMALL, { counterfeits: made(40) }).verdict).toBe('supported');
  expect(find('C5', SMALL, { counterfeits: made(5) }).verdict).toBe('contradicted');
});

test('C5 counts images where all of them are so changed', () => {
  const counterfeits = models.map((model) => ({ ...model, images: 50, flips: 64, unnoticed: 50 }));
  const { effect, sentence } = find('C5', SMALL, { counterfeits });
  expect(effect!.estimate).toBeCloseTo(Math.log(50.5 / 0.5), 12);
  expect(sentence).toMatch(
    /200 of 200 images are so changed, by which the share would be 98\.12% to 100\.00% if/,
  );
});
