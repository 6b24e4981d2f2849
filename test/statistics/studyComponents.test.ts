import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { fillNormal, openStream, type Stream } from '../../pipeline/math/streams.ts';
import {
  estimateStudyComponents,
  STUDY_SOURCES,
  type StudySource,
} from '../../pipeline/statistics/studyComponents.ts';
import type { IdeaValue } from '../../pipeline/statistics/studyDesign.ts';

const SMALL = { hidden: [16, 64], batch: [100, 400, 1600], seeds: 3, digits: 4, starts: 2 };
type Shape = typeof SMALL;
type Deviations = Readonly<Record<StudySource, number>>;

/** A normal draw for every name that is asked for, always the same. */
function drawByName(stream: Stream): (deviation: number, name: string) => number {
  const drawn = new Map<string, number>();
  const one = new Float32Array(1);
  return (deviation, name) => {
    if (!drawn.has(name)) drawn.set(name, fillNormal(stream, 1, one)[0]!);
    return deviation * drawn.get(name)!;
  };
}

/** Ideas drawn from the model whose variances are estimated; the fixed slopes are not 0. */
function drawIdeas(shape: Shape, sd: Deviations, seed: number): IdeaValue[] {
  const draw = drawByName(openStream(seed, 'test/components'));
  const centreOf = (values: readonly number[]) => mean(values.map(Math.log2));
  const range = (count: number) => Array.from({ length: count }, (_, at) => at);
  return shape.hidden.flatMap((hidden) =>
    shape.batch.flatMap((batch) => {
      const x = Math.log2(batch) - centreOf(shape.batch);
      const w = Math.log2(hidden) - centreOf(shape.hidden);
      const cell = `${hidden}/${batch}`;
      return range(shape.seeds).flatMap((s) =>
        range(shape.digits).flatMap((digit) =>
          range(shape.starts).map((restart) => ({
            ...{ hidden, batch, seed: s, digit, restart },
            y:
              0.3 * x -
              0.7 * w +
              draw(sd.cell, `cell ${cell}`) +
              draw(sd.seed, `seed ${s}`) +
              draw(sd.model, `model ${cell} ${s}`) +
              draw(sd.digit, `digit ${digit}`) +
              x * draw(sd.digitBatch, `batch ${digit}`) +
              w * draw(sd.digitHidden, `hidden ${digit}`) +
              x * w * draw(sd.digitInteraction, `interaction ${digit}`) +
              draw(sd.digitCell, `digit ${digit} ${cell}`) +
              draw(sd.modelDigit, `digit ${digit} ${cell} ${s}`) +
              draw(sd.start, `start ${digit} ${restart}`) +
              draw(sd.rest, `rest ${cell} ${s} ${digit} ${restart}`),
          })),
        ),
      );
    }),
  );
}

const DEVIATIONS: Deviations = {
  ...{ cell: 0.5, seed: 0.4, model: 0.3, digit: 0.6, digitBatch: 0.3, digitHidden: 0.35 },
  ...{ digitInteraction: 0.25, digitCell: 0.3, modelDigit: 0.25, start: 0.4, rest: 0.35 },
};
const NONE = Object.fromEntries(STUDY_SOURCES.map((source) => [source, 0])) as Deviations;

describe('estimateStudyComponents', () => {
  test('finds the variance of each source on average over many studies', () => {
    const found = Array.from(
      { length: 250 },
      (_, seed) => estimateStudyComponents(drawIdeas(SMALL, DEVIATIONS, seed))!.variances,
    );
    for (const source of STUDY_SOURCES) {
      const estimates = found.map((variances) => variances[source]!);
      const variance = DEVIATIONS[source] * DEVIATIONS[source];
      const error = sampleStandardDeviation(estimates) / Math.sqrt(estimates.length);
      expect(Math.abs(mean(estimates) - variance), source).toBeLessThan(3 * error);
      // So that another variance would be told apart.
      expect(error, source).toBeLessThan(variance / 5);
    }
  });

  test.each(STUDY_SOURCES)('puts all of it where it is: %s', (source) => {
    const { variances } = estimateStudyComponents(drawIdeas(SMALL, { ...NONE, [source]: 1 }, 2))!;
    for (const other of STUDY_SOURCES) {
      if (other === source) expect(variances[other]).toBeGreaterThan(0.01);
    }
    // What contains the source is 0 on average alone; what it contains is 0 always.
    const inner = STUDY_SOURCES.filter((other) => Math.abs(variances[other]!) > 1e-12);
    expect(inner).toContain(source);
    if (source === 'seed' || source === 'digit' || source === 'cell') expect(inner).toEqual([source]);
  });

  test('leaves out seeds with gaps and names them', () => {
    const ideas = drawIdeas(SMALL, DEVIATIONS, 1);
    const { size, variances } = estimateStudyComponents(ideas.slice(0, -1))!;
    expect(size).toMatchObject({ cells: 6, seeds: 2, digits: 4, starts: 2, leftOut: [2] });
    const without = estimateStudyComponents(ideas.filter(({ seed }) => seed !== 2))!;
    expect(variances).toEqual(without.variances);
  });

  test('says null where the design cannot tell, and never NaN', () => {
    const one = drawIdeas({ ...SMALL, starts: 1 }, DEVIATIONS, 1);
    expect(estimateStudyComponents(one)!.variances).toMatchObject({ start: null, rest: null });
    const line = estimateStudyComponents(drawIdeas({ ...SMALL, hidden: [16] }, DEVIATIONS, 1))!.variances;
    expect(line).toMatchObject({ digitHidden: null, digitInteraction: null });
    expect(line.digitCell).not.toBeNull();
    const pair = drawIdeas({ ...SMALL, hidden: [16], batch: [100, 400] }, DEVIATIONS, 1);
    expect(estimateStudyComponents(pair)!.variances).toMatchObject({ cell: null, digitCell: null });
    const cell = drawIdeas({ ...SMALL, hidden: [16], batch: [100] }, DEVIATIONS, 1);
    expect(estimateStudyComponents(cell)!.variances).toMatchObject({ seed: null, digitBatch: null });
    for (const ideas of [one, pair, cell]) {
      for (const value of Object.values(estimateStudyComponents(ideas)!.variances)) {
        expect(value === null || Number.isFinite(value)).toBe(true);
      }
    }
  });

  test('says nothing of one seed or one digit, and refuses two scores of one idea', () => {
    expect(estimateStudyComponents(drawIdeas({ ...SMALL, seeds: 1 }, DEVIATIONS, 1))).toBeNull();
    expect(estimateStudyComponents(drawIdeas({ ...SMALL, digits: 1 }, DEVIATIONS, 1))).toBeNull();
    expect(estimateStudyComponents([])).toBeNull();
    const ideas = drawIdeas(SMALL, DEVIATIONS, 1);
    expect(() => estimateStudyComponents([...ideas, ideas[0]!])).toThrow(
      'designStudy: expected one score an idea',
    );
  });
});
