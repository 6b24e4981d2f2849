/** Parts points into clusters: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28(2), 1982. */
import { rowOf } from '../math/rows.ts';
import { drawPermutation, type Stream } from '../math/streams.ts';
import { meanRow } from './principalAxes.ts';

const ITERATIONS = 15;

/**
 * Points [n, width] in `count` clusters, each [m, width]: every point goes to the nearest mean, then means are taken
 * again. Started from as many points drawn from `stream`; a cluster that loses all its points keeps its mean, and is
 * empty. At least as many points as clusters, else a RangeError.
 */
export function findClusters(
  points: Float64Array,
  width: number,
  count: number,
  stream: Stream,
): readonly Float64Array[] {
  const rows = points.length / width;
  if (rows < count) throw new RangeError(`findClusters: expected at least ${count} points, got ${rows}`);
  const starts = drawPermutation(stream, rows).subarray(0, count);
  let means: readonly Float64Array[] = Array.from(starts, (row) => rowOf(points, row, width));
  let clusters: readonly Float64Array[] = [];
  for (let k = 0; k < ITERATIONS; k++) {
    clusters = assign(points, means);
    means = clusters.map((cluster, at) => (cluster.length === 0 ? means[at]! : meanRow(cluster, width)));
  }
  return clusters;
}

function assign(points: Float64Array, means: readonly Float64Array[]): Float64Array[] {
  const width = means[0]!.length;
  const members: number[][] = means.map(() => []);
  for (let row = 0; row * width < points.length; row++) {
    const point = rowOf(points, row, width);
    let nearest = 0;
    let least = Infinity;
    means.forEach((mean, at) => {
      const distance = squaredDistance(point, mean);
      if (distance < least) [nearest, least] = [at, distance];
    });
    members[nearest]!.push(row);
  }
  return members.map((rows) => {
    const cluster = new Float64Array(rows.length * width);
    rows.forEach((row, at) => {
      cluster.set(rowOf(points, row, width), at * width);
    });
    return cluster;
  });
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}
