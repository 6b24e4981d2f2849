import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import {
  fewestSeeds,
  openPilot,
  type Pilot,
  powerOf,
  slopeDeviation,
} from '../../pipeline/analysis/power.ts';
import { describePower } from '../../pipeline/analysis/powerTable.ts';
import { fillNormal, openStream, type Stream } from '../../pipeline/math/streams.ts';
import { seedSlopes } from '../../pipeline/statistics/seedSlopes.ts';
import { STUDY_SOURCES } from '../../pipeline/statistics/studyComponents.ts';
import type { IdeaValue } from '../../pipeline/statistics/studyDesign.ts';

const [HIDDEN, BATCH, DIGITS, STARTS] = [[16, 64], [100, 400, 1600], 5, 2];
const DEVIATIONS = { model: 0.02, modelDigit: 0.06, rest: 0.08 };

const drawOne = (stream: Stream, deviation: number) => fillNormal(stream, deviation, new Float32Array(1))[0]!;

/** Ideas of models that vary, with a slope over log2(batch). */
function drawIdeas(seeds: number, name: string, slope = 0): IdeaValue[] {
  const stream = openStream(1, `test/${name}`);
  return Array.from({ length: seeds }, (_, seed) =>
    HIDDEN.flatMap((hidden) =>
      BATCH.flatMap((batch) => {
        const model = drawOne(stream, DEVIATIONS.model) + slope * Math.log2(batch);
        return Array.from({ length: DIGITS }, (_, digit) => {
          const ofDigit = model + drawOne(stream, DEVIATIONS.modelDigit);
          return Array.from({ length: STARTS }, (_, restart) => ({
            ...{ hidden, batch, seed, digit, restart },
            y: ofDigit + drawOne(stream, DEVIATIONS.rest),
          }));
        }).flat();
      }),
    ),
  ).flat();
}

/** A pilot that knows the variances. */
const PILOT: Pilot = (() => {
  const pilot = openPilot(drawIdeas(2, 'pilot'))!;
  const none = Object.fromEntries(STUDY_SOURCES.map((source) => [source, 0]));
  const square = (value: number) => value * value;
  const known = {
    model: square(DEVIATIONS.model),
    modelDigit: square(DEVIATIONS.modelDigit),
    rest: square(DEVIATIONS.rest),
  };
  return {
    ...pilot,
    components: { ...pilot.components, variances: { ...pilot.components.variances, ...none, ...known } },
  };
})();

/** The slopes of seeds' mean scores. */
function slopesOf(ideas: readonly IdeaValue[]): number[] {
  const means = new Map<string, { row: IdeaValue; scores: number[] }>();
  for (const row of ideas) {
    const key = `${row.hidden}/${row.batch}/${row.seed}`;
    const held = means.get(key) ?? { row, scores: [] };
    held.scores.push(row.y);
    means.set(key, held);
  }
  return seedSlopes([...means.values()].map(({ row, scores }) => ({ ...row, y: mean(scores) }))).batch!;
}

describe('slopeDeviation', () => {
  test('is how far slopes of simulated seeds differ', () => {
    const slopes = slopesOf(drawIdeas(1500, 'many'));
    const expected = slopeDeviation(PILOT, 'batch', { digits: DIGITS, starts: STARTS })!;
    // The deviation of 1,500 values is known within 2% (one standard error).
    expect(Math.abs(sampleStandardDeviation(slopes) / expected - 1)).toBeLessThan(0.06);
  });

  test('falls with digits and starts, and is null for what the pilot does not vary', () => {
    const of = (digits: number, starts: number) => slopeDeviation(PILOT, 'batch', { digits, starts })!;
    expect(of(10, 2)).toBeLessThan(of(5, 2));
    expect(of(5, 10)).toBeLessThan(of(5, 2));
    const line = openPilot(drawIdeas(2, 'line').filter(({ hidden }) => hidden === 16))!;
    expect(slopeDeviation(line, 'hidden', { digits: 5, starts: 2 })).toBeNull();
  });
});

describe('powerOf', () => {
  test('is how often simulated studies show the effect', () => {
    const [effect, seeds, studies] = [0.015, 4, 300];
    const slopes = slopesOf(drawIdeas(seeds * studies, 'studies', effect));
    // t(0.975, 3).
    const isShown = (values: number[]) =>
      Math.abs(mean(values)) * Math.sqrt(seeds) > 3.182446 * sampleStandardDeviation(values);
    const shown = Array.from({ length: studies }, (_, at) =>
      isShown(slopes.slice(at * seeds, (at + 1) * seeds)),
    );
    const power = powerOf(PILOT, 'batch', effect, { seeds, digits: DIGITS, starts: STARTS })!;
    expect(power).toBeGreaterThan(0.3);
    expect(power).toBeLessThan(0.9);
    // Within three standard errors.
    expect(Math.abs(shown.filter(Boolean).length / studies - power)).toBeLessThan(0.09);
  });

  test('is null with one seed, never NaN', () => {
    expect(powerOf(PILOT, 'batch', 0.01, { seeds: 1, digits: 5, starts: 2 })).toBeNull();
    expect(openPilot(drawIdeas(1, 'one'))).toBeNull();
  });
});

describe('fewestSeeds', () => {
  test('is the first number with a power of 80%', () => {
    const study = { digits: DIGITS, starts: STARTS };
    const seeds = fewestSeeds(PILOT, 'batch', 0.01, study)!;
    expect(powerOf(PILOT, 'batch', 0.01, { ...study, seeds })).toBeGreaterThanOrEqual(0.8);
    expect(powerOf(PILOT, 'batch', 0.01, { ...study, seeds: seeds - 1 })).toBeLessThan(0.8);
    expect(fewestSeeds(PILOT, 'batch', 1e-5, study)).toBeNull();
  });
});

describe('describePower', () => {
  test('says what the pilot cannot know', () => {
    const ideas = drawIdeas(3, 'text').filter(({ restart, hidden }) => restart === 0 && hidden === 16);
    const text = describePower(openPilot(ideas.slice(1))!, 0.01);
    expect(text).toContain('Pilot: 3 cells, 2 seeds, 5 digits, 1 starts');
    expect(text).toContain('Left out, for ideas are missing: seeds 0.');
    expect(text).toContain('With one start a digit the pilot cannot say what more starts would help');
    expect(text).toContain("The pilot's grid has one hidden size: nothing can be said of its effect.");
    expect(text).toContain('(max-T), which show nothing below 6 seeds.');
    expect(text).not.toContain('NaN');
  });
});
