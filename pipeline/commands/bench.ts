/**
 * Command: measures how close training, searching and scoring come to the matrix products that they are made of, on one thread.
 *
 * Times depend on the machine and on what else runs on it; the ratios, taken in one run, are what can be compared.
 */
import { dirname } from 'node:path';
import { QUICK, THOROUGH } from '../bench/plans.ts';
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const OPTIONS = {
  rounds: {
    type: 'number',
    requiresArg: true,
    describe: `Times that everything is measured (default ${THOROUGH.rounds}; with --quick ${QUICK.rounds})`,
  },
  out: {
    type: 'string',
    default: 'artifacts/bench/bench.json',
    requiresArg: true,
    describe: 'File to write the figures to; tables and a chart go beside it, as .md and .svg',
  },
  quick: {
    type: 'boolean',
    default: false,
    describe: 'Measure less, at fewer sizes; takes under two minutes',
  },
  check: {
    type: 'boolean',
    default: false,
    describe:
      'Exit with 2 when training or searching is slower than it should be, beside what was measured with it',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/bench.ts',
  purpose:
    'Times a training step of every engine, of PyTorch and of a plain tfjs-node loop, ideas by every search, scores, and a small ' +
    'sweep, beside the bare matrix products. Prints a table, and writes it with a chart. Takes about ten minutes; --quick ' +
    '--check is a short look at whether something became slow.',
  options: OPTIONS,
  async run({ out, quick, rounds, check }) {
    const usual = quick ? QUICK : THOROUGH;
    const plan = { ...usual, rounds: rounds ?? usual.rounds };
    assertWhole('--rounds', plan.rounds, 1);
    const { runBench } = await import('../bench/runBench.ts');
    const { writeBench } = await import('../bench/writeBench.ts');
    const { prepareFolder } = await import('../store/files.ts');
    await prepareFolder(dirname(out));
    const result = await runBench(plan, (doing) => console.error(`bench: ${doing}`));
    await writeBench(out, result, check);
  },
});

await runIfMain(import.meta, command);
