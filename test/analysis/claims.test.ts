/** Verdicts on the article's claims, on made tables and experiments. */
import { expect, test } from 'vitest';
import { compareEvaluations } from '../../pipeline/analysis/claims/c3.ts';
import { type ExperimentTable, NO_EXPERIMENTS } from '../../pipeline/analysis/experimentTable.ts';
import { gatherEvidence, testHypotheses } from '../../pipeline/analysis/findings.ts';
import type { StudyTable, TableIdea } from '../../pipeline/analysis/studyTable.ts';
import { makeTable, type State } from './madeTable.ts';

const CLAIM_DIGITS = [0, 1, 2, 3, 4, 5];

/** The article's cell, with the ideas of each digit at a score of its own. */
function makeArticle(scoreOf: (digit: number) => number): StudyTable {
  const table = makeTable({ hidden: [784], batch: [1000], seeds: [1, 2, 3, 4], checkpoints: 'none' });
  const models = table.models.map((model) => {
    const [last] = model.checkpoints;
    const like = last!.ideas[0]!;
    const ideas = CLAIM_DIGITS.map((digit): TableIdea => {
      const score = scoreOf(digit) + 0.01 * (model.seed % 3);
      return { ...like, digit, scores: { ...like.scores, masked: score, families: { network: score } } };
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
  expect(readable.sentence).toMatch(/on the other side of a half/);
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

test('C5 asks whether most images have a counterfeit that the judges do not notice', () => {
  const made = (unnoticed: number) =>
    models.map((model, at) => ({ ...model, images: 50, flips: 64, unnoticed: unnoticed + at }));
  expect(find('C5', SMALL, { counterfeits: made(40) }).verdict).toBe('supported');
  expect(find('C5', SMALL, { counterfeits: made(5) }).verdict).toBe('contradicted');
});
