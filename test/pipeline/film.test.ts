/** A film from the command line, of a model in a file. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeApng } from 'fast-png';
import { expect, test } from 'vitest';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { decodeVf } from '../../pipeline/store/vf.ts';
import { drawModel } from '../engine/drawn.ts';
import { definePlainEnergy } from '../search/plainSearch.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { runStage } from './commandLine.ts';

test('a film has a frame for each snapshot and one for the idea, with the energies of its images', async () => {
  const folder = await openTemporaryFolder();
  const [path, out] = [join(folder, 'model.dat'), join(folder, 'film')];
  const model = drawModel(8, 1);
  await writeFile(path, encodeDat(model));
  const options = [
    '--model',
    path,
    '--out',
    out,
    '--digit',
    '3',
    '--proposals',
    '900',
    '--set',
    'judging.judges=[cnn]',
  ];
  const { code, stdout, stderr } = await runStage('film', options);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^film: 6 frames in .*film \(film\.gif, film\.png, sheet\.png\); logit/);
  const { content } = JSON.parse(await readFile(join(out, 'film.json'), 'utf8'));
  const files = content.frames.map((frame: { file: string }) => frame.file);
  expect(files).toEqual(['x0000.vf', 'x0200.vf', 'x0400.vf', 'x0600.vf', 'x0800.vf', 'x0900.vf']);
  for (const { file, energy, score } of content.frames) {
    const image = decodeVf(await readFile(join(out, file)), file);
    expect(energy).toBeCloseTo(definePlainEnergy(model, 3)(image), 4);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
  const film = decodeApng(await readFile(join(out, 'film.png')));
  expect([film.width, film.height, film.frames.length]).toEqual([280, 376, 6]);
});

test.each([
  [['--digit', '10'], /^--digit: expected a digit, 0 to 9, got 10; /],
  [['--snapshots', '0'], /^--snapshots: expected at least 1, got 0; /],
  [['--method', 'magic'], /^--method: expected .*'monte-carlo'.*'magic'/],
])('%j is refused in one line', async (options, line) => {
  const { code, stderr } = await runStage('film', options);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
});
