/** A pixel of 28 x 28 that arrows move: where a keyboard draws or flips. */
import { SIDE } from '../../math/images.ts';

const MOVES: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The pixel's column and row; it begins in the middle. */
export class Cursor {
  x = SIDE / 2;
  y = SIDE / 2;

  /** Index of the pixel. */
  get pixel(): number {
    return this.y * SIDE + this.x;
  }

  /** Moves it by the key of an arrow; tells whether it was one. */
  move(key: string): boolean {
    const step = MOVES[key];
    if (step === undefined) return false;
    this.moveTo(this.x + step[0], this.y + step[1]);
    return true;
  }

  /** Moves it to a pixel, or to the nearest at the edge. */
  moveTo(x: number, y: number): void {
    this.x = Math.min(SIDE - 1, Math.max(0, x));
    this.y = Math.min(SIDE - 1, Math.max(0, y));
  }
}
