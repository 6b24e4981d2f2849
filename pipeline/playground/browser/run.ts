/** Work that takes more than a moment: it lets the page draw, and ends early where it is told to. */

/** Milliseconds that work may take before the page is drawn again. */
const BREATH_MS = 12;

/** Thrown into work that was told to stop. */
class Stopped extends Error {}

/** One piece of work in progress. */
export class Run {
  #isStopped = false;
  #since = performance.now();

  /** Ends the work at its next breath. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Waits until the page was drawn, where the work has taken long; throws where it is to end. */
  readonly breathe = async (): Promise<void> => {
    if (this.#isStopped) throw new Stopped();
    if (performance.now() - this.#since >= BREATH_MS) await this.drawn();
  };

  /** Waits until the page was drawn; throws where the work is to end. */
  async drawn(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
    if (this.#isStopped) throw new Stopped();
  }

  /** Does the work; gives null where it was stopped. */
  async finish<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Stopped) return null;
      throw error;
    }
  }
}

/** The page's next frame, or soon after where it is hidden and has none. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve);
    });
  });
}
