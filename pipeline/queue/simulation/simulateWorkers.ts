/**
 * A sweep on a queue, simulated event by event: workers that take the longest model first, are lost and replaced; a Redis that serves
 * one command after the other and restarts; a store that takes what comes; a sweep that gathers.
 */
import { Heap } from '../../math/heap.ts';
import { drawUniform, openStream, type Stream } from '../../math/streams.ts';

/** What is simulated. Times are in seconds. */
export interface Cluster {
  /** What each model takes on a worker, longest first. */
  readonly models: readonly number[];
  readonly workers: number;
  /** Of Redis for giving a job out, and for taking its end in, with all that BullMQ does for it. */
  readonly take: number;
  readonly finish: number;
  /** Of a worker for packing a model and putting it into the store. */
  readonly put: number;
  /** Of the sweep for a model: reading, checking, and putting it into the study; one after the other. */
  readonly gather: number;
  /** Bytes of a model. */
  readonly bytes: number;
  /** Mean time until a worker is lost, exponentially distributed; Infinity where none is. */
  readonly untilLost: number;
  /** Its job is given to another after lostAfter to 2 lostAfter. */
  readonly lostAfter: number;
  /** Until a new one is in the place of a lost one. */
  readonly replaced: number;
  /** Restarts of Redis, evenly over the ideal makespan, and how long each keeps it away. */
  readonly restarts: number;
  readonly away: number;
  readonly seed: number;
}

/** What comes of it. */
export interface Simulated {
  /** Until the last model is gathered. */
  readonly makespan: number;
  /** Of all models on all workers, with nothing lost and nothing waited for: their sum by the number of workers. */
  readonly ideal: number;
  /** Workers lost while they computed, whose models were computed again. */
  readonly lost: number;
  /** Share of the makespan in which Redis was busy. */
  readonly queueLoad: number;
  /** Jobs given out and taken in, a second, in the busiest minute. */
  readonly peakJobs: number;
  /** Bytes a second into the store and out of it in the mean, and in the busiest minute. */
  readonly meanBytes: number;
  readonly peakBytes: number;
  /** Share of the makespan in which the sweep was gathering. */
  readonly gatherLoad: number;
}

type Event =
  | { readonly at: number; readonly kind: 'free' }
  | { readonly at: number; readonly kind: 'done' }
  | { readonly at: number; readonly kind: 'waits'; readonly model: number };

/** Simulates one sweep; the same cluster and seed give the same result. */
export function simulateWorkers(cluster: Cluster): Simulated {
  const { models, workers } = cluster;
  const sum = models.reduce((total, seconds) => total + seconds, 0);
  const redis = new Server(listOutages(cluster, sum / workers));
  const sweep = new Server([]);
  const stream = openStream(cluster.seed, `workers/${workers}`);
  const events = new Heap<Event>((a, b) => a.at < b.at);
  const again = new Heap<number>((a, b) => a < b);
  const jobs = new Minutes();
  const bytes = new Minutes();
  let [next, idle, lost, ended] = [0, workers, 0, 0];
  const give = (now: number): void => {
    while (idle > 0 && (again.size > 0 || next < models.length)) {
      // Those that come again have been given out before, and so are longer than all that have not.
      const model = again.pop() ?? next++;
      idle--;
      const begun = redis.serve(now, cluster.take);
      jobs.add(begun, 1);
      const needed = models[model]! + cluster.put;
      const until = drawLoss(stream, cluster.untilLost);
      if (until >= needed) {
        events.push({ at: begun + needed, kind: 'done' });
        continue;
      }
      lost++;
      events.push({ at: begun + until + cluster.replaced, kind: 'free' });
      const noticed = cluster.lostAfter * (1 + drawUniform(stream));
      events.push({ at: begun + until + noticed, kind: 'waits', model });
    }
  };
  give(0);
  for (let event = events.pop(); event !== undefined; event = events.pop()) {
    if (event.kind === 'waits') again.push(event.model);
    else idle++;
    if (event.kind === 'done') {
      const told = redis.serve(event.at, cluster.finish);
      jobs.add(told, 1);
      // Written, read back by the worker, and read by the sweep.
      bytes.add(event.at, 2 * cluster.bytes);
      ended = Math.max(ended, sweep.serve(told, cluster.gather));
      bytes.add(sweep.freeAt, cluster.bytes);
    }
    give(event.at);
  }
  return {
    makespan: ended,
    ideal: sum / workers,
    lost,
    queueLoad: redis.busy / ended,
    peakJobs: jobs.peak / 60,
    meanBytes: bytes.sum / ended,
    peakBytes: bytes.peak / 60,
    gatherLoad: sweep.busy / ended,
  };
}

/** Serves one request after the other, but while it is away. */
class Server {
  freeAt = 0;
  busy = 0;
  readonly #outages: readonly (readonly [from: number, to: number])[];
  #outage = 0;

  constructor(outages: readonly (readonly [number, number])[]) {
    this.#outages = outages;
  }

  /** When a request that comes at `at` is served. Requests come in the order of time. */
  serve(at: number, seconds: number): number {
    let begin = Math.max(at, this.freeAt);
    for (; this.#outage < this.#outages.length; this.#outage++) {
      const [from, to] = this.#outages[this.#outage]!;
      if (begin < from) break;
      begin = Math.max(begin, to);
    }
    this.freeAt = begin + seconds;
    this.busy += seconds;
    return this.freeAt;
  }
}

/** Sums by minute. */
class Minutes {
  sum = 0;
  readonly #minutes = new Map<number, number>();

  add(at: number, amount: number): void {
    const minute = Math.floor(at / 60);
    this.sum += amount;
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + amount);
  }

  get peak(): number {
    let most = 0;
    for (const sum of this.#minutes.values()) most = Math.max(most, sum);
    return most;
  }
}

function listOutages({ restarts, away }: Cluster, span: number): [number, number][] {
  return Array.from({ length: restarts }, (_, k) => {
    const from = (span * (k + 1)) / (restarts + 1);
    return [from, from + away];
  });
}

/** Exponentially distributed: -mean ln(1 - u). */
function drawLoss(stream: Stream, mean: number): number {
  return mean === Number.POSITIVE_INFINITY ? mean : -mean * Math.log1p(-drawUniform(stream));
}
