import { expect, test } from 'vitest';
import { ideasRow, ideasRows, openIdeasBench, productsRow } from '../../pipeline/bench/ideasBench.ts';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { METHOD_NAMES } from '../../pipeline/study/config.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

test('ten ideas of every search stand beside as many rows of the product', async () => {
  const parameters = initialiseParameters(articleArchitecture(3), 0);
  const bench = await openIdeasBench([onnxEngine], [onnxProducts], parameters, METHOD_NAMES);
  expect(bench.found.map(({ method }) => method)).toEqual(METHOD_NAMES);
  for (const { ideas } of bench.found) {
    expect(ideas.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  await bench.tasks.at(-1)!.run(); // the searches have just been run
  await bench.dispose();

  const idea = bench.found[0]!.ideas[0]!;
  const found = [
    {
      ...bench.found[0]!,
      ideas: [
        { ...idea, evaluations: 1500 },
        { ...idea, evaluations: 500 },
      ],
    },
    { ...bench.found.at(-1)!, ideas: [{ ...idea, evaluations: 3000 }] },
  ];
  const timings = new Map([
    [ideasRow(3, 'coordinate', 'onnx'), { medianMs: 3000, bestMs: 2000, quartilesMs: [2000, 4000] as const }],
    [ideasRow(3, 'gradient', 'onnx'), { medianMs: 7000, bestMs: 6000, quartilesMs: [6000, 8000] as const }],
    [bench.tasks.at(-1)!.name, { medianMs: 600, bestMs: 500, quartilesMs: [500, 700] as const }],
  ]);
  // 2,000 rows are two products of 1,000; an ascent goes backward too, which these products are no floor of
  expect(ideasRows({ ...bench, found }, timings)).toEqual([
    {
      name: 'ten ideas 3, coordinate search (raster order, 5 passes), onnx',
      ...{ value: 3, best: 2, quartiles: [2, 4], unit: 's' },
      ratios: [{ to: productsRow(3, 'coordinate'), value: 2 }],
      remark: '2,000 images evaluated',
    },
    {
      name: 'as many rows of the 3 x 3 product, coordinate search',
      ...{ value: 1.2, best: 1, quartiles: [1, 1.4], unit: 's' },
      remark: 'onnxruntime',
    },
    {
      name: 'ten ideas 3, gradient ascent (200 updates, then polished), onnx',
      ...{ value: 7, best: 6, quartiles: [6, 8], unit: 's' },
      remark: '3,000 images evaluated',
    },
  ]);
}, 30_000);
