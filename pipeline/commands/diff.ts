/** Command: what differs between two runs. */
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const SIDE = {
  type: 'string',
  requiresArg: true,
  demandOption: true,
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/diff.ts',
  purpose:
    'Compares two studies that are there, or locks of results: config, environment, numbers, conclusions and ideas, in short here and side by side on a page. ' +
    'Exits with 0 where they are the same, 3 where numbers are within tolerance, 4 where only conclusions are the same, 5 where nothing is.',
  options: {
    a: {
      ...SIDE,
      describe: 'A study, such as artifacts/sweep, or a lock of results, such as configs/ci.lock.json',
    },
    b: { ...SIDE, describe: 'What to compare it with' },
    out: {
      type: 'string',
      requiresArg: true,
      default: 'artifacts/diff/index.html',
      describe: 'The page',
    },
  },
  async run({ a, b, out }) {
    const { diffStudies } = await import('../diff/diffStudies.ts');
    const { listLines } = await import('../diff/diffText.ts');
    const { exitCodeOf } = await import('../verify/levels.ts');
    const diff = await diffStudies({ a, b }, out);
    for (const line of listLines(diff, out)) console.log(line);
    return exitCodeOf('identical', diff.reached);
  },
});

await runIfMain(import.meta, command);
