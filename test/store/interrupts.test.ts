import { expect, test } from 'vitest';
import { start } from '../commands/commandLine.ts';

/** A program that exits with 143 on SIGTERM when it gets a turn; with `lines` after that. */
const runProgram = (...lines: readonly string[]) =>
  start(process.execPath, [
    ...['--import', 'tsx', '--input-type', 'module', '--eval'],
    [
      "import { writeSync } from 'node:fs';",
      "import { endAtOnceDuring } from './pipeline/store/interrupts.ts';",
      "process.on('SIGTERM', () => process.exit(143));",
      "const say = (line) => writeSync(1, line + '\\n');",
      'const workFor = (ms) => { for (const end = Date.now() + ms; Date.now() < end; ); };',
      ...lines,
    ].join('\n'),
  ]);

test('an interrupt ends the process while it works without a break', async () => {
  const { child, printed, ended } = runProgram(
    "endAtOnceDuring(() => { say('busy'); workFor(50_000); });",
    "say('done');",
  );
  await printed(/busy/g, 1);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM', stdout: 'busy\n' });
});

test('afterwards whoever listened before hears of it, also where the work failed', async () => {
  const { child, printed, ended } = runProgram(
    "try { endAtOnceDuring(() => { throw new Error('failed'); }); } catch (error) { say(error.message); }",
    "say(endAtOnceDuring(() => 'done'));",
    'setTimeout(() => undefined, 50_000);',
  );
  await printed(/done/g, 1);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 143, signal: null, stdout: 'failed\ndone\n' });
});
