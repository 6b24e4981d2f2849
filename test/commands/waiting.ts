/** A command under test: it ends only when it is made to. With --finish it takes for ever to finish what it does. */
import { defineCommand } from '../../pipeline/commands/command.ts';
import { runIfMain } from '../../pipeline/commands/runIfMain.ts';
import { HEEDED } from '../../pipeline/store/interrupts.ts';

const command = defineCommand({
  script: 'test/commands/waiting.ts',
  purpose: 'Waits.',
  options: { finish: { type: 'boolean', default: false, describe: 'Finish for ever when interrupted' } },
  async run({ finish }) {
    if (finish) for (const signal of HEEDED) process.on(signal, () => console.log('finishing'));
    console.log('waiting');
    await new Promise(() => setInterval(() => undefined, 1000));
    return 0;
  },
});

await runIfMain(import.meta, command);
