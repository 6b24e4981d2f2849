import { describe, expect, test } from 'vitest';
import type { AttackMethod, LadderKindName, Rung } from '../../pipeline/ladder/kinds.ts';
import { resampleKinds } from '../../pipeline/ladder/resampleKinds.ts';
import type { ScoredKind } from '../../pipeline/ladder/scoredKinds.ts';
import { summariseSpread } from '../../pipeline/ladder/summariseScores.ts';
import {
  compareAdjacent,
  computePsychometric,
  summariseFooling,
  testExpectations,
} from '../../pipeline/ladder/testExpectations.ts';
import { openStream } from '../../pipeline/math/streams.ts';

const JUDGES = ['a', 'b'];
const scored = (
  rung: Rung,
  kind: LadderKindName,
  mean: number,
  attacked: string | null = null,
): ScoredKind => {
  const scores = Float64Array.of(mean - 0.001, mean + 0.001);
  const flipped = kind.match(/^(\d+)% flipped$/);
  const flipRate = flipped === null ? null : Number(flipped[1]) / 100;
  const judges = { a: scores, b: scores, ...(attacked && { [attacked]: Float64Array.of(0.9, 0.5) }) };
  const without = { a: scores, b: scores };
  return { rung, kind, attacked, flipRate, groupSize: 1, panel: scores, judges, without };
};

const METHODS: readonly AttackMethod[] = [
  'few flips in noise',
  'few flips',
  'few flips afar',
  'many flips',
  'from noise',
];

/** A ladder on which everything is as it should be. */
const good = (): ScoredKind[] => [
  scored(1, 'blank', 0.01),
  scored(2, 'ideas of untrained models', 0.03),
  scored(3, 'wrong digit', 0.01),
  ...METHODS.flatMap((method) => [
    scored(4, `${method} against a`, 0.05, 'a'),
    scored(4, `${method} against b`, 0.05, 'b'),
  ]),
  scored(5, '0% flipped', 0.95),
  scored(5, '25% flipped', 0.6),
  scored(5, '50% flipped', 0.02),
  scored(6, 'overlaid', 0.4),
  scored(7, 'turned', 0.9),
  scored(8, 'ordinary ideas', 0.3),
  scored(8, 'ideas after noise', 0.5),
  scored(8, 'class means', 0.8),
  scored(9, 'real, grey', 0.96),
];
const expectAll = (kinds: readonly ScoredKind[], resamples = 20) =>
  testExpectations(kinds, JUDGES, openStream(0, 'test/bootstrap'), resamples);
const failing = (kinds: ScoredKind[]) =>
  expectAll(kinds)
    .filter(({ panel }) => !panel.holds)
    .map(({ rung }) => rung);

const findRule = (kinds: readonly ScoredKind[], start: string) =>
  expectAll(kinds).find(({ statement }) => statement.startsWith(start))!;

