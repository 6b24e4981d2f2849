import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { describeStartSpread, spreadTable } from '../../pipeline/report/spreadTables.ts';
import { measureStartSpread, shareDiffering } from '../../pipeline/report/startSpread.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const study = makeStudy({ ...GRID_SHAPE, missing: ['h16-b100-s2'], noise: 0, scoreOf: () => 0.5 });

/** Every idea from two starts whose scores differ by 0.2, and by 0.4 from seed to seed. */
const ideas = study.ideas.flatMap((idea) =>
  [0, 1].map((restart) => ({
    ...idea,
    restart,
    recognisability: 0.2 * restart + 0.4 * (idea.model.seed % 2),
    image: new Float32Array(PIXELS).fill(restart, 0, 196),
  })),
);

describe('measureStartSpread', () => {
  const spread = measureStartSpread(ideas);

  it('pools deviations of scores and the share of pixels that differ, between starts and between seeds', () => {
    expect(spread.starts).toBe(2);
    // Two values 0.2 apart have a standard deviation of 0.2 / sqrt(2).
    expect(spread.betweenStarts.score).toBeCloseTo(0.2 / Math.SQRT2, 12);
    expect(spread.betweenStarts.pixels).toBe(0.25);
    // Of 0, 0.4 and 0, squares are 8 / 75, with two degrees of freedom; the cell of two models has 6 / 75 with one.
    expect(spread.betweenSeeds.score).toBeCloseTo(Math.sqrt((11 * 8 + 6) / 75 / (11 * 2 + 1)), 12);
    expect(spread.betweenSeeds.pixels).toBe(0);
  });

  it('is nothing for no ideas, and says of one start that there is no spread', () => {
    const none = measureStartSpread([]);
    expect(none).toMatchObject({ starts: 0, betweenStarts: { score: null } });
    expect(spreadTable(none)).toBeNull();
    expect(describeStartSpread(study.startSpread)).toBe(
      'There is one start a digit, so no spread between starts can be given.',
    );
  });

  it('is told in a sentence and in a table', () => {
    expect(describeStartSpread(spread)).toBe(
      'Between the 2 starts of a digit, an idea’s score has a standard deviation of 0.14; 0.23 between seeds.',
    );
    expect(spreadTable(spread)!.rows.map(([between]) => between)).toEqual([
      'starts of one model and digit',
      'seeds of one cell, digit and start',
    ]);
  });
});

describe('shareDiffering', () => {
  it('is the mean over all pairs', () => {
    const images = Array.from({ length: 5 }, (_, k) => {
      const stream = openStream(k, 'test/images');
      return Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.3));
    });
    const shares = images.flatMap((a, i) =>
      images.slice(i + 1).map((b) => a.filter((value, pixel) => value !== b[pixel]).length / PIXELS),
    );
    expect(shareDiffering(images)).toBeCloseTo(shares.reduce((x, y) => x + y, 0) / shares.length, 12);
  });
});
