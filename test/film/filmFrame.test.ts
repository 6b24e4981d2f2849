import { expect, test } from 'vitest';
import { drawStrip, type FilmMoment } from '../../pipeline/film/filmFrame.ts';

const TITLE = { digit: 5, method: 'Monte Carlo', energyName: 'logit', stepName: 'proposals' };
const draw = (scores: readonly (number | null)[]) => {
  const moments: FilmMoment[] = scores.map((score, k) => ({ step: 200 * k, energy: k, score }));
  return drawStrip(TITLE, moments, 1);
};

test('a picture shows the energy and the score, each with its curve', () => {
  const strip = draw([0.25, 0.5, 0.75]);
  expect(strip).toContain('logit 1.00');
  expect(strip).toContain('recognisable 0.50');
  expect(strip.match(/<circle/g)).toHaveLength(2);
});

test('where scores are not shown there is neither their number nor their curve', () => {
  const strip = draw([null, null, null]);
  expect(strip).toContain('logit 1.00');
  expect(strip).not.toContain('recognisable');
  expect(strip.match(/<circle/g)).toHaveLength(1);
});
