/** What simulated sweeps on a queue come to, as a table of Markdown. */
import { type Cluster, simulateWorkers } from './simulateWorkers.ts';

/** The rows: numbers of workers. */
export const WORKERS = [1, 10, 100, 1000] as const;

/** Everything about a cluster but how many workers it has. */
export type Setting = Omit<Cluster, 'workers'>;

/** Models of which each takes as long as one that was measured, longest first: as many of each as fit into `count`. */
export function repeatTimes(measured: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, k) => measured[k % measured.length]!).sort((a, b) => b - a);
}

/** The table, a row for each number of workers. */
export function renderScale(setting: Setting): string {
  const header = [
    ...[
      'workers',
      'makespan, h',
      'of the ideal',
      'models again',
      'Redis busy',
      'jobs/s in the busiest minute',
    ],
    ...['store, MB/s', 'in the busiest minute', 'sweep busy gathering'],
  ];
  const rows = WORKERS.map((workers) => {
    const one = simulateWorkers({ ...setting, workers });
    return [
      ...[String(workers), (one.makespan / 3600).toFixed(1), (one.makespan / one.ideal).toFixed(3)],
      ...[String(one.lost), percent(one.queueLoad), one.peakJobs.toFixed(1)],
      ...[megabytes(one.meanBytes), megabytes(one.peakBytes), percent(one.gatherLoad)],
    ];
  });
  const lines = [header, header.map(() => '---:'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
