/** Never rejects. */
type Work = () => Promise<void>;

/** Work that is done in the order in which it comes, so much of it at once. Begins nothing more once `isOver` says so. */
export class Turns {
  readonly #atOnce: number;
  readonly #isOver: () => boolean;
  readonly #waiting = new Set<Work>();
  readonly #running = new Set<Promise<void>>();

  constructor(atOnce: number, isOver: () => boolean) {
    this.#atOnce = atOnce;
    this.#isOver = isOver;
  }

  add(work: Work): void {
    this.#waiting.add(work);
    this.#next();
  }

  /** Resolves when what is under way now has ended. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }

  #next(): void {
    while (this.#running.size < this.#atOnce && !this.#isOver()) {
      const [work] = this.#waiting;
      if (work === undefined) return;
      this.#waiting.delete(work);
      const running = work().finally(() => {
        this.#running.delete(running);
        this.#next();
      });
      this.#running.add(running);
    }
  }
}
