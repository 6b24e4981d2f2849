import { expect, test } from 'vitest';
import { CLOCK_NAMES, type ClockName, compareClocks } from '../../pipeline/analysis/clock.ts';
import { PRIMARY } from '../../pipeline/analysis/ways.ts';
import { fitLocalLinear } from '../../pipeline/statistics/localLinear.ts';
import { makeTable, type State, type TablePlan } from './madeTable.ts';

/** Clocks that go apart: each depends on updates and batch size in its own way. */
const CLOCKS: Readonly<Record<ClockName, (state: State) => number>> = {
  updates: ({ updates }) => updates,
  examples: ({ examples }) => examples,
  stepLength: ({ updates, settings }) => Math.sqrt(updates) * settings.learningRate,
  distance: ({ updates, settings }) => Math.sqrt(updates) * settings.batch ** 0.25,
  trainingLoss: ({ updates, settings }) => 2 / (1 + updates * settings.batch ** 0.75),
};
const PLAN: TablePlan = {
  seeds: [1, 2, 3],
  hidden: [16, 64],
  distance: CLOCKS.distance,
  trainingLoss: CLOCKS.trainingLoss,
};

test.each<[ClockName, (state: State) => number]>([
  ['updates', (state) => Math.log(1 + CLOCKS.updates(state)) - 3],
  ['examples', (state) => 0.8 * Math.log(1 + CLOCKS.examples(state)) - 6],
  ['distance', (state) => Math.log(1 + CLOCKS.distance(state)) - 3],
  ['trainingLoss', (state) => -0.5 * Math.log(CLOCKS.trainingLoss(state)) - 2],
])('scores that go by %s are explained best by it', (clock, logit) => {
  const found = compareClocks(makeTable({ ...PLAN, logit }), PRIMARY);
  expect(found.refused).toBeNull();
  const best = found.clocks.find((one) => one.clock === clock)!;
  expect(best.sharedRSquared).toBeGreaterThan(0.97);
  // At one learning rate, updates and the length of a random walk are the same clock.
  const others = found.clocks.filter((one) => one.clock !== clock && one.clock !== 'stepLength');
  for (const other of others) expect(other.sharedRSquared).toBeLessThan(best.sharedRSquared! - 0.03);
  expect(clock === 'updates' ? ['updates', 'stepLength'] : [clock]).toContain(found.best);
  expect(best.bySeed).toHaveLength(3);
});

test('models of other learning rates tell the length of steps from their number', () => {
  const sides = [16, 64].flatMap((hidden) =>
    [50, 200, 800].flatMap((batch) =>
      [0.0005, 0.002].map((learningRate) => ({
        part: 'tuned' as const,
        settings: { hidden, batch, learningRate },
      })),
    ),
  );
  const logit = (state: State) => Math.log(0.001 + CLOCKS.stepLength(state)) + 4;
  const found = compareClocks(makeTable({ ...PLAN, sides, logit }), PRIMARY);
  expect(found.best).toBe('stepLength');
  const [updates, stepLength] = ['updates', 'stepLength'].map((name) =>
    found.clocks.find(({ clock }) => clock === name),
  );
  expect(stepLength!.sharedRSquared).toBeGreaterThan(0.97);
  expect(updates!.sharedRSquared).toBeLessThan(stepLength!.sharedRSquared! - 0.03);
});

test('points beyond what the other batch sizes reached are left out and counted, and clocks are compared on the same points', () => {
  const { clocks, shared } = compareClocks(makeTable({ ...PLAN, logit: () => 0 }), PRIMARY);
  const updates = clocks.find(({ clock }) => clock === 'updates')!;
  // Of batch 50, 512, 1024 and 1280 updates are beyond the 320 of batch 200: 3 points of 6 models.
  expect(updates.outOfRange).toBe(18);
  expect(
    updates.points.filter(({ predicted }) => predicted === null).every(({ updates: n }) => n > 320),
  ).toBe(true);
  expect(clocks.map(({ inRange, outOfRange }) => inRange + outOfRange)).toEqual(
    CLOCK_NAMES.map(() => updates.points.length),
  );
  expect(shared).toBeLessThan(Math.min(...clocks.map(({ inRange }) => inRange)));
});

test('widths that differ explain nothing by themselves', () => {
  const logit = ({ settings }: State) => (settings.hidden === 16 ? -3 : 3);
  const { clocks } = compareClocks(makeTable({ ...PLAN, logit, noise: 0.3 }), PRIMARY);
  for (const { sharedRSquared } of clocks) expect(sharedRSquared).toBeLessThan(0.3);
});

test('without checkpoints or a second batch size there is no comparison', () => {
  expect(compareClocks(makeTable({ checkpoints: 'none' }), PRIMARY).refused).toMatch(/schedule\.checkpoints/);
  expect(compareClocks(makeTable({ batch: [50] }), PRIMARY).refused).toMatch(/2 batch sizes/);
});

test('one seed gives a best clock and no lead', () => {
  const logit = (state: State) => Math.log(1 + CLOCKS.examples(state)) - 6;
  const { best, lead } = compareClocks(makeTable({ ...PLAN, seeds: [1], logit }), PRIMARY);
  expect({ best, lead }).toEqual({ best: 'examples', lead: null });
});

test('a local line through points of a line is that line, and ends with them', () => {
  const points = [0, 0.5, 1, 2, 3, 3.5, 5].map((x) => ({ x, y: 2 - 3 * x }));
  const curve = fitLocalLinear(points, 0.5);
  for (const x of [0, 0.3, 2.2, 5]) expect(curve(x)).toBeCloseTo(2 - 3 * x, 10);
  expect(curve(-0.01)).toBeNull();
  expect(curve(5.01)).toBeNull();
  expect(fitLocalLinear(points.slice(0, 3), 0.5)(0.5)).toBeNull();
});

test('points in one place are averaged there', () => {
  const points = [1, 2, 3, 6].map((y) => ({ x: 4, y }));
  expect(fitLocalLinear(points, 1)(4)).toBeCloseTo(3, 10);
});
