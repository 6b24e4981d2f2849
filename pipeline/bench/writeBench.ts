/** What becomes of the figures of a benchmark: a file of them, a chart, a table, and a refusal where they are too slow. */
import { writeFileAtomic, writeJson } from '../store/files.ts';
import { drawBenchChart } from './benchChart.ts';
import { renderBenchTable } from './benchTable.ts';
import { assertWithinLimits, listLimits } from './limits.ts';
import type { BenchResult } from './runBench.ts';

/**
 * Writes `result` to the file `out`, with a chart beside it, and prints the table. Throws a UserError where `isChecked` and
 * a figure is beyond its limit.
 */
export async function writeBench(out: string, result: BenchResult, isChecked: boolean): Promise<void> {
  const chart = out.replace(/(\.json)?$/, '.svg');
  await writeJson(out, result);
  await writeFileAtomic(chart, drawBenchChart(result.steps));
  process.stdout.write(renderBenchTable(result.rows));
  console.log(`bench: ${result.rows.length} figures in ${out}, a chart in ${chart}`);
  const measured = result.steps.map(({ contender }) => contender);
  if (isChecked) assertWithinLimits(result.rows, listLimits(measured));
}
