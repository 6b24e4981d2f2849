/** The time left of a sweep that is under way: what its plan predicts of the rest, at the pace of what is done. */
import type { Model } from '../study/grid.ts';
import { type Plan, type PlannedModel, predictWallSeconds } from './plan.ts';

/** Of a plan, what the time left depends on. */
export type TimedPlan = Pick<Plan, 'startSeconds' | 'warmUpSeconds' | 'scoring' | 'publishSeconds'> & {
  readonly models: readonly Pick<PlannedModel, 'model' | 'parts' | 'seconds'>[];
};

/** How many processes compute side by side: on other machines they come and go. */
export type Workers = number | (() => number);

/** What was done of a model: seconds that it took, and those that were predicted for as much. */
interface Spent {
  readonly seconds: number;
  readonly predicted: number;
}

/** A model that is being trained: its last epoch that was told of, and when the first was. */
interface Running {
  readonly epoch: number;
  readonly firstEpoch: number;
  readonly firstMs: number;
}

/** Models that are scored before it is told from them how long the others take. */
const SCORED_TO_TELL = 4;

/** Predicts the time left from what it is told of. */
export class TimeLeft {
  readonly #plan: TimedPlan;
  readonly #workers: () => number;
  readonly #nowMs: () => number;
  readonly #waiting: Map<string, TimedPlan['models'][number]>;
  readonly #running = new Map<string, Running>();
  readonly #spent = new Map<string, Spent>();
  #hasBegun = false;
  #isCheckDue: boolean;
  #ended = 0;
  /** Models that wait for a score, and whether one has it. */
  #unscored: number;
  #hasScored = false;
  /** Since no model is left to compute: when the first was scored, and how many have been after it. */
  #scoring: { readonly firstMs: number; count: number } | null = null;

  constructor(plan: TimedPlan, workers: Workers, nowMs = () => performance.now()) {
    this.#plan = plan;
    this.#workers = typeof workers === 'number' ? () => workers : workers;
    this.#nowMs = nowMs;
    this.#isCheckDue = plan.scoring.isCheckDue;
    this.#unscored = plan.models.length + plan.scoring.unscored.length;
    this.#waiting = new Map(plan.models.map((planned) => [planned.model.name, planned]));
  }

  /** Epoch `epoch` (from 1) of a model's training is over. */
  advance({ name, settings }: Model, epoch: number): void {
    this.#hasBegun = true;
    const now = this.#nowMs();
    const { firstEpoch, firstMs } = this.#running.get(name) ?? { firstEpoch: epoch, firstMs: now };
    this.#running.set(name, { epoch, firstEpoch, firstMs });
    const training = this.#waiting.get(name)?.parts.training ?? 0;
    const predicted = (training * (epoch - firstEpoch)) / settings.epochs;
    if (predicted > 0) this.#spent.set(name, { seconds: (now - firstMs) / 1000, predicted });
  }

  /** A model is finished after `seconds`; null where it failed, which says nothing about the others. */
  end({ name }: Model, seconds: number | null): void {
    this.#hasBegun = true;
    // The first to end are the first of their processes.
    const warmUp = this.#ended++ < this.#workers() ? this.#plan.warmUpSeconds : 0;
    const predicted = (this.#waiting.get(name)?.seconds ?? 0) + warmUp;
    this.#waiting.delete(name);
    this.#running.delete(name);
    if (seconds === null) {
      this.#spent.delete(name);
      this.#unscored--;
    } else this.#spent.set(name, { seconds, predicted });
  }

  /** The judges are checked. */
  endCheck(): void {
    this.#hasBegun = true;
    this.#isCheckDue = false;
  }

  /** The panel has scored a model, or could not. */
  endScoring(): void {
    this.#hasBegun = true;
    this.#hasScored = true;
    this.#unscored--;
    if (this.#waiting.size > 0) return;
    if (this.#scoring === null) this.#scoring = { firstMs: this.#nowMs(), count: 0 };
    else this.#scoring.count++;
  }

  /** Models that wait for a score; one that failed waits for none. */
  get unscored(): number {
    return this.#unscored;
  }

  /** Predicted seconds until all is published. */
  seconds(): number {
    const { startSeconds, warmUpSeconds, scoring, publishSeconds } = this.#plan;
    if (this.#scoring !== null && this.#scoring.count >= SCORED_TO_TELL) {
      const { firstMs, count } = this.#scoring;
      return (this.#unscored * (this.#nowMs() - firstMs)) / 1000 / count + this.#pace() * publishSeconds;
    }
    const start = this.#hasBegun ? 0 : startSeconds + warmUpSeconds;
    const rest = [...this.#waiting.values()].map((planned) => this.#restOf(planned));
    // Those that run come first, whatever is left of them.
    const models = [...rest].sort((a, b) => Number(b.isRunning) - Number(a.isRunning));
    const tasks = [
      ...(this.#isCheckDue ? [scoring.checkSeconds] : []),
      ...models.map(({ seconds }) => seconds),
      ...new Array<number>(this.#unscored).fill(scoring.modelSeconds),
    ];
    const opening = this.#unscored > 0 && !this.#hasScored ? scoring.openSeconds : 0;
    return this.#pace() * (start + predictWallSeconds(tasks, this.#workers()) + opening + publishSeconds);
  }

  #restOf({ model, parts, seconds }: TimedPlan['models'][number]) {
    const running = this.#running.get(model.name);
    if (running === undefined) return { seconds, isRunning: false };
    return { seconds: seconds - (parts.training * running.epoch) / model.settings.epochs, isRunning: true };
  }

  /** Seconds taken for each that was predicted, of what is done; 1 where nothing is. */
  #pace(): number {
    let [seconds, predicted] = [0, 0];
    for (const spent of this.#spent.values()) {
      seconds += spent.seconds;
      predicted += spent.predicted;
    }
    return seconds > 0 && predicted > 0 ? seconds / predicted : 1;
  }
}
