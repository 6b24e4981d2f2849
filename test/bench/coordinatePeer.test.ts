import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { compileCoordinatePeer } from '../../pipeline/bench/coordinatePeer.ts';
import { planSearches } from '../../pipeline/bench/ideasBench.ts';
import { assertSameImages, measureSequential } from '../../pipeline/bench/sequentialBench.ts';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { searchCoordinates } from '../../pipeline/search/coordinate.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

const hasCompiler = spawnSync('g++', ['--version']).status === 0;
const parameters = initialiseParameters(articleArchitecture(6), 0);

async function searchOurselves() {
  const model = await onnxEngine.loadModel(parameters);
  const ideas = await searchCoordinates(model, planSearches(), { passes: 5 });
  await model.dispose();
  return ideas;
}

// Without it there is nothing to hold against our search, and the bench leaves it out too.
describe.skipIf(!hasCompiler)('the sequential program, where there is g++', () => {
  test('finds our images, pixel for pixel, in both orders of its loops', async () => {
    const peer = await compileCoordinatePeer();
    const ideas = await searchOurselves();
    const rows = await measureSequential(peer, parameters, 10, { engine: 'onnx', ideas, best: 1 });
    expect(rows.map(({ name }) => name)).toEqual([
      "ten ideas 6, sequential C++, the article's loops",
      'ten ideas 6, sequential C++, loops that become vector instructions',
    ]);
    for (const { value, ratios } of rows) expect(ratios![0]!.value).toBe(value);
    const [image] = (
      await peer.search(parameters, { tasks: planSearches().slice(0, 1), passes: 1, loop: 'sums' })
    ).images;
    expect(image).not.toEqual(ideas[0]!.image); // one pass is not enough, so that the equality above says something
    peer.dispose();
  });
});

test('a pixel that differs is named', async () => {
  const ideas = await searchOurselves();
  const images = ideas.map(({ image }) => Float32Array.from(image));
  expect(() => assertSameImages(images, ideas)).not.toThrow();
  images[4]![99] = 0.5;
  expect(() => assertSameImages(images, ideas)).toThrow(/idea of 4 to be ours, got 0.5 for [01] at pixel 99/);
});

test('where there is no such compiler, one line says what to do', async () => {
  await expect(compileCoordinatePeer('no-such-compiler')).rejects.toThrow(
    /^sequential C\+\+: expected no-such-compiler to compile it, got .*ENOENT; install g\+\+/,
  );
});
