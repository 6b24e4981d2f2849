import { expect, it } from 'vitest';
import { answer } from '../../pipeline/report/answer.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

it('names for each end of the range the noise that real digits score as much with, in the same order', () => {
  const shape = {
    ...{ ...GRID_SHAPE, hidden: [16], batch: [50, 500], missing: [], noise: 0 },
    scoreOf: ({ settings }: Model) => (settings.batch === 50 ? 0.2 : 0.6),
  };
  const text = JSON.stringify(answer(makeStudy(shape)));
  expect(text).toContain('runs from 0.20 at hidden 16, batch 50 to 0.60 at hidden 16, batch 500');
  // The made card's digits score 0.9 without noise and 0.4 less with each further quarter of the pixels flipped.
  expect(text).toContain(
    'These are as much as real digits score with 44% and with 19% of their pixels flipped.',
  );
});
