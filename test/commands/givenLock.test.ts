/** The lock of results of a study of given models: a model's file that has changed is noticed and named, and so is one that is not there. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ROOT } from './commandLine.ts';

const MADE = join(ROOT, 'test/store/models/made');
const WITHIN_MS = 240_000;

test(
  'lock, verify, and what is said once the file of a model has changed or is gone',
  async () => {
    const folder = await openTemporaryFolder();
    const file = join(folder, 'quick.safetensors');
    await copyFile(join(MADE, 'quickstart.safetensors'), file);
    const config = [
      'name: own',
      'dataset: { train: 200, test: 50 }',
      `models: [${file}]`,
      'search: { passes: 1 }',
      'judging: { judges: [cnn] }',
    ];
    await writeFile(join(folder, 'own.yaml'), config.join('\n'));
    const whole = ['--config', join(folder, 'own.yaml'), '--workers', '1'];
    const there = [...whole, '--artifacts', join(folder, 'artifacts')];
    const verify = (...options: string[]) =>
      call('verify', [...options, '--reuse', '--out', join(folder, 'verify')]);

    expect((await call('lock', there)).code).toBe(0);
    expect(await readFile(join(folder, 'own.lock.json'), 'utf8')).toContain('"given file quick.safetensors"');
    const same = await verify(...there);
    expect(same.stdout).toMatch(/^verify: own: identical bytes/);
    expect(same.code).toBe(0);

    await copyFile(join(MADE, 'double.safetensors'), file);
    const changed = await verify(...there);
    expect(changed.stdout).toMatch(
      /^first difference: training of quick: given file quick\.safetensors: other bytes$/m,
    );
    expect(changed.stdout).toMatch(
      /^likely reason: the model: the file that quick was taken from is another$/m,
    );
    expect(changed.code).toBe(3);
    const relocked = await call('lock', [...there, '--reuse']);
    expect(relocked.stderr).toMatch(/expected files as they were written, got .*quick\.safetensors changed/);
    expect(relocked.code).toBe(2);

    await rm(file);
    expect((await verify(...there)).code).toBe(0);
    const gone = await call('verify', whole);
    expect(gone.stderr).toMatch(
      /^\S+quick\.safetensors: expected the file of the model quick, got none; .*\n$/,
    );
    expect(gone.code).toBe(2);
  },
  WITHIN_MS,
);
