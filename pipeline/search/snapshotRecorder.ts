/** Keeps what a search looked like on the way: a snapshot before step 0, n, 2n and so on. */
import type { Snapshot } from './idea.ts';

/** Records the snapshots of one search. */
export class SnapshotRecorder {
  readonly snapshots: Snapshot[] = [];
  readonly #every: number | undefined;

  /** Keeps nothing where `every` is not given. */
  constructor(every: number | undefined) {
    this.#every = every;
  }

  /** Whether an image is wanted before `step`. */
  wants(step: number): boolean {
    return this.#every !== undefined && step % this.#every === 0;
  }

  /** Keeps a copy of the image where it is wanted. */
  offer(step: number, image: Float32Array, energy: number): void {
    if (this.wants(step)) this.snapshots.push({ step, image: image.slice(), energy });
  }
}
