import { expect, test } from 'vitest';
import { compareSides } from '../../pipeline/diff/compareSides.ts';
import { compareIdeas } from '../../pipeline/diff/ideas.ts';
import type { Side } from '../../pipeline/diff/side.ts';
import type { StudySummary } from '../../pipeline/verify/summary.ts';
import { digest, ENVIRONMENT } from '../verify/madeSummary.ts';
import { makeSides, swap } from './madeSides.ts';

const compareChanged = (change: (found: StudySummary) => void, own: Partial<Side> = {}) =>
  compareSides(makeSides(change, own));

/** The numbers of the scores of h8-b20-s0. */
const scoresOf = ({ stages }: StudySummary) => stages.scores['h8-b20-s0']!.numbers!;

test('of two that are the same nothing differs', async () => {
  const diff = await compareSides(makeSides());
  expect(diff).toMatchObject({ reached: 'identical', first: null, reasons: [], differences: [] });
  expect([diff.config, diff.environment, diff.conclusions, diff.notes]).toEqual([[], [], [], []]);
  expect(diff.models).toEqual({ both: ['h16-b20-s0', 'h8-b20-s0'], onlyA: [], onlyB: [] });
  expect(diff.numbers.shared.both).toHaveLength(4);
  expect(diff.ideas).toEqual({ compared: 4, differences: [] });
});

test('of different grids the models of one are listed, and those of both compared', async () => {
  const sides = makeSides((found) => {
    found.config['grid.hidden'] = [8, 32];
    found.stages.dataset.study!.files['study.json'] = digest('1');
    for (const entries of [found.stages.training, found.stages.ideas, found.stages.scores]) {
      entries['h32-b20-s0'] = entries['h16-b20-s0']!;
      delete entries['h16-b20-s0'];
    }
    delete found.stages.experiments['h16-b20-s0'];
    found.stages.ideas['h8-b20-s0']!.files['ideas/idea_3.vf'] = digest('1');
  });
  const diff = await compareSides(sides);
  expect(diff.models).toEqual({ both: ['h8-b20-s0'], onlyA: ['h16-b20-s0'], onlyB: ['h32-b20-s0'] });
  expect(diff.config).toEqual([{ name: 'grid.hidden', a: '[ 8, 16 ]', b: '[ 8, 32 ]' }]);
  // The config's own file is no news.
  expect(diff.first).toMatchObject({ stage: 'ideas', artifact: 'ideas/idea_3.vf', what: 'other bytes' });
  // Nor is the grid the reason why a model of both has another idea.
  expect(diff.reasons.map(({ kind }) => kind)).toEqual(['unknown']);
  expect(diff.differences.map(({ model }) => model)).toEqual(['study', 'h8-b20-s0']);
  // Whatever both have is the same: but not all of either is within tolerance of the other.
  expect([diff.reached, (await compareSides(swap(sides))).reached]).toEqual(['conclusions', 'conclusions']);
});

test('numbers come by how far they are out, columns with their largest', async () => {
  const { numbers, reached } = await compareChanged((found) => {
    scoresOf(found)['models.recognisability'] = 0.31;
    found.stages.training['h8-b20-s0']!.numbers!['models.test_accuracy'] = 0.81;
    found.stages.training['h16-b20-s0']!.numbers!['models.test_accuracy'] = 0.805;
  });
  expect(reached).toBe('conclusions');
  expect(numbers.differences.map(({ name, model, excess }) => [name, model, excess.toFixed(2)])).toEqual([
    ['models.recognisability', 'h8-b20-s0', '2.00'],
    ['models.test_accuracy', 'h8-b20-s0', '0.50'],
    ['models.test_accuracy', 'h16-b20-s0', '0.25'],
  ]);
  expect(numbers.columns).toMatchObject([
    { name: 'models.recognisability', compared: 2, differing: 1, outside: 1 },
    { name: 'models.test_accuracy', compared: 2, differing: 2, outside: 0, largest: { model: 'h8-b20-s0' } },
  ]);
});

test('within tolerance is within tolerance; the tolerances are those of a lock, on whichever side it is', async () => {
  const change = (found: StudySummary) => {
    scoresOf(found)['models.recognisability'] = 0.26;
  };
  expect((await compareChanged(change)).reached).toBe('numbers');
  const tolerances = { 'models.recognisability': { absolute: 0, relative: 0 } };
  const strict = makeSides(change, { tolerances });
  expect((await compareSides(strict)).reached).toBe('conclusions');
  const { reached, numbers } = await compareSides(swap(strict));
  expect([reached, numbers.differences[0]!.excess]).toEqual(['conclusions', Number.POSITIVE_INFINITY]);
});

test('a number that one side alone has is named, and is not within tolerance of anything', async () => {
  const sides = makeSides((found) => {
    scoresOf(found)['models.judge_cnn'] = 0.5;
  });
  const [there, back] = [await compareSides(sides), await compareSides(swap(sides))];
  expect(there.numbers.shared.onlyB).toEqual(['models.judge_cnn of h8-b20-s0']);
  expect(back.numbers.shared.onlyA).toEqual(['models.judge_cnn of h8-b20-s0']);
  expect([there.reached, back.reached]).toEqual(['conclusions', 'conclusions']);
});

