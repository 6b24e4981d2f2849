/**
 * Measures how close training and searching come to the matrix products that they are made of, on one thread.
 *
 * Times depend on the machine and on what else runs on it; the ratios, taken in one run, are what can be compared.
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { drawBenchChart } from '../bench/benchChart.ts';
import { renderBenchTable } from '../bench/benchTable.ts';
import { PLAIN_LOOP } from '../bench/contenders.ts';
import { assertWithinLimits, listLimits } from '../bench/limits.ts';
import { type BenchPlan, runBench } from '../bench/runBench.ts';
import { writeFileAtomic, writeJson } from '../store/files.ts';
import { expected, UserError } from '../study/errors.ts';

const THOROUGH: BenchPlan = { rounds: 5, targetMs: 1000, trainingImages: 60_000 };
const QUICK: BenchPlan = { rounds: 3, targetMs: 80, trainingImages: 15_000 };

function parseOptions() {
  return yargs(hideBin(process.argv))
    .scriptName('npx tsx pipeline/commands/bench.ts')
    .usage(
      '$0\n\nTimes a training step of every engine, and ten ideas, on one thread, beside the bare matrix products ' +
        'and a plain tfjs-node loop. Prints a table and draws a chart. Takes a few minutes.',
    )
    .option('rounds', {
      type: 'number',
      requiresArg: true,
      describe: `Times that everything is measured (default ${THOROUGH.rounds}; with --quick ${QUICK.rounds})`,
    })
    .option('out', {
      type: 'string',
      default: 'artifacts/bench/bench.json',
      requiresArg: true,
      describe: 'File to write the figures to; the chart goes beside it, as .svg',
    })
    .option('quick', { type: 'boolean', default: false, describe: 'Measure less; takes under a minute' })
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'Exit with 2 when training or searching is slower than it should be',
    })
    .example('$0 --quick --check', 'a short look at whether something became slow')
    .strict()
    .fail((message, error) => {
      const got = message ?? error.message;
      throw expected('command line', 'the options that --help lists', got, 'mend the command');
    })
    .parseSync();
}

function choosePlan({ quick, rounds }: { quick: boolean; rounds: number | undefined }): BenchPlan {
  const plan = quick ? QUICK : THOROUGH;
  if (rounds === undefined) return plan;
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw expected('--rounds', 'a whole number of at least 1', String(rounds), 'give another');
  }
  return { ...plan, rounds };
}

try {
  const { out, quick, rounds, check } = parseOptions();
  const result = await runBench(choosePlan({ quick, rounds }), (doing) => console.error(`bench: ${doing}`));
  const chart = out.replace(/(\.json)?$/, '.svg');
  await writeJson(out, result);
  await writeFileAtomic(chart, drawBenchChart(result.steps));
  process.stdout.write(renderBenchTable(result.rows));
  console.log(`bench: ${result.rows.length} figures in ${out}, a chart in ${chart}`);
  const hasPlainLoop = result.steps.some(({ contender }) => contender === PLAIN_LOOP);
  if (check) assertWithinLimits(result.rows, listLimits(hasPlainLoop));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
