/** What the step of ideas writes beside them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { writeIdeas } from '../../pipeline/models/modelIdeas.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const black = new Float32Array(PIXELS);
const grey = new Float32Array(PIXELS).fill(0.25);
const found = { digit: 5, energy: 3, evaluations: 9, steps: 2, passes: 1, certified: true, snapshots: [] };

test('the grey image of an ascent is kept beside its idea, of each restart; other ideas have none', async () => {
  const folder = await openTemporaryFolder();
  const { content } = await writeIdeas(join(folder, 'ideas.json'), { method: 'gradient' }, [
    { ...found, restart: 0, image: black, grey: { image: grey, energy: 7.5 } },
    { ...found, restart: 1, image: black, grey: { image: grey, energy: 8.5 } },
    { ...found, restart: 2, image: black },
  ]);
  expect(content.ideas.map((idea) => idea.grey)).toEqual([
    { energy: 7.5, file: 'idea_5_grey.vf' },
    { energy: 8.5, file: 'idea_5_r1_grey.vf' },
    undefined,
  ]);
  expect('grey' in content.ideas[2]!).toBe(false);
  const names = ['idea_5', 'idea_5_grey', 'idea_5_r1', 'idea_5_r1_grey', 'idea_5_r2'];
  const files = names.flatMap((name) => [`${name}.vf`, `${name}.png`]);
  expect((await readdir(folder)).sort()).toEqual([...files, 'ideas.json'].sort());
  const read = async (name: string) => new Uint8Array(await readFile(join(folder, name)));
  expect(await read('idea_5_grey.vf')).toEqual(new Uint8Array(encodeVf(grey)));
  expect(await read('idea_5_grey.png')).toEqual(new Uint8Array(encodePng(grey)));
  expect(await read('idea_5.vf')).toEqual(new Uint8Array(encodeVf(black)));
});
