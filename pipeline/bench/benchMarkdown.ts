/** The figures of `make bench` as Markdown, for docs/performance.md. */
import { renderMarkdownTable } from '../page/table.ts';
import { type BenchRow, describeRow, formatFigure, HEADER } from './benchTable.ts';
import { PYTORCH } from './contenderNames.ts';
import type { BenchResult } from './runBench.ts';
import type { StepShares } from './shares.ts';
import type { FloorFigure, SizeFigures } from './trainingBench.ts';

/** The machine, a table of training, one of shares, and one of all figures. */
export function renderBenchMarkdown({ environment, rounds, training, shares, rows }: BenchResult): string {
  const { cpu, processors, node, load, runtimes, missing } = environment;
  const machine =
    `${cpu}, ${processors} processors, Node ${node}; ${runtimes.join(', ')}. One thread each, ${rounds} rounds, everything of a ` +
    `size once a round. Load average ${load.before.toFixed(2)} before and ${load.after.toFixed(2)} after.`;
  return [
    machine,
    ...missing.map((line) => `Left out: ${line}.`),
    '### Training: milliseconds a step, the best of the rounds',
    renderMarkdownTable(trainingTable(training)),
    ...(shares.length === 0
      ? []
      : ['### Where the time of a step goes', renderMarkdownTable(sharesTable(shares))]),
    '### Ideas, scores and a sweep',
    renderMarkdownTable([HEADER, ...rows.others.map(describeRow)]),
    '### Training: every figure',
    renderMarkdownTable([HEADER, ...rows.training.map(withoutRatios).map(describeRow)]),
    '',
  ].join('\n\n');
}

const withMaker = ({ bestMs, maker }: FloorFigure) => `${formatFigure(bestMs)} (${maker})`;
const times = (quotient: number) => `${quotient.toFixed(2)} x`;

/** A row a size: everybody's step, both floors, and how the fastest engine compares with them and with PyTorch. */
function trainingTable(training: readonly SizeFigures[]): string[][] {
  const contenders = [...new Set(training.flatMap(({ steps }) => steps.map(({ contender }) => contender)))];
  const header = [
    ...['hidden/batch', ...contenders, 'products, all pixels', 'products, inked pixels'],
    ...['fastest engine over all pixels', 'over inked pixels', `${PYTORCH} over it`],
  ];
  const rows = training.map(({ size, steps, dense, inked }) => {
    const msOf = (contender: string) => steps.find((step) => step.contender === contender)?.bestMs;
    const fastest = Math.min(...steps.filter(({ isEngine }) => isEngine).map(({ bestMs }) => bestMs));
    const peer = msOf(PYTORCH);
    return [
      size,
      ...contenders.map((contender) => {
        const ms = msOf(contender);
        return ms === undefined ? '' : formatFigure(ms);
      }),
      ...[withMaker(dense), withMaker(inked)],
      ...[times(fastest / dense.bestMs), times(fastest / inked.bestMs)],
      peer === undefined ? '' : times(peer / fastest),
    ];
  });
  return [header, ...rows];
}

function sharesTable(shares: readonly StepShares[]): string[][] {
  const header = [
    ...['hidden/batch', 'engine', 'step', 'Adam', 'layers', 'images, loss and calls'],
    'products of the layers alone, inked pixels',
  ];
  const rows = shares.map(({ size, engine, stepMs, adamMs, layersMs, remainderMs, productsMs }) => {
    const part = (ms: number) => `${Math.round((100 * ms) / stepMs)}%`;
    return [
      size,
      engine,
      `${formatFigure(stepMs)} ms`,
      ...[adamMs, layersMs, remainderMs, productsMs].map(part),
    ];
  });
  return [header, ...rows];
}

/** The first table has them. */
function withoutRatios({ ratios: _, ...row }: BenchRow): BenchRow {
  return row;
}
