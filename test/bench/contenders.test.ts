import { expect, test } from 'vitest';
import { openContenders } from '../../pipeline/bench/contenders.ts';
import { ENGINES } from '../engine/engines.ts';
import { drawTinyData } from './tinyData.ts';

test('every engine that is here contends; what is not here is named', async () => {
  const here = ENGINES.map(([name]) => name);
  const hasTfjs = here.length === 3;
  const contenders = await openContenders(drawTinyData(), { python: 'no-python', compiler: 'no-compiler' });
  const names = [...here, ...(hasTfjs ? ['plain tfjs-node loop'] : [])];
  expect(contenders.trainers.map(({ name }) => name)).toEqual(names);
  expect(contenders.engines.map(({ name }) => name)).toEqual(hasTfjs ? ['onnx', 'tfjs'] : ['onnx']);
  expect(contenders.makers.map(({ name }) => name)).toEqual(
    hasTfjs ? ['onnxruntime', 'TensorFlow'] : ['onnxruntime'],
  );
  expect(contenders.sequential).toBeNull();
  expect(contenders.missing).toEqual([
    ...(hasTfjs ? [] : [expect.stringContaining('make tfjs-node')]),
    expect.stringContaining('install g++'),
    expect.stringContaining('pip install torch'),
  ]);
  await contenders.dispose();
});
