import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ENGINES } from '../engines.ts';

const script = fileURLToPath(new URL('trainOnce.ts', import.meta.url));

test.skipIf(!ENGINES.some(([name]) => name === 'tfjs'))(
  'a process that trains on tfjs writes nothing but its own output',
  () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'trained\n', stderr: '' });
  },
);