describe('expectations', () => {
  test('hold for the panel and every judge where all is as it should be', () => {
    expect(failing(good())).toEqual([]);
    for (const { judges } of expectAll(good())) {
      expect(Object.values(judges).map(({ holds }) => holds)).toEqual([true, true]);
    }
  });

  test.each<[Rung, LadderKindName, number]>([
    [1, 'blank', 0.06],
    [2, 'ideas of untrained models', 0.06],
    [3, 'wrong digit', 0.03],
    [4, 'few flips in noise against b', 0.11],
    [4, 'few flips against b', 0.11],
    [4, 'few flips afar against b', 0.11],
    [4, 'many flips against b', 0.11],
    [4, 'from noise against b', 0.11],
    [5, '25% flipped', 0.97],
    [4, 'from noise against b', 0.99],
    [5, '0% flipped', 0.89],
    [5, '50% flipped', 0.06],
    [6, 'overlaid', 0.97],
    [7, 'turned', 0.84],
    [8, 'class means', 0.2],
    [8, 'ideas after noise', 0.2],
    [9, 'real, grey', 0.92],
  ])('on rung %d fail where %s scores %d', (rung, kind, mean) => {
    const kinds = good().map((each) => (each.kind === kind ? scored(rung, kind, mean, each.attacked) : each));
    expect(failing(kinds)).toContain(rung);
  });

  test('on rung 4 do not blame a judge for what was made to fool it', () => {
    const kinds = good().map((each) =>
      each.kind === 'few flips against a' ? scored(4, 'few flips against a', 0.9, 'a') : each,
    );
    const rung4 = findRule(kinds, 'Real digits with a few pixels flipped to fool');
    expect(rung4!.judges.a!.holds).toBe(true);
    expect(rung4!.judges.b).toMatchObject({ measured: expect.closeTo(0.9, 9), holds: false });
    expect(rung4!.panel.holds).toBe(false);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('expectations of rung %d do not hold of nothing', (rung) => {
  const kinds = good().filter((each) => each.rung !== rung);
  expect(() => expectAll(kinds)).toThrow('expected images of');
});

test('two digits that score exactly what nothing scores are not in between', () => {
  const kinds = good().map((each) => (each.kind === 'overlaid' ? scored(6, 'overlaid', 0.01) : each));
  expect(failing(kinds)).toEqual([6]);
});

test('every statement of a rung can fail by itself', () => {
  const KNOWN = 'Images that do fool a judge, a few pixels from noise';
  const broken: readonly [statement: string, kind: LadderKindName, mean: number][] = [
    ['Real digits with up to 25% of their pixels flipped score above', 'from noise against b', 0.99],
    ['Noise with a few pixels', 'few flips in noise against b', 0.11],
    ['Real digits with a few pixels flipped to', 'few flips against b', 0.11],
    ['Real digits with a few pixels flipped towards', 'few flips afar against b', 0.11],
    [KNOWN, 'few flips afar against b', 0.4],
    [KNOWN, 'few flips in noise against b', 0.4],
    ['Real digits with as many', 'many flips against b', 0.11],
    ['Noise made to fool', 'from noise against b', 0.11],
    ['The mean of clean digits', '0% flipped', 0.89],
    ['The mean with half of the pixels flipped', '50% flipped', 0.06],
    ['Its images score above those of rung 6', 'turned', 0.3],
    ['The mean of class means is above', 'class means', 0.2],
    ['The mean of ideas of models trained in noise', 'ideas after noise', 0.2],
    ['Real digits score above ordinary ideas', 'real, grey', 0.2],
    ['Images that do fool a judge, a few pixels from a real', 'few flips against b', 0.2],
    ['Its images score above those of rung 8', 'real, grey', 0.2],
  ];
  for (const [statement, kind, mean] of broken) {
    const kinds = good().map((each) =>
      each.kind === kind ? scored(each.rung, kind, mean, each.attacked) : each,
    );
    const found = expectAll(kinds).find((each) => each.statement.startsWith(statement));
    expect(found, statement).toMatchObject({ panel: { holds: false } });
  }
});

test('adjacent rungs are compared over all of their images', () => {
  const pairs = compareAdjacent(good(), JUDGES);
  expect(pairs.map(({ lower, upper }) => [lower, upper])).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((k) => [k, k + 1]),
  );
  // Rung 7's two images are above all six of rung 8.
  expect(pairs[6]!.panel).toBe(0);
  // Two of rung 5's six images are below rung 6's, four above.
  expect(pairs[4]!.judges.a).toBeCloseTo(2 / 6, 12);
});

test('images made to fool a judge do not count against it in the order of rungs', () => {
  const kinds = good().map((each) => (each.attacked === 'a' ? scored(4, each.kind, 0.99, 'a') : each));
  const { panel, judges } = compareAdjacent(kinds, JUDGES)[3]!;
  // Rung 5's 0.02 is below the images against b, all of rung 5 below those against a.
  expect(judges.a).toBeCloseTo(4 / 6, 12);
  expect(judges.b).toBe(0);
  expect(panel).toBeCloseTo(2 / 6, 12);
});

test('the psychometric curve falls through one half in proportion', () => {
  const { panel, judges } = computePsychometric(good(), JUDGES, [0, 0.25, 0.5]);
  expect(panel.points.map(({ y }) => y)).toEqual([0.95, 0.6, 0.02].map((y) => expect.closeTo(y, 9)));
  expect(panel.halfPoint).toBeCloseTo(0.25 + (0.25 * 0.1) / 0.58, 9);
  expect(judges.b).toEqual(panel);
});

test('images made to fool a judge that score above most of rung 5 fail it', () => {
  const start = 'Its images score above those of rung 4';
  const kinds = good().map((each) =>
    each.kind.startsWith('few flips against')
      ? each
      : each.rung === 4
        ? scored(4, each.kind, 0.9, each.attacked)
        : each,
  );
  // Rung 5 is twice each of 0.95, 0.6 and 0.02, of which 4 of 6 are above 0.05 and 2 above 0.9: (4 + 4 * 2) / 30.
  expect(findRule(kinds, start).panel).toMatchObject({ measured: expect.closeTo(12 / 30, 12), holds: false });
  // As among adjacent rungs.
  expect(findRule(kinds, start).panel.measured).toBe(compareAdjacent(kinds, JUDGES)[3]!.panel);
  expect(findRule(good(), start).panel).toMatchObject({ measured: expect.closeTo(4 / 6, 12), holds: true });
});

test('images made to fool a judge and flipped digits are read by the same judges', () => {
  // All together read flipped digits at 0.95; without a they read them below what was made to fool a.
  const kinds = good().map((each) => {
    if (each.rung === 5) return { ...each, without: { ...each.without, a: new Float64Array(2) } };
    return each;
  });
  const start = 'Its images score above those of rung 4';
  // Against a: 0; against b as before.
  expect(findRule(kinds, start).panel.measured).toBeCloseTo((0 + 4 / 6) / 2, 12);
  expect(findRule(kinds, 'Real digits with up to 25%').panel).toMatchObject({ measured: 0, holds: false });
});

test('readable digits are those of which at most a quarter of the pixels is flipped, wherever they stand', () => {
  const kinds = good().reverse();
  const { panel } = findRule(kinds, 'Real digits with up to 25%');
  // With the half flipped ones among them it would be 2/3.
  expect(panel.measured).toBe(1);
});

describe('images that do fool a judge', () => {
  const FROM = 'Images that do fool a judge, a few pixels from a real';
  /** Of three images against `a`, the first and the last fool it. */
  const against = (kind: LadderKindName): ScoredKind => ({
    rung: 4,
    kind,
    attacked: 'a',
    flipRate: null,
    groupSize: 1,
    panel: Float64Array.of(0.4, 0, 0.2),
    judges: { a: Float64Array.of(0.5, 0.499, 0.9), b: Float64Array.of(0.6, 0, 0.1) },
    without: { a: Float64Array.of(0.4, 0, 0.2), b: Float64Array.of(0.5, 0, 0.5) },
  });
  const replace = (made: ScoredKind) => good().map((each) => (each.kind === made.kind ? made : each));

  test('are counted apart, and read by the others', () => {
    expect(summariseFooling(against('few flips against a'))).toEqual({
      images: 2,
      panel: expect.closeTo(0.3, 12),
      judges: { b: expect.closeTo(0.35, 12) },
    });
    const none = {
      ...against('few flips against a'),
      judges: { a: new Float64Array(3), b: new Float64Array(3) },
    };
    expect(summariseFooling(none)).toEqual({ images: 0, panel: null, judges: { b: null } });
    expect(() => summariseFooling(scored(9, 'real, grey', 0.9))).toThrow('expected scores of the judge');
  });

  test('are held to the limit over all judges together, without those that fool nobody', () => {
    const found = findRule(replace(against('few flips against a')), FROM);
    // Two of the kind against b, 0.049 and 0.051, beside 0.4 and 0.2.
    expect(found.panel).toMatchObject({ measured: expect.closeTo(0.7 / 4, 12), holds: false });
    expect(found.judges.a).toMatchObject({ measured: expect.closeTo(0.05, 12), holds: true });
    expect(found.judges.b).toMatchObject({ measured: expect.closeTo(0.35, 12), holds: false });
    // By another method they are not in it.
    const many = findRule(replace(against('many flips against a')), FROM);
    expect(many.panel.holds).toBe(true);
  });

  test('are nothing to measure where there are none: that neither holds nor fails', () => {
    const harmless = good().map((each) => ({
      ...each,
      judges: each.attacked ? { a: new Float64Array(2), b: new Float64Array(2) } : each.judges,
    }));
    const nothing = { measured: null, interval: null, holds: null };
    expect(findRule(harmless, FROM).panel).toEqual(nothing);
    expect(findRule(harmless, 'Noise made to fool').panel).toEqual(nothing);
  });

  test('count for a method only where it fooled that judge at least once', () => {
    // The attack on b came to nothing: what it left scores high, but is no image that was made to fool.
    const kinds = good().map((each) =>
      each.kind === 'from noise against b'
        ? {
            ...scored(4, each.kind, 0.9, 'b'),
            judges: { a: Float64Array.of(0.9, 0.9), b: new Float64Array(2) },
          }
        : each,
    );
    const { panel, judges } = findRule(kinds, 'Noise made to fool');
    expect(panel).toMatchObject({ measured: expect.closeTo(0.05, 12), holds: true });
    expect(judges.a).toEqual({ measured: null, interval: null, holds: null });
  });
});

test('what only people can decide is of rung 4, and says why', () => {
  const undecided = expectAll(good()).filter((each) => each.undecided !== null);
  expect(undecided.map(({ rung, isOriginal }) => [rung, isOriginal])).toEqual([
    [4, false],
    [4, false],
  ]);
  for (const each of undecided) expect(each.undecided).toMatch(/^[A-Z].*\.$/);
});

describe('intervals', () => {
  const many = (kind: LadderKindName, values: ArrayLike<number>, groupSize = 1): ScoredKind => ({
    ...scored(9, kind, 0),
    groupSize,
    panel: Float64Array.from(values),
    judges: { a: Float64Array.from(values, (value) => -value), b: Float64Array.from(values) },
    without: { a: Float64Array.from(values), b: Float64Array.from(values) },
  });

  test('of a mean are those of its standard error', () => {
    // 400 images that score 0.9 or 1: a standard deviation of 0.05, so that the mean's error is 0.0025.
    const real = many(
      'real, grey',
      Array.from({ length: 400 }, (_, k) => 0.9 + 0.1 * (k % 2)),
    );
    const kinds = [...good().filter(({ rung }) => rung !== 9), real];
    const start = 'The lowest mean of its kinds is at least 0.93.';
    const found = expectAll(kinds, 1000).find(({ statement }) => statement === start)!;
    expect(found.panel.measured).toBeCloseTo(0.95, 12);
    expect(found.panel.interval![0]).toBeCloseTo(0.95 - 1.96 * 0.0025, 3);
    expect(found.panel.interval![1]).toBeCloseTo(0.95 + 1.96 * 0.0025, 3);
    expect(expectAll(kinds)).toEqual(expectAll(kinds));
  });

  test('draw images of one model together, and kinds of the same length alike', () => {
    const rows = Array.from({ length: 40 }, (_, k) => k);
    const [ideas, same, alone] = resampleKinds(
      [many('ordinary ideas', rows, 10), many('ideas after noise', rows, 10), many('real, grey', rows)],
      openStream(0, 'test/resample'),
    );
    for (let at = 0; at < 40; at++) {
      expect(ideas!.panel[at]! % 10).toBe(at % 10);
      expect(Math.floor(ideas!.panel[at]! / 10)).toBe(Math.floor(ideas!.panel[at - (at % 10)]! / 10));
      expect(ideas!.judges.a![at]).toBe(-ideas!.panel[at]!);
      expect(ideas!.without.b![at]).toBe(ideas!.panel[at]!);
    }
    expect(same!.panel).toEqual(ideas!.panel);
    expect(alone!.panel).not.toEqual(ideas!.panel);
    expect(new Set(alone!.panel).size).toBeLessThan(40);
    expect(new Set(ideas!.panel).size % 10).toBe(0);
  });
});

test('ten expectations stood before the first run: one a rung, and two on rung 8', () => {
  const originals = expectAll(good()).filter(({ isOriginal }) => isOriginal);
  expect(originals.map(({ rung }) => rung)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 8, 9]);
});

test.each<[number, number, number]>([
  // Scores 0, 1, ..., n - 1: the ceil(n / 20)-th smallest and the ceil(19 n / 20)-th.
  [1, 0, 0],
  [10, 0, 9],
  [30, 1, 28],
  [100, 4, 94],
  [140, 6, 132],
])('a spread of %d scores has the mean, and the nearest ranks of 5 and 95%%', (n, low, high) => {
  const scores = Float64Array.from({ length: n }, (_, k) => n - 1 - k);
  expect(summariseSpread(scores)).toEqual({ mean: expect.closeTo((n - 1) / 2, 9), low, high });
});
