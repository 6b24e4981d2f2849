import { expect, test } from 'vitest';
import { type ArmView, listArmViews, readArm } from '../../pipeline/analysis/arms.ts';
import { EXAMPLES, makeTable, type State } from './madeTable.ts';

const view = (name: ArmView['name'], endOf: number | null = null): ArmView => ({ key: name, name, endOf });
const read = (arm: ReturnType<typeof readArm>) =>
  arm.models.map(({ hidden, batch, seed, checkpoint }) => [hidden, batch, seed, checkpoint.updates]);

test('the arm of equal updates has a second mark, where the middle batch size ends', () => {
  const { config } = makeTable({ config: { arms: { compared: ['epochs', 'updates'] } } });
  expect(listArmViews(config)).toEqual([
    { key: 'epochs', name: 'epochs', endOf: null },
    { key: 'updates', name: 'updates', endOf: 800 },
    { key: 'updates-b200', name: 'updates', endOf: 200 },
  ]);
});

test('models are read at their end for equal epochs, and where the largest batch ends for equal updates', () => {
  const table = makeTable({ hidden: [16], seeds: [1] });
  expect(read(readArm(table, view('epochs')))).toEqual([
    [16, 50, 1, 1280],
    [16, 200, 1, 320],
    [16, 800, 1, 80],
  ]);
  expect(read(readArm(table, view('updates', 800)))).toEqual([
    [16, 50, 1, 80],
    [16, 200, 1, 80],
    [16, 800, 1, 80],
  ]);
});

test('where the middle batch size ends, smaller batches are read at the nearest checkpoint, larger ones not at all', () => {
  const arm = readArm(makeTable({ hidden: [16], seeds: [1] }), view('updates', 200));
  expect(read(arm)).toEqual([
    [16, 50, 1, 256],
    [16, 200, 1, 320],
  ]);
  expect(arm.missing).toEqual([]);
  expect(arm.notes).toEqual(['read at the checkpoints nearest to 320 updates, after 256 to 320']);
});

test('without checkpoints there are no equal updates, and the arm says what it needs', () => {
  const table = makeTable({ checkpoints: 'none' });
  expect(readArm(table, view('updates', 800)).refused).toMatch(/schedule\.checkpoints: log/);
  expect(readArm(table, view('matched')).refused).toMatch(/schedule\.checkpoints: log/);
});

test('models that are missing are named, for a cell as for a seed', () => {
  const table = makeTable({ without: (name) => name.startsWith('h64-b200-') || name === 'h16-b50-s100' });
  const { missing } = readArm(table, view('epochs'));
  expect(missing).toHaveLength(7);
  expect(missing).toContain('h16-b50-s100');
  expect(missing).toContain('h64-b200-s105');
});

test('matched models are read where the smoothed validation loss first reaches what the worst reaches', () => {
  // Losses fall with the examples, but those of batch 800 end three times as high.
  const validationLoss = ({ settings, examples }: State) =>
    (settings.batch === 800 ? 3 : 1) / (1 + examples / EXAMPLES);
  const arm = readArm(makeTable({ hidden: [16], seeds: [1], validationLoss }), view('matched'));
  // The worst is batch 800, whose last two losses are 3 / (1 + 64 / 80) and 3 / 2.
  expect(arm.notes).toEqual([`read at a validation loss of ${((3 / 1.8 + 1.5) / 2).toPrecision(3)} nats`]);
  expect(read(arm)).toEqual([
    [16, 50, 1, 0],
    [16, 200, 1, 0],
    [16, 800, 1, 80],
  ]);
});

test('matched and tuned need validation images', () => {
  const table = makeTable({ validationLoss: null });
  expect(readArm(table, view('matched')).refused).toMatch(/dataset\.validation/);
  expect(readArm(table, view('tuned')).refused).toMatch(/dataset\.validation/);
});

test('scaled reads the grid at the batch size it is scaled from, and side models elsewhere', () => {
  const table = makeTable({
    hidden: [16],
    seeds: [1],
    config: { arms: { scaledFrom: 200 } },
    sides: [{ part: 'scaled', settings: { hidden: 16, batch: 50, learningRate: 0.0005 } }],
  });
  const arm = readArm(table, view('scaled'));
  expect(arm.models.map(({ model }) => model.name).sort()).toEqual(['h16-b200-s1', 'scaled0-s1']);
  expect(arm.missing).toEqual(['h16-b800-s1']);
});

test('tuned reads the learning rate with the least final validation loss of each cell', () => {
  const validationLoss = ({ settings }: State) =>
    Math.abs(Math.log2(settings.learningRate / (settings.batch === 50 ? 0.0005 : 0.001)));
  const rates = [0.0005, 0.002];
  const table = makeTable({
    ...{ hidden: [16], batch: [50, 800], seeds: [1, 2], validationLoss },
    sides: [50, 800].flatMap((batch) =>
      rates.map((learningRate) => ({
        part: 'tuned' as const,
        settings: { hidden: 16, batch, learningRate },
      })),
    ),
  });
  const arm = readArm(table, view('tuned'));
  expect(arm.models.map(({ model }) => model.settings.learningRate)).toEqual([0.0005, 0.0005, 0.001, 0.001]);
  expect(arm.missing).toEqual([]);
});

test('a cell that lacks a learning rate is not tuned', () => {
  const table = makeTable({
    ...{ hidden: [16], batch: [50, 800], seeds: [1] },
    sides: [{ part: 'tuned', settings: { hidden: 16, batch: 50, learningRate: 0.0005 } }],
  });
  const arm = readArm(table, view('tuned'));
  expect(arm.refused).toMatch(/finished/);
  expect(arm.missing).toEqual(['h16-b50-s1', 'h16-b800-s1']);
});
