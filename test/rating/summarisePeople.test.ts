import { describe, expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { averageRaters, measureAgreement, noiseCeiling } from '../../pipeline/rating/raterAgreement.ts';
import { checkRaters } from '../../pipeline/rating/raterChecks.ts';
import type { AttackImage } from '../../pipeline/rating/ratingRecords.ts';
import { scoreRating, summarisePeople } from '../../pipeline/rating/summarisePeople.ts';
import { bootstrapInterval } from '../../pipeline/statistics/bootstrap.ts';
import { spearman } from '../../pipeline/statistics/rankCorrelation.ts';
import { GRID_SHAPE, makeStudy, SINGLE_SHAPE } from '../report/fixture.ts';
import { rateAttack, rateCheck, rateIdea } from './madeRatings.ts';

const { ideas } = makeStudy({ ...GRID_SHAPE, hidden: [16, 64], batch: [100], seeds: [0], missing: [] });
const SURENESSES = [0, 25, 50, 75, 100];

describe('scoreRating', () => {
  test.each([
    [3, 75, 3, 0.75],
    [3, 0, 3, 0],
    [8, 100, 3, 0],
    [null, 100, 3, 0],
    [0, 50, 0, 0.5],
  ])('answer %s, sureness %i, intended %i: %f', (answer, sureness, digit, score) => {
    expect(scoreRating(answer, sureness, digit)).toBe(score);
  });
});

describe('checkRaters', () => {
  const digits = (right: number, of: number) =>
    Array.from({ length: of }, (_, i) => rateCheck('a', i % 10, i < right ? i % 10 : null));
  const noise = (called: number, of: number) =>
    Array.from({ length: of }, (_, i) => rateCheck('a', null, i < called ? 0 : null));

  test.each([
    [8, 10, 2, 10, false],
    [7, 10, 2, 10, true],
    [8, 10, 3, 10, true],
    [4, 5, 1, 5, false],
    [0, 1, 0, 1, true],
  ])(
    '%i of %i digits right, %i of %i noise called a digit: excluded %s',
    (right, d, called, n, isExcluded) => {
      expect(checkRaters([...digits(right, d), ...noise(called, n)])[0]).toMatchObject({
        digits: { seen: d, right },
        noise: { seen: n, calledDigit: called },
        isExcluded,
      });
    },
  );

  test('says which check failed, and remarks on a rater who has seen none', () => {
    expect(checkRaters([...digits(7, 10), ...noise(0, 1)])[0]!.remark).toBe(
      'named 7 of 10 real digits rightly',
    );
    expect(checkRaters([rateIdea('b', ideas[0]!, 0, 100)])[0]).toMatchObject({
      isExcluded: false,
      ideas: 1,
      remark: 'has not seen both kinds of check',
    });
  });
});

const SHOWN = { ideas, attacks: [], scoreVersion: 'v' };

describe('summarisePeople', () => {
  // Sure of the first ideas of each cell, less and less of the later ones; rater b is one step less sure.
  const rateAll = (rater: string, shift: number) =>
    ideas.map((idea) =>
      rateIdea(rater, idea, idea.digit, SURENESSES[Math.max(0, 4 - Math.floor(idea.digit / 2) - shift)]!),
    );

  test('averages raters by image, cell and digit', () => {
    const { images, cells, digits } = summarisePeople([...rateAll('a', 0), ...rateAll('b', 1)], SHOWN);
    expect(images.map(({ people }) => people).slice(0, 10)).toEqual([
      0.875, 0.875, 0.625, 0.625, 0.375, 0.375, 0.125, 0.125, 0, 0,
    ]);
    expect(images[0]).toMatchObject({
      model: 'h16-b100-s0',
      digit: 0,
      raters: 2,
      panel: ideas[0]!.recognisability,
    });
    expect(cells.map(({ cell, title, images: n, people }) => [cell, title, n, people])).toEqual([
      ['h16-b100', 'hidden 16, batch 100', 10, 0.4],
      ['h64-b100', 'hidden 64, batch 100', 10, 0.4],
    ]);
    expect(digits[2]).toMatchObject({ digit: 2, images: 2, people: 0.625 });
    const panel = ideas.slice(0, 10).reduce((sum, idea) => sum + idea.recognisability / 10, 0);
    expect(cells[0]!.panel).toBeCloseTo(panel, 12);
  });

  test('leaves out raters who fail a check, and a rater’s later page counts as much as the first', () => {
    const [idea] = ideas;
    const { raters, images } = summarisePeople(
      [
        rateIdea('a', idea!, 0, 100),
        rateIdea('a', idea!, null, 100),
        rateIdea('z', idea!, 0, 100),
        rateCheck('z', 4, 9),
      ],
      SHOWN,
    );
    expect(images).toMatchObject([{ raters: 1, people: 0.5 }]);
    expect(raters.map(({ rater, isExcluded }) => [rater, isExcluded])).toEqual([
      ['a', false],
      ['z', true],
    ]);
  });

  test('averages attacks on judges by kind, apart from the ideas, without raters who fail a check', () => {
    const attack = (kind: string, example: number, panel: number): AttackImage => ({
      ...{ kind, example, panel },
      digit: 7,
      pixels: '',
    });
    const attacks = [
      attack('from x', 0, 0.8),
      attack('from x', 1, 0.6),
      attack('few', 0, 0.1),
      attack('few', 1, 0),
    ];
    const { images, attacks: rated } = summarisePeople(
      [
        rateAttack('a', attacks[0]!, 7, 100),
        rateAttack('b', attacks[0]!, 7, 50),
        rateAttack('a', attacks[1]!, 1, 100),
        rateAttack('a', attacks[2]!, null, 100),
        rateAttack('z', attacks[2]!, 7, 100),
        rateAttack('z', attacks[3]!, 7, 100),
        rateCheck('z', 4, 9),
        rateIdea('a', ideas[0]!, 0, 100),
      ],
      { ...SHOWN, attacks },
    );
    expect(rated).toEqual([
      { kind: 'from x', images: 2, people: 0.375, panel: 0.7 },
      { kind: 'few', images: 1, people: 0, panel: 0.1 },
    ]);
    expect(images).toHaveLength(1);
  });

  test('correlates the panel and every judge, and gives the same intervals twice', () => {
    const ratings = [...rateAll('a', 0), ...rateAll('b', 1)];
    const { correlations, ceiling } = summarisePeople(ratings, SHOWN);
    expect(correlations.map(({ reader }) => reader)).toEqual(['panel', 'cnn']);
    const people = ideas.map(({ digit }) => -Math.floor(digit / 2) - (digit > 7 ? 0.1 : 0));
    const scores = ideas.map(({ recognisability }) => recognisability);
    expect(correlations[0]!.spearman.value).toBeCloseTo(spearman(scores, people)!, 12);
    const [low, high] = correlations[0]!.spearman.interval!;
    expect(low).toBeLessThanOrEqual(correlations[0]!.spearman.value!);
    expect(high).toBeGreaterThanOrEqual(correlations[0]!.spearman.value!);
    // The cnn is the panel's only judge.
    expect(correlations[1]!.kendall).toEqual(correlations[0]!.kendall);
    expect(ceiling.spearman).toBeGreaterThan(0.9);
    expect(summarisePeople(ratings, SHOWN).correlations).toEqual(correlations);
  });

  test('has no ceiling for one rater', () => {
    const { ceiling, correlations } = summarisePeople(rateAll('a', 0), SHOWN);
    expect(ceiling).toEqual({ spearman: null, kendall: null });
    expect(correlations[0]!.spearman.perRater).toBeCloseTo(correlations[0]!.spearman.value!, 12);
  });

  test('has undefined correlations for one image, for constant scores, and for no rating that counts', () => {
    const none = { value: null, interval: null, perRater: null };
    const constant = ideas.map((idea) => rateIdea('a', idea, null, 100));
    const single = makeStudy(SINGLE_SHAPE).ideas.slice(0, 1);
    for (const { correlations } of [
      summarisePeople([rateIdea('a', single[0]!, 0, 100)], { ...SHOWN, ideas: single }),
      summarisePeople(constant, SHOWN),
    ]) {
      expect(correlations[0]).toMatchObject({ reader: 'panel', spearman: none, kendall: none });
    }
    expect(summarisePeople([rateCheck('a', 1, 1)], SHOWN)).toMatchObject({
      images: [],
      cells: [],
      digits: [],
    });
  });
});

test('the ceiling of two raters is their correlation, over the images that both have seen', () => {
  const [a, b] = [
    new Map([
      [0, 0.1],
      [1, 0.5],
      [2, 0.9],
      [5, 1],
    ]),
    new Map([
      [0, 0.5],
      [1, 0.1],
      [2, 0.9],
      [7, 0],
    ]),
  ];
  expect(noiseCeiling([a!, b!], spearman)).toBeCloseTo(0.5, 12);
  expect(noiseCeiling([a!], spearman)).toBeNull();
  expect(averageRaters([a!, b!], 3)).toEqual([0.3, 0.3, 0.9]);
  expect(() => averageRaters([a!, b!], 4)).toThrow('expected a rater of image 3, got none');
});

test('a bootstrap interval holds the mean and narrows with the number of observations', () => {
  const widthOf = (n: number) => {
    const values = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    const mean = (indices: readonly number[]) => indices.reduce((sum, i) => sum + values[i]! / n, 0);
    const [low, high] = bootstrapInterval(openStream(1, 'test'), n, mean)!;
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    return high - low;
  };
  // 2 * 1.96 * sqrt(1 / 12 / n) for uniform values.
  expect(widthOf(25)).toBeCloseTo(0.226, 1);
  expect(widthOf(400)).toBeCloseTo(0.0566, 2);
});

test('ideas of one model that are alike make the interval wider than independent ideas would', () => {
  // 8 models, each with 6 ideas of the same score; people agree for most models.
  const people = [0, 2, 1, 4, 3, 7, 5, 6].flatMap((rank) => Array<number>(6).fill(rank / 8));
  const scores = people.map((_, i) => Math.floor(i / 6));
  const rater = new Map(people.entries());
  const widthOf = (models: readonly string[]) => {
    const [low, high] = measureAgreement(scores, { models, raters: [rater] }, spearman, openStream(1, 'test'))
      .interval!;
    return high - low;
  };
  const [clustered, single] = [scores.map(String), scores.map((_, i) => String(i))].map(widthOf);
  expect(clustered!).toBeGreaterThan(1.5 * single!);
});

test('there is no bootstrap interval of one observation, nor of what is mostly undefined', () => {
  expect(bootstrapInterval(openStream(1, 'test'), 1, () => 1)).toBeNull();
  expect(bootstrapInterval(openStream(1, 'test'), 5, ([first]) => (first === 0 ? 1 : null))).toBeNull();
});
