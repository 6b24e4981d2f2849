/**
 * Command: measures how close training and searching come to the matrix products that they are made of, on one thread.
 *
 * Times depend on the machine and on what else runs on it; the ratios, taken in one run, are what can be compared.
 */
import { dirname } from 'node:path';
import type { BenchPlan } from '../bench/runBench.ts';
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const THOROUGH: BenchPlan = { rounds: 5, targetMs: 1000, trainingImages: 60_000 };
const QUICK: BenchPlan = { rounds: 3, targetMs: 80, trainingImages: 15_000 };

const OPTIONS = {
  rounds: {
    type: 'number',
    describe: `Times that everything is measured (default ${THOROUGH.rounds}; with --quick ${QUICK.rounds})`,
  },
  out: {
    type: 'string',
    default: 'artifacts/bench/bench.json',
    describe: 'File to write the figures to; the chart goes beside it, as .svg',
  },
  quick: { type: 'boolean', default: false, describe: 'Measure less; takes under a minute' },
  check: {
    type: 'boolean',
    default: false,
    describe: 'Exit with 2 when training or searching is slower than it should be',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/bench.ts',
  purpose:
    'Times a training step of every engine, and ten ideas, on one thread, beside the bare matrix products and a plain ' +
    'tfjs-node loop. Prints a table and draws a chart. Takes a few minutes; --quick --check is a short look at whether ' +
    'something became slow.',
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
