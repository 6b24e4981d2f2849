/** Live progress of a sweep: bars on a terminal, plain lines anywhere else. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Cell } from '../study/grid.ts';
import type { EpochEvent } from './worker.ts';

/** Hears of everything that happens while cells are computed. */
export interface Progress {
  cellAdvanced(cell: Cell, event: EpochEvent): void;
  cellFinished(cell: Cell, seconds: number): void;
  cellFailed(cell: Cell, message: string): void;
  note(line: string): void;
  close(): void;
}

/** What a progress display needs to know beforehand. */
export interface ProgressPlan {
  readonly epochs: number;
  /** Predicted seconds on one core, by cell name, of all cells to compute. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly workers: number;
}

/** Bars where standard output is a terminal, lines elsewhere. */
export function openProgress(plan: ProgressPlan): Progress {
  return process.stdout.isTTY ? new BarProgress(plan) : new LineProgress(plan);
}

/** Keeps count of cells and predicts the time left from the pace so far. */
class Tally {
  done = 0;
  readonly total: number;
  readonly #plan: ProgressPlan;
  readonly #start = performance.now();
  #doneSeconds = 0;

  constructor(plan: ProgressPlan) {
    this.#plan = plan;
    this.total = plan.seconds.size;
  }

  add(cell: Cell): void {
    this.done++;
    this.#doneSeconds += this.#plan.seconds.get(cell.name) ?? 0;
  }

  /** `about 4 min left`, from the share of the predicted work that is done. */
  timeLeft(): string {
    const all = [...this.#plan.seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
    const elapsed = (performance.now() - this.#start) / 1000;
    const left =
      this.#doneSeconds > 0
        ? (elapsed * (all - this.#doneSeconds)) / this.#doneSeconds
        : all / this.#plan.workers;
    return `about ${formatSeconds(left)} left`;
  }
}

/** Seconds as people say them: `8 s`, `12 min`, `3.4 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function describeEpoch(event: EpochEvent): string {
  return `loss ${event.trainLoss.toPrecision(3)}, accuracy ${(100 * event.testAccuracy).toFixed(2)}%`;
}

class LineProgress implements Progress {
  readonly #tally: Tally;
  readonly #last = new Map<string, EpochEvent>();

  constructor(plan: ProgressPlan) {
    this.#tally = new Tally(plan);
  }

  cellAdvanced(cell: Cell, event: EpochEvent): void {
    this.#last.set(cell.name, event);
  }

  cellFinished(cell: Cell, seconds: number): void {
    this.#tally.add(cell);
    const last = this.#last.get(cell.name);
    const { done, total } = this.#tally;
    const outcome = last ? `${describeEpoch(last)}, ` : '';
    const left = done < total ? `; ${this.#tally.timeLeft()}` : '';
    this.note(`${cell.name}: ${outcome}${seconds.toFixed(1)} s (${done} of ${total} cells${left})`);
  }

  cellFailed(cell: Cell, message: string): void {
    this.#tally.add(cell);
    console.error(message.startsWith(cell.name) ? message : `${cell.name}: ${message}`);
  }

  note(line: string): void {
    console.log(line);
  }

  close(): void {}
}

class BarProgress implements Progress {
  readonly #tally: Tally;
  readonly #plan: ProgressPlan;
  readonly #bars = new MultiBar(
    {
      format: '{name} {bar} {value}/{total} {detail}',
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      forceRedraw: true,
      autopadding: true,
    },
    Presets.shades_classic,
  );
  readonly #overall: SingleBar;
  readonly #cells = new Map<string, SingleBar>();

  constructor(plan: ProgressPlan) {
    this.#plan = plan;
    this.#tally = new Tally(plan);
    const detail = `cells, ${this.#tally.timeLeft()}`;
    this.#overall = this.#bars.create(this.#tally.total, 0, { name: 'all'.padEnd(16), detail });
  }

  cellAdvanced(cell: Cell, event: EpochEvent): void {
    const detail = describeEpoch(event);
    const bar = this.#cells.get(cell.name);
    if (bar) bar.update(event.epoch, { detail });
    else {
      const payload = { name: cell.name.padEnd(16), detail };
      this.#cells.set(cell.name, this.#bars.create(this.#plan.epochs, event.epoch, payload));
    }
  }

  cellFinished(cell: Cell, _seconds: number): void {
    this.#close(cell);
  }

  cellFailed(cell: Cell, message: string): void {
    this.#close(cell);
    this.note(message.startsWith(cell.name) ? message : `${cell.name}: ${message}`);
  }

  note(line: string): void {
    this.#bars.log(`${line}\n`);
  }

  close(): void {
    this.#bars.stop();
  }

  #close(cell: Cell): void {
    this.#tally.add(cell);
    const bar = this.#cells.get(cell.name);
    if (bar) this.#bars.remove(bar);
    this.#cells.delete(cell.name);
    this.#overall.update(this.#tally.done, { detail: `cells, ${this.#tally.timeLeft()}` });
  }
}
