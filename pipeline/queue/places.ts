/** The processes of a worker as places, which the jobs of all its queues share. */

/** So many places; who finds none hears of the next that is free. */
export class Places {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a place; false where none is free. */
  take(): boolean {
    if (this.#free === 0) return false;
    this.#free--;
    return true;
  }

  /** Gives a place back. All who wait hear of it: the first to take it has it. */
  give(): void {
    this.#free++;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const hear of waiting) hear();
  }

  /** Calls `hear` once a place is free, at once where one is; once, however often it is asked to until then. */
  onceFree(hear: () => void): void {
    if (this.#free > 0) hear();
    else this.#waiting.add(hear);
  }
}
