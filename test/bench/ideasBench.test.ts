import { expect, test } from 'vitest';
import { ideasRows, openIdeasBench } from '../../pipeline/bench/ideasBench.ts';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

test('ten ideas stand beside the products and the single evaluations that they would have taken', async () => {
  const bench = await openIdeasBench(onnxEngine, initialiseParameters(articleArchitecture(3), 0), 0);
  expect(bench.ideas.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const task of bench.tasks.slice(2)) await task.run(); // the searches have just been run
  await bench.dispose();

  const idea = bench.ideas[0]!;
  const two = [
    { ...idea, evaluations: 1500 },
    { ...idea, evaluations: 500 },
  ];
  const monteCarlo = [{ ...idea, evaluations: 3000 }];
  const [ideas, proposals, products, sequential] = bench.tasks.map(({ name }) => name);
  const timings = new Map([
    [ideas!, { medianMs: 3000, bestMs: 2000 }],
    [proposals!, { medianMs: 7000, bestMs: 6000 }],
    [products!, { medianMs: 600, bestMs: 500 }],
    [sequential!, { medianMs: 2, bestMs: 1 }],
  ]);
  // 2,000 rows are two products of 1,000; two ideas visit 2 * 5 * 784 pixels and evaluate each at 0 and at 1
  expect(ideasRows({ ...bench, ideas: two, monteCarlo, firstMs: 2500 }, timings)).toEqual([
    { name: ideas, value: 3, best: 2, unit: 's', ratios: [{ to: products, value: 2 }] },
    { name: products, value: 1.2, best: 1, unit: 's' },
    { name: proposals, value: 7, best: 6, unit: 's', ratios: [{ to: products, value: 4 }] },
    { name: sequential, value: 31.36, best: 15.68, unit: 's', ratios: [{ to: ideas, value: 7.84 }] },
    { name: 'the first ten ideas, session included', value: 2.5, unit: 's' },
    { name: 'evaluations of the ten ideas', value: 2000, unit: 'images' },
    { name: 'evaluations of the Monte Carlo ideas', value: 3000, unit: 'images' },
  ]);
}, 30_000);
