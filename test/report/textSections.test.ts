import { describe, expect, it } from 'vitest';
import { methodSection } from '../../pipeline/report/textSections.ts';
import type { JudgeName } from '../../pipeline/study/config.ts';
import { makeCard } from '../judging/madeCard.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

describe('the limits of judges', () => {
  const readMethod = (names: readonly JudgeName[]) =>
    methodSection({ ...makeStudy(GRID_SHAPE), judges: names.map(makeCard) }).markup;

  it('say what only the cnn learnt, of the judges that the study has beside it', () => {
    expect(readMethod(['kde', 'mixture', 'cnn'])).toContain(
      'accepts what. Only the cnn learnt what is no digit; the other two know noise alone, and take strokes that form no digit for one more often.</li>',
    );
    expect(readMethod(['cnn', 'mixture'])).toContain(
      'accepts what. Only the cnn learnt what is no digit; the mixture knows noise alone, and takes strokes that form no digit for one more often.</li>',
    );
  });

  it.each([[['cnn']], [['kde']], [['kde', 'mixture']]] satisfies [JudgeName[]][])(
    'compare no judges in a study of %j',
    (names) => {
      expect(readMethod(names)).toContain('accepts what.</li>');
      expect(readMethod(names)).not.toContain('Only the cnn');
    },
  );
});
