import { describe, expect, test } from 'vitest';
import { chooseUnits, timeRounds } from '../../pipeline/bench/rounds.ts';

/** A clock that stands still but for what tasks add to it. */
function openClock() {
  let now = 0;
  return { read: () => now, pass: (ms: number) => (now += ms) };
}

describe('timing in rounds', () => {
  test('runs the tasks in turn, and gives median, smallest time and quartiles a unit of work', async () => {
    const clock = openClock();
    const runs: string[] = [];
    const task = (name: string, units: number, times: readonly number[]) => ({
      name,
      units,
      run: async () => {
        clock.pass(times[runs.filter((run) => run === name).length]!);
        runs.push(name);
      },
    });
    const tasks = [task('a', 2, [10, 4, 6]), task('b', 1, [1, 1, 4])];
    const timings = await timeRounds(tasks, 3, clock.read);
    expect(runs).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(timings.get('a')).toEqual({ medianMs: 3, bestMs: 2, quartilesMs: [2.5, 4] });
    expect(timings.get('b')).toEqual({ medianMs: 1, bestMs: 1, quartilesMs: [1, 2.5] });
  });
});

describe('the choice of units', () => {
  test('fills the time wanted, judged by the last and longest run', async () => {
    const clock = openClock();
    const asked: number[] = [];
    const unitMs = [50, 5, 3];
    const run = async (units: number) => {
      clock.pass(units * unitMs[asked.length]!);
      asked.push(units);
    };
    expect(await chooseUnits(run, 100, 2, clock.read)).toBe(34); // 100 / 3, rounded up
    expect(asked).toEqual([1, 2, 5]); // 25 ms at 5 ms a unit
  });

  test('never goes below the least', async () => {
    const clock = openClock();
    const run = async (units: number) => void clock.pass(units * 80);
    expect(await chooseUnits(run, 100, 4, clock.read)).toBe(4);
  });
});
