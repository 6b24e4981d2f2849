/**
 * Timing on a machine that also does other things: all tasks are run once in every round, one after the other, so
 * that a busy spell falls on all of them, and the smallest time of each is the one that was disturbed least.
 */
import { median, min, quantile } from 'simple-statistics';

/** Something to time. */
export interface TimedTask {
  readonly name: string;
  /** Units of work, such as training steps, that one `run` does. */
  readonly units: number;
  run(): Promise<void>;
}

/** Times of one task, in milliseconds a unit of work, over the rounds. */
export interface Timing {
  readonly medianMs: number;
  readonly bestMs: number;
  /** The first and the third quartile. */
  readonly quartilesMs: readonly [number, number];
}

/** The times of tasks, by name. */
export type Timings = ReadonlyMap<string, Timing>;

/** A clock in milliseconds. */
export type Clock = () => number;

/** Runs every task once a round, in order. */
export async function timeRounds(
  tasks: readonly TimedTask[],
  rounds: number,
  clock: Clock = () => performance.now(),
): Promise<Timings> {
  const times = new Map(tasks.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const task of tasks) {
      const from = clock();
      await task.run();
      times.get(task.name)!.push((clock() - from) / task.units);
    }
  }
  return new Map([...times].map(([name, values]) => [name, summarise(values)]));
}

function summarise(times: number[]): Timing {
  const [first, third] = quantile(times, [0.25, 0.75]) as [number, number];
  return { medianMs: median(times), bestMs: min(times), quartilesMs: [first, third] };
}

/** Share of the wanted time that a first measurement takes, for code and caches to be warm when it counts. */
const WARM_UP = 0.25;

/**
 * Units of work that take about `targetMs`, at least `least`: found by running one unit, then `least`, then as many as take a
 * quarter of that time.
 */
export async function chooseUnits(
  run: (units: number) => Promise<void>,
  targetMs: number,
  least: number,
  clock: Clock = () => performance.now(),
): Promise<number> {
  const measure = async (units: number) => {
    const from = clock();
    await run(units);
    return (clock() - from) / units;
  };
  const unitsIn = (ms: number, unitMs: number) => Math.max(least, Math.ceil(ms / unitMs));
  await run(1);
  const few = unitsIn(targetMs * WARM_UP, await measure(least));
  return unitsIn(targetMs, await measure(few));
}