test('other conclusions leave nothing that holds', async () => {
  const diff = await compareChanged((found) => {
    found.conclusions.H1 = 'absent';
    delete found.conclusions['a doubling of the batch size'];
  });
  expect(diff.reached).toBeNull();
  expect(diff.conclusions).toEqual([
    { name: 'H1', a: 'supported', b: 'absent' },
    { name: 'a doubling of the batch size', a: 'falls', b: 'nothing' },
  ]);
  expect(diff.first!.what).toBe('supported in A, absent in B');
});

test('of the environment what both record is compared, and of lists what one alone has', async () => {
  const recorded = { ...ENVIRONMENT, node: 'v24.1.0', processorFeatures: ['avx', 'fma'], commit: null };
  const diff = await compareChanged(() => undefined, { recorded, scoreVersion: 'v2' });
  expect(diff.environment).toEqual([
    { name: 'node', a: 'v20.20.2', b: 'v24.1.0' },
    { name: 'processorFeatures', a: 'also avx2', b: 'also fma' },
    { name: 'scoreVersion', a: 'v1', b: 'v2' },
  ]);
  expect(diff.reached).toBe('identical');
});

test('what is not recorded is said, and gives no reason', async () => {
  const diff = await compareChanged(
    ({ stages }) => {
      stages.scores['h8-b20-s0']!.files['scores.json'] = digest('1');
    },
    { recorded: null, environment: null, scoreVersion: null },
  );
  expect(diff.notes).toEqual([
    'B does not record its environment (no environment.json) and the version of its scores',
  ]);
  expect(diff.environment).toEqual([]);
  expect(diff.reasons.map(({ kind }) => kind)).toEqual(['unknown']);
});

test('a file that was changed after it was written is the reason, on whichever side', async () => {
  const damaged = ['models/h8-b20-s0/model.dat'];
  const sides = makeSides(
    ({ stages }) => {
      stages.training['h8-b20-s0']!.files['model.dat'] = digest('1');
    },
    { damaged },
  );
  for (const both of [sides, swap(sides)])
    expect((await compareSides(both)).reasons.map(({ kind }) => kind)).toEqual(['damage']);
  expect((await compareSides(sides)).notes).toEqual([
    `B has files that were changed after they were written: ${damaged[0]}`,
  ]);
});

test('another name or description is a reason for another report, and for nothing else', async () => {
  const rename = (artifact: string) => (found: StudySummary) => {
    found.config.name = 'b';
    const [stage, model] = artifact.startsWith('report')
      ? (['report', 'study'] as const)
      : (['training', 'h8-b20-s0'] as const);
    found.stages[stage][model]!.files[artifact] = digest('1');
  };
  const kindsOf = async (artifact: string) =>
    (await compareChanged(rename(artifact))).reasons.map(({ kind }) => kind);
  expect(await kindsOf('report/index.html')).toEqual(['config']);
  expect(await kindsOf('model.dat')).toEqual(['unknown']);
});

test('ideas are counted by pixels; one that a side has no image of is counted, and not drawn', async () => {
  const withInk = (count: number) => Float32Array.from({ length: 784 }, (_, at) => Number(at < count));
  const { ideas } = await compareChanged(
    ({ stages }) => {
      for (const model of ['h8-b20-s0', 'h16-b20-s0'])
        stages.ideas[model]!.files['ideas/idea_3.vf'] = digest('1');
      stages.ideas['h8-b20-s0']!.files['ideas/ideas.json'] = digest('1');
    },
    { readIdea: async (model) => (model === 'h8-b20-s0' ? withInk(7) : null) },
  );
  expect(ideas.compared).toBe(4);
  expect(ideas.differences).toMatchObject([
    { model: 'h16-b20-s0', idea: 'idea_3', pixels: null, picture: null },
    {
      model: 'h8-b20-s0',
      idea: 'idea_3',
      pixels: 7,
      picture: expect.stringMatching(/^data:image\/png;base64,/),
    },
  ]);
});

test('of many ideas those that differ most are drawn', async () => {
  const names = ['idea_0', 'idea_0_r1', 'idea_0_r2'];
  const withIdeas = (letter: string) => ({
    files: Object.fromEntries(names.map((name) => [`ideas/${name}.vf`, digest(letter)])),
  });
  const { a, b } = makeSides();
  a.stages.ideas['h8-b20-s0'] = withIdeas('0');
  b.stages.ideas['h8-b20-s0'] = withIdeas('1');
  const pixelsOf = (file: string) => (file.includes('r1') ? 9 : 2);
  const readIdea = async (_: string, file: string) =>
    Float32Array.from({ length: 784 }, (__, at) => Number(at < pixelsOf(file)));
  const { differences } = await compareIdeas({ a, b: { ...b, readIdea } }, ['h8-b20-s0'], 1);
  expect(differences.map(({ idea, picture }) => [idea, picture !== null])).toEqual([
    ['idea_0', false],
    ['idea_0_r1', true],
    ['idea_0_r2', false],
  ]);
});
