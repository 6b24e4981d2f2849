/** Live progress of a sweep: bars on a terminal, plain lines anywhere else. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Model } from '../study/grid.ts';
import type { EpochEvent } from './worker.ts';

/** What is told of models while they are computed. */
export interface Progress {
  modelAdvanced(model: Model, event: EpochEvent): void;
  modelFinished(model: Model, seconds: number): void;
  modelFailed(model: Model, message: string): void;
  note(line: string): void;
  close(): void;
}

/** What a progress display needs to know beforehand. */
export interface ProgressPlan {
  readonly epochs: number;
  /** Predicted seconds on one core, by model name, of all models to compute. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly workers: number;
}

/** Bars where standard output is a terminal, lines elsewhere. */
export function openProgress(plan: ProgressPlan): Progress {
  return process.stdout.isTTY ? new BarProgress(plan) : new LineProgress(plan);
}

/** Keeps count of models and predicts the time left from the pace so far. */
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

  add(model: Model): void {
    this.done++;
    this.#doneSeconds += this.#plan.seconds.get(model.name) ?? 0;
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

  modelAdvanced(model: Model, event: EpochEvent): void {
    this.#last.set(model.name, event);
  }

  modelFinished(model: Model, seconds: number): void {
    this.#tally.add(model);
    const last = this.#last.get(model.name);
    const { done, total } = this.#tally;
    const outcome = last ? `${describeEpoch(last)}, ` : '';
    const left = done < total ? `; ${this.#tally.timeLeft()}` : '';
    this.note(`${model.name}: ${outcome}${seconds.toFixed(1)} s (${done} of ${total} models${left})`);
  }

  modelFailed(model: Model, message: string): void {
    this.#tally.add(model);
    console.error(message.startsWith(model.name) ? message : `${model.name}: ${message}`);
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
  readonly #models = new Map<string, SingleBar>();

  constructor(plan: ProgressPlan) {
    this.#plan = plan;
    this.#tally = new Tally(plan);
    const detail = `models, ${this.#tally.timeLeft()}`;
    this.#overall = this.#bars.create(this.#tally.total, 0, { name: 'all'.padEnd(16), detail });
  }

  modelAdvanced(model: Model, event: EpochEvent): void {
    const detail = describeEpoch(event);
    const bar = this.#models.get(model.name);
    if (bar) bar.update(event.epoch, { detail });
    else {
      const payload = { name: model.name.padEnd(16), detail };
      this.#models.set(model.name, this.#bars.create(this.#plan.epochs, event.epoch, payload));
    }
  }

  modelFinished(model: Model, _seconds: number): void {
    this.#close(model);
  }

  modelFailed(model: Model, message: string): void {
    this.#close(model);
    this.note(message.startsWith(model.name) ? message : `${model.name}: ${message}`);
  }

  note(line: string): void {
    this.#bars.log(`${line}\n`);
  }

  close(): void {
    this.#bars.stop();
  }

  #close(model: Model): void {
    this.#tally.add(model);
    const bar = this.#models.get(model.name);
    if (bar) this.#bars.remove(bar);
    this.#models.delete(model.name);
    this.#overall.update(this.#tally.done, { detail: `models, ${this.#tally.timeLeft()}` });
  }
}
