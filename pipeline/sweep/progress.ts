/** Live progress of a sweep: bars on a terminal, plain lines anywhere else. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { formatPercent } from '../page/wording.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import { type TimedPlan, TimeLeft, type Workers } from './timeLeft.ts';

/** What is told of models while they are computed. */
export interface Progress {
  modelAdvanced(model: Model, record: EpochRecord): void;
  modelFinished(model: Model, seconds: number): void;
  modelFailed(model: Model, message: string): void;
  /** The panel has scored a model; `warning`: that it failed to, if anything. */
  modelScored(warning: string | null): void;
  /** The judges are checked; `warning`: what is to be said of it, if anything. */
  judgesChecked(warning: string | null): void;
  /** What else is to be said, in one line. */
  say(line: string): void;
  close(): void;
}

/** Bars where standard output is a terminal, lines elsewhere. */
export function openProgress(plan: TimedPlan, workers: Workers): Progress {
  return process.stdout.isTTY ? new BarProgress(plan, workers) : new LineProgress(plan, workers);
}

/** More models than people follow one by one. */
const MANY_MODELS = 1000;

/** Milliseconds without a line after which one tells how many models are scored. */
const SILENCE_MS = 30_000;

/** Keeps count of models and of the time left. */
class Tally {
  done = 0;
  scored = 0;
  readonly total: number;
  readonly #timeLeft: TimeLeft;
  #said = '';
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(plan: TimedPlan, workers: Workers) {
    this.total = plan.models.length;
    this.#timeLeft = new TimeLeft(plan, workers);
  }

  advance(model: Model, { epoch }: EpochRecord): void {
    this.#timeLeft.advance(model, epoch);
  }

  /** A model ended, after so many seconds; null where it failed. */
  add(model: Model, seconds: number | null): void {
    this.done++;
    this.#timeLeft.end(model, seconds);
  }

  addScored(): void {
    this.scored++;
    this.#timeLeft.endScoring();
  }

  /** `3 of 8`, of the models that can be scored. */
  describeScored(): string {
    return `${this.scored} of ${this.scored + this.#timeLeft.unscored}`;
  }

  /** Whether nothing is left to compute. */
  get isComputed(): boolean {
    return this.done === this.total;
  }

  addChecked(): void {
    this.#timeLeft.endCheck();
  }

  /** `about 4 min left`. */
  timeLeft(): string {
    const now = performance.now();
    // What is left of very many models takes a while to add up; more than once a second nobody looks.
    if (this.total <= MANY_MODELS || now - this.#saidAt > 1000) {
      this.#said = `${aboutSeconds(this.#timeLeft.seconds())} left`;
      this.#saidAt = now;
    }
    return this.#said;
  }
}

/** A prediction as people say it: `about 25 s`; never of no time. */
export function aboutSeconds(seconds: number): string {
  return `about ${formatSeconds(Math.max(1, seconds))}`;
}

/** Seconds as people say them: `8 s`, `12 min`, `3.4 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function describeEpoch(record: EpochRecord): string {
  return `loss ${record.trainLoss.toPrecision(3)}, accuracy ${formatPercent(record.testAccuracy)}`;
}

/** A message that names its model first, as those of many errors do by themselves. */
function beginWithName({ name }: Model, message: string): string {
  return message.startsWith(`${name}:`) ? message : `${name}: ${message}`;
}

class LineProgress implements Progress {
  readonly #tally: Tally;
  readonly #last = new Map<string, EpochRecord>();
  #saidAt = performance.now();

  constructor(plan: TimedPlan, workers: Workers) {
    this.#tally = new Tally(plan, workers);
  }

  modelAdvanced(model: Model, record: EpochRecord): void {
    this.#tally.advance(model, record);
    this.#last.set(model.name, record);
  }

  modelFinished(model: Model, seconds: number): void {
    this.#tally.add(model, seconds);
    const last = this.#last.get(model.name);
    const { done, total } = this.#tally;
    const outcome = last ? `${describeEpoch(last)}, ` : '';
    const left = this.#tally.timeLeft();
    console.log(`${model.name}: ${outcome}${seconds.toFixed(1)} s (${done} of ${total} models; ${left})`);
    this.#saidAt = performance.now();
  }

  modelFailed(model: Model, message: string): void {
    this.#tally.add(model, null);
    console.error(beginWithName(model, message));
  }

  modelScored(warning: string | null): void {
    this.#tally.addScored();
    if (warning !== null) console.error(warning);
    if (!this.#tally.isComputed || performance.now() - this.#saidAt < SILENCE_MS) return;
    console.log(`${this.#tally.describeScored()} models scored; ${this.#tally.timeLeft()}`);
    this.#saidAt = performance.now();
  }

  judgesChecked(warning: string | null): void {
    this.#tally.addChecked();
    if (warning !== null) console.error(warning);
  }

  say(line: string): void {
    console.error(line);
  }

  close(): void {}
}

/** What the bar of all models is called. */
const OVERALL = 'all';

class BarProgress implements Progress {
  readonly #tally: Tally;
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
  /** Characters of the longest name, so that all bars begin below each other. */
  readonly #nameWidth: number;

  constructor(plan: TimedPlan, workers: Workers) {
    this.#tally = new Tally(plan, workers);
    // Not as arguments of one call: there may be more models than a call can have.
    this.#nameWidth = plan.models.reduce(
      (most, { model }) => Math.max(most, model.name.length),
      OVERALL.length,
    );
    const detail = `models, ${this.#tally.timeLeft()}`;
    this.#overall = this.#bars.create(this.#tally.total, 0, {
      name: OVERALL.padEnd(this.#nameWidth),
      detail,
    });
  }

  modelAdvanced(model: Model, record: EpochRecord): void {
    this.#tally.advance(model, record);
    this.#showAll();
    const detail = describeEpoch(record);
    const bar = this.#models.get(model.name);
    if (bar) bar.update(record.epoch, { detail });
    else {
      const payload = { name: model.name.padEnd(this.#nameWidth), detail };
      this.#models.set(model.name, this.#bars.create(model.settings.epochs, record.epoch, payload));
    }
  }

  modelFinished(model: Model, seconds: number): void {
    this.#close(model, seconds);
  }

  modelFailed(model: Model, message: string): void {
    this.#close(model, null);
    this.#bars.log(`${beginWithName(model, message)}\n`);
  }

  modelScored(warning: string | null): void {
    this.#tally.addScored();
    if (warning !== null) this.#bars.log(`${warning}\n`);
    this.#showAll();
  }

  judgesChecked(warning: string | null): void {
    this.#tally.addChecked();
    if (warning !== null) this.#bars.log(`${warning}\n`);
  }

  say(line: string): void {
    this.#bars.log(`${line}\n`);
  }

  close(): void {
    this.#bars.stop();
  }

  #close(model: Model, seconds: number | null): void {
    this.#tally.add(model, seconds);
    const bar = this.#models.get(model.name);
    if (bar) {
      // Drawn ten times a second, it would go before its last epoch is seen.
      this.#bars.update();
      this.#bars.remove(bar);
    }
    this.#models.delete(model.name);
    this.#showAll();
  }

  #showAll(): void {
    const { done, isComputed } = this.#tally;
    const judged = isComputed ? `, ${this.#tally.describeScored()} scored` : '';
    this.#overall.update(done, { detail: `models${judged}, ${this.#tally.timeLeft()}` });
  }
}
