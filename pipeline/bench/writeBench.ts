/** What becomes of the figures of a benchmark: a file of them, a chart, a table, and a refusal where they are too slow. */
import { writeFileAtomic, writeJson } from '../store/files.ts';
import { drawBenchChart } from './benchChart.ts';
import { renderBenchMarkdown } from './benchMarkdown.ts';
import { renderBenchTable } from './benchTable.ts';
import { assertWithinLimits, listLimits } from './limits.ts';
import type { BenchResult } from './runBench.ts';

/**
 * Writes `result` to the file `out`, with the tables and a chart beside it, and prints the table. Throws a UserError where `isChecked` and
 * a figure is beyond its limit.
 */
export async function writeBench(out: string, result: BenchResult, isChecked: boolean): Promise<void> {
  const beside = (ending: string) => out.replace(/(\.json)?$/, ending);
  const [chart, text] = [beside('.svg'), beside('.md')];
  await writeJson(out, result);
  await writeFileAtomic(chart, drawBenchChart(result.training));
  await writeFileAtomic(text, renderBenchMarkdown(result));
  const rows = [...result.rows.training, ...result.rows.others];
  process.stdout.write(renderBenchTable(rows));
  console.log(`bench: ${rows.length} figures in ${out}, as tables in ${text}, a chart in ${chart}`);
  const measured = result.training.flatMap(({ steps }) => steps.map(({ contender }) => contender));
  if (isChecked) assertWithinLimits(rows, listLimits(measured));
}
